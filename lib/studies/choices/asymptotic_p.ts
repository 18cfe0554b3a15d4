import {
  possibleDraws,
  randomisationTest,
  robustEffect,
  wildEffect,
} from "#lib/effects/mod.ts";
import { regress } from "#lib/inference/mod.ts";
import { createStream, exp, studentCdf } from "#lib/numerics/mod.ts";
import { expectedBand } from "../expected_band.ts";
import type { Study, StudyRow } from "../study.ts";
import { countShares } from "./count_shares.ts";

/** Uses a p-value that is right only with many schools. */
export const asymptoticP: Study = {
  name: "valg-faa-skoler",
  title:
    "Lodtrækning uden nogen virkning: andel test på 5 %, der alligevel finder en",
  run: () => [
    ...falseFindings({ schools: 40, drawn: 20, replications: 1000 }),
    ...falseFindings({ schools: 22, drawn: 10, replications: 1000 }),
    ...falseFindings({ schools: 18, drawn: 5, replications: 1000 }),
  ],
};

/** What {@linkcode falseFindings} simulates. */
export interface FalseFindingsOptions {
  /** Schools in the draw. */
  readonly schools: number;
  /** Schools drawn. */
  readonly drawn: number;
  /** Simulated lotteries. */
  readonly replications: number;
}

const ALPHA = 0.05;
/** Draws held per test: it stays exact with a sample of draws. */
const SAMPLES = 999;

const NAMES = {
  normal: "skoler, normalfordelt p (CR0)",
  robust: "skoler, CR2 og Satterthwaite",
  wild: "skoler, wild bootstrap",
  exact: "eksakt p af lodtrækningen (bruges)",
} as const;

/** Share of lotteries without any effect in which a test finds one, four ways. */
export function falseFindings(
  { schools, drawn, replications }: FalseFindingsOptions,
): readonly StudyRow[] {
  return countShares({
    setting: `${schools} skoler, ${drawn} trukket`,
    replications,
    replicate: (replication) => {
      const { treated, before, after } = simulateDraw(
        schools,
        drawn,
        replication,
      );
      const draws = possibleDraws(treated, {
        exactLimit: 1,
        samples: SAMPLES,
        seed: replication,
      });
      const outcome = { outcome: after, baseline: [before] };
      const plain = regress("after ~ drawn + before", {
        after,
        drawn: treated,
        before,
        school: after.map((_, i) => i),
      }, { clusters: "school", covariance: "CR0" });
      const z = plain.coefficients[1]! / plain.standardErrors[1]!;
      const exact = randomisationTest(outcome, draws, { intervals: "none" });
      return {
        [NAMES.normal]: 2 * studentCdf(-Math.abs(z), Infinity) <= ALPHA,
        [NAMES.robust]: robustEffect(outcome, draws).pValue <= ALPHA,
        [NAMES.wild]: wildEffect(outcome, draws).pValue <= ALPHA,
        [NAMES.exact]: exact.studentised!.pValue <= ALPHA,
      };
    },
    bands: {
      [NAMES.normal]: schools < 30 ? [0.065, 1] : null,
      [NAMES.exact]: expectedBand(ALPHA, replications, { open: "below" }),
    },
  });
}

/** Schools with skewed results before and after, of which some are drawn. */
function simulateDraw(
  schools: number,
  drawn: number,
  replication: number,
): {
  readonly treated: number[];
  readonly before: number[];
  readonly after: number[];
} {
  const stream = createStream(406, schools, replication);
  const before = Array.from({ length: schools }, () => stream.normal());
  const after = before.map((value) => 0.5 * value + exp(0.6 * stream.normal()));
  const order = before.map((_, i) => i);
  for (let i = 0; i < drawn; i++) {
    const j = i + stream.integer(schools - i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const chosen = new Set(order.slice(0, drawn));
  return {
    treated: before.map((_, i) => chosen.has(i) ? 1 : 0),
    before,
    after,
  };
}
