import { pageTables } from "./page_tables.ts";

/** A table of a report as a file. */
export interface CsvFile {
  /** What the table is called, e.g. "Tabel-3-Læring.csv". */
  readonly name: string;
  /** UTF-8 with a mark of order first, so that spreadsheets read æ, ø and å. */
  readonly text: string;
}

/** Longest name of a file, letters. */
const LONGEST_NAME = 60;

/**
 * Makes a CSV file of each table of a report as it stands on the page: semicolon
 * between cells and decimal comma, as Danish spreadsheets have it. The page's own
 * links give the same files.
 *
 * @param html The published page.
 * @returns In the order of the page; each file has a name of its own.
 */
export function reportCsv(html: string): readonly CsvFile[] {
  const used = new Map<string, number>();
  return pageTables(html).map(({ caption, rows }) => {
    const stem = stemOf(caption);
    const count = (used.get(stem) ?? 0) + 1;
    used.set(stem, count);
    const lines = rows.map((row) => row.map(fieldOf).join(";") + "\r\n");
    return {
      name: count === 1 ? `${stem}.csv` : `${stem}-${count}.csv`,
      text: `\ufeff${lines.join("")}`,
    };
  });
}

function stemOf(caption: string): string {
  return caption.replace(/[^\wæøåÆØÅ]+/g, "-").slice(0, LONGEST_NAME)
    .replace(/^-|-$/g, "");
}

function fieldOf(text: string): string {
  return /[";]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
