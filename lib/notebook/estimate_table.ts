import type { CellRun } from "./notebook_run.ts";
import { ESTIMATES_TYPE } from "./show.ts";

/** One published number, as text so that no digit is lost. */
export interface EstimateRow {
  /** Id of the cell that showed it. */
  readonly cell: string;
  /** Under which the estimate is published, e.g. "e4_trivsel/2017/mean". */
  readonly name: string;
  /** In `unit`. */
  readonly value: string;
  /** In `unit`. */
  readonly standardError: string;
  /** Lower end of the 95 % interval. */
  readonly lower: string;
  /** Upper end of the 95 % interval. */
  readonly upper: string;
  /** "Infinity" where normal. */
  readonly degreesOfFreedom: string;
  /** People behind the number. */
  readonly n: string;
  /** e.g. "points". */
  readonly unit: string;
}

const FIELDS = [
  "cell",
  "name",
  "value",
  "standardError",
  "lower",
  "upper",
  "degreesOfFreedom",
  "n",
  "unit",
] as const satisfies readonly (keyof EstimateRow)[];

const HEADER = "cell,name,value,standard_error,lower,upper,df,n,unit";

/**
 * Gathers the estimates that the cells of a run have shown, in order.
 *
 * @param cells Cells of one notebook after a run.
 */
export function estimatesOf(cells: readonly CellRun[]): readonly EstimateRow[] {
  return cells.flatMap(({ cell, outputs }) =>
    outputs.flatMap((output) => {
      if (output.output_type !== "display_data") return [];
      const shown = output.data[ESTIMATES_TYPE];
      return Array.isArray(shown)
        ? shown.map((estimate) => toRow(cell.id, estimate))
        : [];
    })
  );
}

function toRow(
  cell: string,
  estimate: Readonly<Record<string, unknown>>,
): EstimateRow {
  const entries = FIELDS.map((
    field,
  ) => [field, field === "cell" ? cell : String(estimate[field])]);
  return Object.fromEntries(entries) as EstimateRow;
}

/**
 * Writes estimates as CSV: comma, full stop in numbers, every digit.
 *
 * @param rows Estimates in order.
 */
export function formatEstimateTable(rows: readonly EstimateRow[]): string {
  const lines = rows.map((row) =>
    FIELDS.map((field) => quote(row[field])).join(",")
  );
  return [HEADER, ...lines].join("\n") + "\n";
}

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Reads a table written by {@linkcode formatEstimateTable}.
 *
 * @param text CSV.
 * @param name Named in errors, e.g. the path.
 * @throws {SyntaxError} If the header or the number of fields in a line is wrong.
 */
export function parseEstimateTable(
  text: string,
  name: string,
): readonly EstimateRow[] {
  const [header, ...lines] = text.trimEnd().split("\n");
  if (header !== HEADER) {
    throw new SyntaxError(
      `Cannot read "${name}": header "${header}" is not "${HEADER}"`,
    );
  }
  return lines.map((line, index) => {
    const fields = splitLine(line);
    if (fields.length !== FIELDS.length) {
      throw new SyntaxError(
        `Cannot read "${name}": ${fields.length} fields in line ${
          index + 2
        }, expected ${FIELDS.length}`,
      );
    }
    const entries = FIELDS.map((field, place) => [field, fields[place]]);
    return Object.fromEntries(entries) as EstimateRow;
  });
}

function splitLine(line: string): readonly string[] {
  const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  const texts = fields.map((field) => field.replace(/,$/, ""));
  // The pattern also matches the empty rest after the last field.
  if (!line.endsWith(",")) texts.pop();
  return texts.map((text) =>
    text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
  );
}
