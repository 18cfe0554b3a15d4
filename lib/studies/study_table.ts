import { INTERVAL_LEDGER } from "#lib/reports/mod.ts";
import { isHeld, type Study, type StudyRow } from "./study.ts";

/** How many of a study's figures lie in their bands, which do not, and which are missing. */
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
  const missing = missingRows(name, rows).map((quantity) =>
    `${quantity}: the ledger of intervals asks for it`
  );
  return [held, ...list, ...missing].join("\n  ");
}

/** Quantities that the ledger of printed intervals asks a study for and that it lacks. */
export function missingRows(
  name: string,
  rows: readonly StudyRow[],
): readonly string[] {
  const quantities = new Set(rows.map(({ quantity }) => quantity));
  const asked = INTERVAL_LEDGER.flatMap(({ intervals }) =>
    intervals.flatMap(({ coverage, falseFindings }) => [
      coverage,
      falseFindings ?? null,
    ])
  );
  return [
    ...new Set(
      asked.flatMap((reference) =>
        reference?.study === name && !quantities.has(reference.quantity)
          ? [reference.quantity]
          : []
      ),
    ),
  ];
}
