import { isHeld, type Study, type StudyRow } from "./study.ts";

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
