/**
 * Calibration beside R on the bench files, and how near it is to what the machine can
 * do: two tables, reading apart, the fastest of five runs.
 *
 * The log-likelihood reached stands beside the time: 61 nodes from −6 to 6 as in R's
 * timings, gradient per person under 1e-7. R's log-likelihoods are mirt's or TAM's,
 * tight and (but for the three groups) on a wider grid.
 *
 * The second table says what limits a pass. Textbook: a multiplication per row, item
 * and node for the likelihood, and as much for the expected counts. Here: the
 * expansion of the likelihood in the weighted score, without the tables of the cells.
 * @module
 */
import { collapseResponses } from "#lib/scaling/collapse_responses.ts";
import { expectation, prepareRows } from "#lib/scaling/expectation.ts";
import { startTeam } from "#lib/scaling/expectation/row_team.ts";
import { DEGREE, TERMS } from "#lib/scaling/expectation/tilt_cells.ts";
import { modelOnGrid } from "#lib/scaling/model_on_grid.ts";
import {
  calibrate,
  type Calibration,
  type ItemModel,
} from "#lib/scaling/mod.ts";
import { loadBenchData } from "./load_bench_data.ts";
import { measuredPeak } from "./measured_peak.ts";

interface BenchCase {
  readonly file: string;
  readonly items: number;
  readonly model: ItemModel;
  readonly groups: number;
  readonly target: number;
  /** Seconds of R's packages at the same convergence, fastest first. */
  readonly r: string;
  readonly fastestR: number;
}

const CASES: readonly BenchCase[] = [
  ["a_gpcm_80k_12x4", 12, "GPCM", 1, -1080126.475735, "TAM", 21.1] as const,
  ["a_pcm_80k_12x4", 12, "PCM", 1, -1049535.150127, "TAM", 4.9] as const,
  ["b_2pl_80k_40", 40, "GPCM", 1, -1708205.200898, "mirt", 17.8] as const,
  ["b_rasch_80k_40", 40, "PCM", 1, -1637909.213946, "mirt", 9.5] as const,
  ["c_mg_gpcm_240k_10x4", 10, "GPCM", 3, -2656990.41765, "mirt", 30.7] as const,
].map(([file, items, model, groups, target, r, fastestR]) => ({
  file,
  items,
  model,
  groups,
  target,
  r,
  fastestR,
}));

const RUNS = 5;

function fastest<Value>(run: () => Value): { value: Value; seconds: number } {
  let value = run();
  let seconds = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    value = run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { value, seconds };
}

/** Passes until two threads run at full speed: the start of the second takes a while. */
const PASSES = 150;

/** Seconds of the fastest pass with two threads running. */
function passOfTwo(
  rows: ReturnType<typeof prepareRows>,
  model: ReturnType<typeof modelOnGrid>,
): number {
  const team = startTeam(rows, {
    items: model.curves.length,
    groups: model.logPriors.length / model.nodes.length,
    nodes: model.nodes.length,
  }, 2);
  let seconds = Infinity;
  for (let i = 0; i < PASSES; i++) {
    const start = performance.now();
    expectation(rows, model, { team });
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  team?.end();
  return seconds;
}

/** One pass over the answers: what it computes and moves, beside the machine's peak. */
function limitOf(fit: Calibration, rows: ReturnType<typeof prepareRows>) {
  const model = modelOnGrid(fit, fit.grid, rows.width);
  const { seconds } = fastest(() => expectation(rows, model));
  const { nodes } = fit.grid;
  const packs = rows.packs.length;
  // Per row: table entries, the polynomial and its derivative, powers of the shares.
  const perRow = 2 * packs + 4 * DEGREE + 2 * TERMS + 8;
  // Per row: codes twice, weight, tilt and posterior mean as often as they are touched.
  const bytesPerRow = 4 * packs + 8 + 8 * (2 * packs + 3) + 8 * (packs + 1);
  return {
    rows: rows.rows,
    seconds,
    ofTwo: passOfTwo(rows, model),
    textbook: 4 * rows.rows * rows.width * nodes,
    operations: rows.rows * perRow,
    bytes: rows.rows * bytesPerRow,
  };
}

const peak = measuredPeak();
const against: Record<string, unknown>[] = [];
const limits: Record<string, unknown>[] = [];
for (const { file, items, model, groups, target, r, fastestR } of CASES) {
  const data = loadBenchData(file, { items, groups });
  if (!data) break;
  const { value: fit, seconds } = fastest(() =>
    calibrate(data.responses, { model })
  );
  against.push({
    file,
    seconds: +seconds.toFixed(3),
    passes: fit.evaluations,
    logLikelihood: fit.logLikelihood.toFixed(5),
    target,
    relativeError: Math.abs(fit.logLikelihood / target - 1).toExponential(1),
    gradient: fit.maxGradient.toExponential(1),
    R: `${r} ${fastestR} s`,
    ratio: Math.round(fastestR / seconds),
  });
  if (model === "PCM") continue;
  const rows = prepareRows(collapseResponses(data.responses, "pattern"));
  const limit = limitOf(fit, rows);
  const nanoseconds = limit.seconds * 1e9;
  limits.push({
    file,
    rows: limit.rows,
    "ms/pass": +(limit.seconds * 1e3).toFixed(2),
    "2 threads": +(limit.ofTwo * 1e3).toFixed(2),
    "ns/row": +(nanoseconds / limit.rows).toFixed(0),
    "Mflop textbook": Math.round(limit.textbook / 1e6),
    "Mflop here": +(limit.operations / 1e6).toFixed(1),
    "% of flop peak": Math.round(
      100 * limit.operations / nanoseconds / peak.operationsPerNanosecond,
    ),
    "MB/pass": +(limit.bytes / 1e6).toFixed(1),
    "% of triad": Math.round(
      100 * limit.bytes / nanoseconds / peak.bytesPerNanosecond,
    ),
  });
}

if (against.length > 0) {
  console.log(
    "Calibration beside R, one thread:",
  );
  console.table(against);
  console.log(
    `One pass over the answers; the machine does ${
      peak.operationsPerNanosecond.toFixed(1)
    } flop/ns (eight chains of multiply-add) and ${
      peak.bytesPerNanosecond.toFixed(1)
    } byte/ns (triad):`,
  );
  console.table(limits);
}
