import { readFileSync } from "node:fs";
import { jackknifeDesign, type ReplicateData } from "#lib/inference/mod.ts";
import type { Estimate, NoEstimate } from "#lib/inference/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { complement } from "./complete_cases.ts";
import { known } from "./made_up_pupils.ts";

/** Values and jackknife standard errors from R. */
export interface GoldenNumbers {
  readonly value: number | readonly number[];
  readonly se: number | readonly number[];
}

/** What decompositions.R writes. */
interface Golden {
  readonly data: Readonly<Record<string, number[]>>;
  readonly oaxaca: GoldenNumbers;
  readonly slope: GoldenNumbers;
  readonly shapley: GoldenNumbers;
  readonly owen: GoldenNumbers;
  readonly concentration: GoldenNumbers;
  readonly kitagawa: GoldenNumbers;
  readonly percentiles: readonly {
    readonly share: number;
    readonly kernel: "gaussian" | "epanechnikov";
    readonly gap: GoldenNumbers;
    readonly reweighted: GoldenNumbers;
  }[];
}

/** Results of R on pupils of two waves in 10 schools. */
export const golden = JSON.parse(
  readFileSync(
    new URL("../../golden/decompositions.json", import.meta.url),
    "utf8",
  ),
) as Golden;

const { data } = golden;
const numbers = (name: string) => Float64Array.from(data[name]!);
const middle = numbers("middle"), long = numbers("long");

/** The pupils, with schools left out one by one. */
export const goldenPupils: ReplicateData & {
  readonly columns: Record<string, Float64Array>;
} = {
  values: [numbers("score")],
  columns: {
    last: numbers("wave"),
    first: complement(numbers("wave")),
    books: numbers("books"),
    work: numbers("work"),
    girl: numbers("girl"),
    low: numbers("score").map((y) => y < 480 ? 1 : 0),
    short: middle.map((one, i) => 1 - one - long[i]!),
    middle,
    long,
  },
  design: jackknifeDesign(numbers("weight"), { clusters: data.school! }),
};

/** Fails unless values and standard errors are R's. */
export function expectGolden(
  found: readonly (Estimate | NoEstimate)[],
  expected: GoldenNumbers,
  { tolerance = 1e-9 }: { readonly tolerance?: number } = {},
): void {
  const values = [expected.value].flat(), errors = [expected.se].flat();
  found.forEach((one, k) => {
    const { value, standardError } = known(one);
    expectClose(value, values[k]!, { tolerance });
    expectClose(standardError, errors[k]!, { tolerance });
  });
}
