import { expect, test } from "vitest";
import {
  combinedStatistic,
  meanStatistic,
  percentileStatistic,
  regressionStatistic,
  type ReplicatedEstimate,
  replicateVariance,
  spreadStatistic,
} from "#lib/inference/mod.ts";
import { studentQuantile } from "#lib/numerics/mod.ts";
import { expectAllClose, expectClose } from "../expect_close.ts";
import { readReferenceResults, referenceIsAbsent } from "../read_reference.ts";
import { completeCases, DIGITS, estimateOf, estimatesOf } from "./pisa_data.ts";

type Numbers = Readonly<Record<string, number>>;

/** Numbers pooled by mitools. */
interface Pooled {
  readonly est: Numbers | readonly number[];
  readonly se: Numbers | readonly number[];
  readonly df: Numbers;
  readonly fmi: Numbers;
}

interface Reference {
  readonly survey_mean: Pooled;
  readonly survey_by: Pooled;
  readonly survey_reg: Pooled;
  readonly survey_var: Pooled;
  readonly survey_quantiles_PV1: readonly Numbers[];
  readonly per_PV_mean: readonly Numbers[];
}

const reference = (referenceIsAbsent ? {} : readReferenceResults(
  "pisa2003_nld_cc.survey.ref.json",
)) as Reference;

/** Fay's 80 replicates with the factor 0.5. */
const multipliers = new Float64Array(80).fill(1 / 20);

function expectPooled(
  found: readonly ReplicatedEstimate[],
  { est, se, df, fmi }: Pooled,
): void {
  const estimates = found.map(estimateOf);
  expectAllClose(estimates.map((e) => e.value), Object.values(est), DIGITS);
  expectAllClose(
    estimates.map((e) => e.standardError),
    Object.values(se),
    DIGITS,
  );
  // A square of a ratio of variances.
  expectAllClose(
    estimates.map((e) => e.degreesOfFreedom),
    Object.values(df),
    { tolerance: 1e-8 },
  );
  expectAllClose(
    found.map(({ pooled }) => pooled!.fractionMissing),
    Object.values(fmi),
    DIGITS,
  );
}

test.skipIf(referenceIsAbsent)(
  "means match survey and mitools, also of each plausible value",
  () => {
    const [all, boys, girls] = estimatesOf(completeCases, [
      meanStatistic(),
      meanStatistic({ where: "male" }),
      meanStatistic({ where: "female" }),
    ]);
    expectPooled([all!], reference.survey_mean);
    expectPooled([boys!, girls!], reference.survey_by);
    reference.per_PV_mean.forEach(({ est, se }, m) => {
      const [value, ...replicates] = all!.replicates
        .subarray(81 * m, 81 * (m + 1));
      expectClose(value!, est!, DIGITS);
      const variance = replicateVariance(value!, replicates, { multipliers });
      expectClose(Math.sqrt(variance), se!, DIGITS);
    });
  },
);

test.skipIf(referenceIsAbsent)(
  "regressionStatistic() matches survey and mitools",
  () => {
    const found = estimatesOf(completeCases, [
      regressionStatistic(["female", "ESCS", "HISEI"]),
    ]);
    expectPooled(found.slice(0, 4), reference.survey_reg);
  },
);

test.skipIf(referenceIsAbsent)(
  "a variance as a function of a spread matches survey and mitools",
  () => {
    const n = completeCases["W_FSTUWT"]!.length;
    const found = estimatesOf(completeCases, [
      combinedStatistic([spreadStatistic()], {
        outputs: [{ label: "variance", unit: "points" }],
        combine: (values, out) => {
          out[0] = n / (n - 1) * values[0]! * values[0]!;
        },
      }),
    ]);
    expectPooled(found, reference.survey_var);
  },
);

test.skipIf(referenceIsAbsent)(
  'percentiles "inverse" match survey, with their errors and intervals',
  () => {
    const rows = reference.survey_quantiles_PV1;
    const found = estimatesOf(completeCases, [
      percentileStatistic(rows.map((row) => Number(row["_row"])), {
        definition: "inverse",
      }),
    ]);
    const reach = studentQuantile(0.975, 79);
    rows.forEach((row, k) => {
      // 80 replicates of the first plausible value.
      const [value, ...replicates] = found[k]!.replicates.subarray(0, 81);
      expect(value).toBe(row["quantile"]);
      const error = Math.sqrt(
        replicateVariance(value!, replicates, { multipliers }),
      );
      expectClose(error, row["se.97.5"]!, DIGITS);
      expectClose(value! - reach * error, row["ci.2.5"]!, DIGITS);
      expectClose(value! + reach * error, row["ci.97.5"]!, DIGITS);
    });
  },
);
