import { exp } from "#lib/numerics/mod.ts";
import { drawerOnGrid } from "./draw_on_grid.ts";
import type { EffectState, ThetaSums } from "./effects_step.ts";
import { predictInto, sumTheta } from "./prediction_plan.ts";
import type { ThetaProblem } from "./theta_problem.ts";
import { SHIFTS } from "./theta_tables.ts";
import { drawFurtherWordsInto, WORDS_PER_CALL } from "./theta_words.ts";
import { clearTables, drawFromTables, type TableDraw } from "./tilt_tables.ts";

/** Sets the tables of large segments to the residual variances. */
function conditionTilts(
  { segments, tables, likelihoods }: ThetaProblem,
  { residualVariance }: EffectState,
): void {
  const { nodes: Q } = tables.grid;
  const normal = Array.from(
    residualVariance,
    (variance) => tables.nodes.map((x) => exp(-x * x / (2 * variance))),
  );
  for (const { tilts, booklet, group } of segments) {
    if (!tilts) continue;
    for (let f = 0; f < tilts.base.length; f++) {
      // The shifted grids, interleaved, are one of ascending nodes.
      const node = f % SHIFTS * Q + Math.floor(f / SHIFTS);
      tilts.base[f] = likelihoods[booklet * SHIFTS * Q + node]! *
        normal[group]![node]!;
    }
    clearTables(tilts);
  }
}

/**
 * Draws θ of every person given the conditioning model and adds up the sums.
 *
 * The density is likelihood × N(prediction, variance). On the grid the normal
 * factor is e^(−θ² / 2 variance), the same for all, times e^(θ · prediction /
 * variance): the persons of a group who answered the same items differ by their
 * tilt, score + prediction / variance, alone. Where they are many, the tables of
 * {@linkcode drawFromTables} serve them all; else, and for the few values that the
 * tables do not keep, {@linkcode drawerOnGrid} draws from the same density.
 *
 * @param theta Length persons, replaced.
 * @param words Random words of {@linkcode drawWordsInto}.
 * @returns New sums over classes, blocks and groups.
 */
export function drawThetaInPlace(
  problem: ThetaProblem,
  state: EffectState,
  { theta, words, iteration }: {
    readonly theta: Float64Array;
    readonly words: Uint32Array;
    readonly iteration: number;
  },
): ThetaSums {
  const { conditioning, plan, prediction, segments, segment, excess } = problem;
  const { persons, groupCount, group } = conditioning;
  const precision = state.residualVariance.map((v) => 1 / v);
  const drawOnGrid = drawerOnGrid(problem, state);
  const further = new Uint32Array(WORDS_PER_CALL);
  const draw: TableDraw = {
    word: 0,
    person: 0,
    theta,
    another: (person) => {
      drawFurtherWordsInto(further, problem, { person, iteration });
      return (further[0]! + 0.5) / 4294967296;
    },
  };
  conditionTilts(problem, state);
  predictInto(theta, { plan, prediction, state });
  for (let p = 0; p < persons; p++) {
    const word = words[p * WORDS_PER_CALL + iteration % WORDS_PER_CALL]!;
    const tilt = excess[p]! + theta[p]! * precision[group[p]!]!;
    const s = segment[p]!;
    const { tilts } = segments[s]!;
    if (!tilts) {
      theta[p] = drawOnGrid(s, tilt, word);
      continue;
    }
    draw.word = word;
    draw.person = p;
    if (!drawFromTables(tilts, tilt, draw)) {
      drawFurtherWordsInto(further, problem, { person: p, iteration });
      theta[p] = drawOnGrid(s, tilt, further[1]!);
    }
  }
  return sumTheta(theta, { plan, prediction, groups: groupCount });
}
