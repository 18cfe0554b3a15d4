import type { EstimateRow } from "../estimate_table.ts";
import { pageTables } from "./page_tables.ts";
import { workbook, type WorkbookCell, type WorkbookSheet } from "./workbook.ts";

const COLUMNS: readonly (readonly [keyof EstimateRow, string])[] = [
  ["name", "Navn"],
  ["value", "Værdi"],
  ["standardError", "Standardfejl"],
  ["lower", "95 %-interval, fra"],
  ["upper", "95 %-interval, til"],
  ["degreesOfFreedom", "Frihedsgrader"],
  ["n", "Personer"],
  ["unit", "Enhed"],
  ["cell", "Celle"],
];

/**
 * Makes one Excel file of a report: every estimate with all its digits on the
 * first sheet, then the page's tables as they stand, one sheet each.
 *
 * @param html The published page.
 * @param rows The report's estimates.
 * @returns The file; the same report gives the same bytes.
 */
export function reportWorkbook(
  html: string,
  rows: readonly EstimateRow[],
): Uint8Array {
  const numbers: WorkbookSheet = {
    name: "Tal",
    headRow: 0,
    rows: [
      COLUMNS.map(([, label]) => label),
      ...rows.map((row) => COLUMNS.map(([field]) => toCell(row[field]))),
    ],
  };
  const tables = pageTables(html).map(({ caption, rows: cells }) => ({
    name: /^(?:Figur|Tabel) \d+/.exec(caption)?.[0] ?? caption,
    headRow: 2,
    rows: [[caption], [], ...cells],
  }));
  return workbook([numbers, ...tables]);
}

function toCell(text: string): WorkbookCell {
  const number = Number(text);
  return text !== "" && Number.isFinite(number) ? number : text;
}
