import { existsSync, readdirSync, readFileSync } from "node:fs";
import { ROOT } from "./results_store.ts";

/** One figure that a study found. */
export interface StudyRow {
  /** What is measured, in Danish: readers of the method report see it. */
  readonly quantity: string;
  /** Under which circumstances, in Danish. */
  readonly setting: string;
  /** A share 0–1, or what the quantity says. */
  readonly value: number;
  /** Intervals, tests or samples behind the value. */
  readonly trials: number;
  /** Where the value must lie; null where it is shown for comparison only. */
  readonly band: readonly [lower: number, upper: number] | null;
}

/** The figures of one study, as they were last found. */
export interface StudyTable {
  /** File name under `reports/studier`, without ending. */
  readonly name: string;
  /** What is examined, in Danish. */
  readonly title: string;
  /** In the order of the study. */
  readonly rows: readonly StudyRow[];
}

const HEADER = "study;quantity;setting;value;trials;lower;upper;held";
const COLUMNS = HEADER.split(";").length;

/**
 * Whether a row's value lies in its band, ends included; true without a band.
 */
export function isHeld({ value, band }: StudyRow): boolean {
  return band === null || (value >= band[0] && value <= band[1]);
}

/** A study as semicolon-separated text; no band leaves three cells empty. */
export function studyCsv(
  { title, rows }: Pick<StudyTable, "title" | "rows">,
): string {
  const lines = rows.map((row) =>
    [
      title,
      row.quantity,
      row.setting,
      row.value.toFixed(4),
      row.trials,
      row.band?.[0] ?? "",
      row.band?.[1] ?? "",
      row.band ? (isHeld(row) ? "yes" : "no") : "",
    ].join(";")
  );
  return [HEADER, ...lines].join("\n") + "\n";
}

/**
 * A study from {@linkcode studyCsv}'s text.
 *
 * @param name File name without ending.
 * @throws {SyntaxError} If a line has other columns.
 */
export function parseStudyCsv(text: string, name: string): StudyTable {
  const [header, ...lines] = text.trimEnd().split("\n");
  if (header !== HEADER) {
    throw new SyntaxError(
      `Cannot read study: header "${header}" is not "${HEADER}"`,
    );
  }
  const cells = lines.map((line) => {
    const found = line.split(";");
    if (found.length !== COLUMNS) {
      throw new SyntaxError(
        `Cannot read study: line "${line}" has ${found.length} cells, expected ${COLUMNS}`,
      );
    }
    return found;
  });
  return {
    name,
    title: cells[0]?.[0] ?? "",
    rows: cells.map(([, quantity, setting, value, trials, lower, upper]) => ({
      quantity: quantity!,
      setting: setting!,
      value: Number(value),
      trials: Number(trials),
      band: lower === "" ? null : [Number(lower), Number(upper)] as const,
    })),
  };
}

/** Where the studies' tables are kept. */
export const STUDIES_FOLDER: URL = new URL("reports/studier/", ROOT);

/**
 * Opens what `npm run studies` found last, by file name.
 *
 * @param folder Where the tables lie.
 * @throws {SyntaxError} If a table cannot be read.
 */
export function openStudies(
  folder: URL = STUDIES_FOLDER,
): readonly StudyTable[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith(".csv")).sort()
    .map((name) =>
      parseStudyCsv(
        readFileSync(new URL(name, folder), "utf8"),
        name.slice(0, -".csv".length),
      )
    );
}
