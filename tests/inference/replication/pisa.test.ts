import { test } from "vitest";
import {
  meanStatistic,
  regressionStatistic,
  spreadStatistic,
} from "#lib/inference/mod.ts";
import { expectClose } from "../expect_close.ts";
import { readReference, referenceIsAbsent } from "../read_reference.ts";
import { estimateOf, estimatesOf, known } from "./pisa_data.ts";

// Recomputed by the OECD's method from the public data; they agree with the OECD's
// printed 538 (3.1) and 513. Six decimals are given.
const SIX_DECIMALS = { tolerance: 1e-6 } as const;

test.skipIf(referenceIsAbsent)(
  "replicateEstimates() gives the official results of PISA 2003, Netherlands",
  () => {
    const data = readReference("pisa2003_nld.csv");
    const both = [meanStatistic(), spreadStatistic()];
    const [mean, sd] = estimatesOf(data, both);
    const maths = estimateOf(mean!);
    expectClose(maths.value, 537.823276, SIX_DECIMALS);
    expectClose(maths.standardError, 3.130174, SIX_DECIMALS);
    expectClose(Math.sqrt(maths.variance.sampling), 3.100603, SIX_DECIMALS);
    expectClose(Math.sqrt(maths.variance.measurement), 0.429247, SIX_DECIMALS);
    expectClose(estimateOf(sd!).value, 92.517044, SIX_DECIMALS);
    expectClose(estimateOf(sd!).standardError, 2.330844, SIX_DECIMALS);
    const [reading] = estimatesOf(data, both, { subject: "READ" });
    expectClose(estimateOf(reading!).value, 513.11897, SIX_DECIMALS);
    expectClose(estimateOf(reading!).standardError, 2.854338, SIX_DECIMALS);
    const found = estimatesOf(known(data, "ESCS"), [
      regressionStatistic(["ESCS"]),
    ]);
    const slope = estimateOf(found[1]!), share = estimateOf(found[3]!);
    expectClose(slope.value, 44.732425, SIX_DECIMALS);
    expectClose(slope.standardError, 2.363745, SIX_DECIMALS);
    expectClose(100 * share.value, 18.591387, SIX_DECIMALS);
    expectClose(100 * share.standardError, 1.706492, SIX_DECIMALS);
  },
);
