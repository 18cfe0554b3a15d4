import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "#lib/data/mod.ts";
import {
  parseEstimateTable,
  printPdf,
  reportCsv,
  reportWorkbook,
} from "#lib/notebook/mod.ts";

/** Files of a report that are made on demand, beside what is published. */
export interface ExtraFiles {
  /** The tables as one Excel file. */
  readonly excel: boolean;
  /** The tables as one CSV file each. */
  readonly csv: boolean;
  /** The page on paper. */
  readonly pdf: boolean;
}

/**
 * Makes a published report's Excel, CSV and PDF files: `excel/<id>.xlsx`,
 * `csv/<id>/Tabel-1-….csv` and `pdf/<id>.pdf` in the folder of the reports.
 *
 * @returns Paths written.
 * @throws {Error} If a PDF is asked for and there is no Chromium.
 */
export function writeExtraFiles(
  id: string,
  { folder, excel, csv, pdf }: ExtraFiles & { readonly folder: string },
): readonly string[] {
  const page = join(folder, `${id}.html`);
  const written: string[] = [];
  if (excel) {
    const path = join(folder, "excel", `${id}.xlsx`);
    const table = join(folder, "tal", `${id}.csv`);
    const rows = parseEstimateTable(readFileSync(table, "utf8"), table);
    writeWhole(path, reportWorkbook(readFileSync(page, "utf8"), rows));
    written.push(path);
  }
  if (csv) {
    const path = join(folder, "csv", id);
    rmSync(path, { recursive: true, force: true });
    for (const { name, text } of reportCsv(readFileSync(page, "utf8"))) {
      writeWhole(join(path, name), text);
    }
    written.push(path);
  }
  if (pdf) {
    const path = join(folder, "pdf", `${id}.pdf`);
    printPdf(page, path);
    written.push(path);
  }
  return written;
}
