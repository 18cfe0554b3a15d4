import { isHeld, type Study, type StudyRow } from "./study.ts";

const HEADER = "quantity;setting;value;trials;lower;upper;held";

/** The rows of a study as semicolon-separated text; no band leaves three cells empty. */
export function studyCsv(rows: readonly StudyRow[]): string {
  const lines = rows.map((row) =>
    [
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
 * Rows from {@linkcode studyCsv}'s text.
 *
 * @throws {SyntaxError} If a line has other columns.
 */
export function parseStudyCsv(text: string): readonly StudyRow[] {
  const [header, ...lines] = text.trimEnd().split("\n");
  if (header !== HEADER) {
    throw new SyntaxError(
      `Cannot read study: header "${header}" is not "${HEADER}"`,
    );
  }
  return lines.map((line) => {
    const [quantity, setting, value, trials, lower, upper, ...rest] = line
      .split(";");
    if (rest.length !== 1) {
      throw new SyntaxError(`Cannot read study: line "${line}" has no 7 cells`);
    }
    return {
      quantity: quantity!,
      setting: setting!,
      value: Number(value),
      trials: Number(trials),
      band: lower === "" ? null : [Number(lower), Number(upper)] as const,
    };
  });
}

/** One line: how many of a study's figures lie in their bands, and which do not. */
export function studyVerdict(
  { name }: Pick<Study, "name">,
  rows: readonly StudyRow[],
): string {
  const banded = rows.filter(({ band }) => band !== null);
  const outside = banded.filter((row) => !isHeld(row));
  const held = `${name}: ${
    banded.length - outside.length
  } of ${banded.length} figures within their bands`;
  const list = outside.map(({ quantity, setting, value, band }) =>
    `${quantity}, ${setting}: ${value.toFixed(4)} not in ${band![0]}–${
      band![1]
    }`
  );
  return [held, ...list].join("\n  ");
}
