import { expect } from "vitest";
import {
  type Estimate,
  givenDesign,
  type ReplicatedEstimate,
  replicateEstimates,
  type ReplicateStatistic,
} from "#lib/inference/mod.ts";
import { readReference, referenceIsAbsent } from "../read_reference.ts";

/** Columns of pupils. */
export type Columns = Readonly<Record<string, Float64Array>>;

/** The packages print 15 digits, and sum 3,722 rows in another order. */
export const DIGITS = { tolerance: 1e-9 } as const;

/** Dutch pupils of PISA 2003 with all background known; nobody where the folder is absent. */
export const completeCases: Columns = referenceIsAbsent
  ? {}
  : readReference("pisa2003_nld_cc.csv");

/** Statistics of pupils with Fay's 80 replicates and five plausible values of a subject. */
export function estimatesOf(
  data: Columns,
  statistics: readonly ReplicateStatistic[],
  { subject = "MATH" }: { readonly subject?: string } = {},
): readonly ReplicatedEstimate[] {
  const replicates = Array.from(
    { length: 80 },
    (_, r) => data[`W_FSTR${r + 1}`]!,
  );
  const female = data["ST03Q01"]!.map((x) => x === 1 ? 1 : 0);
  return replicateEstimates(statistics, {
    values: [1, 2, 3, 4, 5].map((m) => data[`PV${m}${subject}`]!),
    columns: { ...data, female, male: female.map((x) => 1 - x) },
    // Rubin's degrees of freedom for a variance that is taken as known.
    design: givenDesign(data["W_FSTUWT"]!, replicates, {
      rule: { kind: "fay", factor: 0.5 },
      degreesOfFreedom: Infinity,
    }),
  });
}

/** The estimate, which there must be. */
export function estimateOf({ estimate }: ReplicatedEstimate): Estimate {
  expect(estimate).toBeTypeOf("object");
  return estimate as Estimate;
}

/** Rows for which a column is known. */
export function known(data: Columns, name: string): Columns {
  const keep = data[name]!.map((x) => Number.isNaN(x) ? 0 : 1);
  return Object.fromEntries(
    Object.entries(data).map((
      [key, column],
    ) => [key, column.filter((_, i) => keep[i] === 1)]),
  );
}
