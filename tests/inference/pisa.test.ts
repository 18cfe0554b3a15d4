import { expect, test } from "vitest";
import { fayReplicateVariance, STATISTIC } from "#lib/inference/mod.ts";
import { expectClose } from "./expect_close.ts";
import { pisaEstimates, pisaIsAbsent } from "./pisa_2003.ts";
import { MOMENTS } from "./statistics_block.ts";

// Reference values were recomputed by the OECD's method from the public data and
// agree with the OECD's printed 538 (3.1) and 513. Six decimals are given.
const SIX_DECIMALS = { tolerance: 1e-6 } as const;

test("fayReplicateVariance() with factor 0.5 divides by a quarter of the replicates", () => {
  expect(fayReplicateVariance(10, [11, 9, 12, 8])).toBe(10);
  expect(() => fayReplicateVariance(1, [])).toThrow(RangeError);
});

test.skipIf(pisaIsAbsent)(
  "poolPlausibleValues() gives the PISA 2003 mean and SD",
  () => {
    const maths = pisaEstimates("MATH", MOMENTS);
    const mean = maths[STATISTIC.mean]!;
    expectClose(mean.value, 537.823276, SIX_DECIMALS);
    expectClose(mean.standardError, 3.130174, SIX_DECIMALS);
    expectClose(Math.sqrt(mean.within), 3.100603, SIX_DECIMALS);
    expectClose(Math.sqrt(1.2 * mean.between), 0.429247, SIX_DECIMALS);
    expectClose(
      maths[STATISTIC.standardDeviation]!.value,
      92.517044,
      SIX_DECIMALS,
    );
    expectClose(
      maths[STATISTIC.standardDeviation]!.standardError,
      2.330844,
      SIX_DECIMALS,
    );
    const [reading] = pisaEstimates("READ", MOMENTS);
    expectClose(reading!.value, 513.11897, SIX_DECIMALS);
    expectClose(reading!.standardError, 2.854338, SIX_DECIMALS);
  },
);

if (pisaIsAbsent) console.log(`Skipped: ${pisaIsAbsent}`);
