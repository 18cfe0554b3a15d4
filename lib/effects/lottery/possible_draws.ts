import { createStream, type RandomStream } from "#lib/numerics/mod.ts";
import type { DrawPlan } from "./draw_plan.ts";
import { type DrawSet, packInPlace, unpackInPlace } from "./draw_set.ts";
import {
  countDraws,
  enumerateDraws,
  type StratumDraw,
} from "./enumerate_draws.ts";
import { recordedSchools, strataOf } from "./check_draw_plan.ts";

/** Options for {@linkcode possibleDraws}. */
export interface PossibleDrawsOptions {
  /** How the schools were drawn. @default {so many of all schools in one draw} */
  readonly plan?: DrawPlan;
  /** More possible draws than this are sampled. @default {3_000_000} */
  readonly exactLimit?: number;
  /** Draws that are sampled, beside the recorded one. @default {99_999} */
  readonly samples?: number;
  /** Seed of the sample. @default {1} */
  readonly seed?: number;
}

/** A rule that lets fewer draws pass than one in so many is taken for one that lets none. */
const TRIES_PER_SAMPLE = 10_000;

/** Bits, how many draws they hold, and how many were possible. */
interface Draws {
  readonly bits: Uint8Array;
  readonly coverage: "all" | "sampled";
  readonly possible: number;
}

function listed(
  draws: readonly ArrayLike<number>[],
  { schools, bytesPerDraw }: {
    readonly schools: number;
    readonly bytesPerDraw: number;
  },
): Draws {
  const bits = new Uint8Array(draws.length * bytesPerDraw);
  draws.forEach((treated, z) => {
    recordedSchools(treated, { schools, name: `draw ${z} of the list` });
    packInPlace(treated, bits, z * bytesPerDraw);
  });
  return { bits, coverage: "all", possible: draws.length };
}

/** Only the draws that the rule lets pass. */
function filter(
  bits: Uint8Array,
  { accept, schools, bytesPerDraw }: {
    readonly accept: (treated: Uint8Array) => boolean;
    readonly schools: number;
    readonly bytesPerDraw: number;
  },
): Uint8Array {
  const kept = new Uint8Array(bits.length);
  const treated = new Uint8Array(schools);
  let length = 0;
  for (let z = 0; z * bytesPerDraw < bits.length; z++) {
    unpackInPlace({ bits, bytesPerDraw }, z, treated);
    if (!accept(treated)) continue;
    const at = z * bytesPerDraw;
    kept.set(bits.subarray(at, at + bytesPerDraw), length);
    length += bytesPerDraw;
  }
  return kept.slice(0, length);
}

/** One draw of the plan into `treated`: Fisher–Yates within each stratum. */
function drawInPlace(
  strata: readonly StratumDraw[],
  stream: RandomStream,
  treated: Uint8Array,
): void {
  treated.fill(0);
  for (const { members, drawn } of strata) {
    const order = members.slice();
    for (let k = 0; k < drawn; k++) {
      const j = k + stream.integer(order.length - k);
      [order[k], order[j]] = [order[j]!, order[k]!];
      treated[order[k]!] = 1;
    }
  }
}

function sample(
  strata: readonly StratumDraw[],
  { recorded, accept, samples, seed, bytesPerDraw }: {
    readonly recorded: Float64Array;
    readonly accept: ((treated: Uint8Array) => boolean) | null;
    readonly samples: number;
    readonly seed: number;
    readonly bytesPerDraw: number;
  },
): Uint8Array {
  const bits = new Uint8Array((samples + 1) * bytesPerDraw);
  packInPlace(recorded, bits, 0);
  const stream = createStream(seed);
  const treated = new Uint8Array(recorded.length);
  let tries = 0;
  for (let z = 1; z <= samples;) {
    drawInPlace(strata, stream, treated);
    if (accept === null || accept(treated)) {
      packInPlace(treated, bits, z++ * bytesPerDraw);
    } else if (++tries > samples * TRIES_PER_SAMPLE) {
      throw new RangeError(
        `Cannot list the draws: the rule let ${
          z - 1
        } of ${tries} draws pass, that is too few to sample`,
      );
    }
  }
  return bits;
}

function findRecorded(
  bits: Uint8Array,
  treated: Float64Array,
  bytesPerDraw: number,
): number {
  const wanted = new Uint8Array(bytesPerDraw);
  packInPlace(treated, wanted, 0);
  for (let z = 0; z * bytesPerDraw < bits.length; z++) {
    let k = 0;
    while (k < bytesPerDraw && bits[z * bytesPerDraw + k] === wanted[k]) k++;
    if (k === bytesPerDraw) return z;
  }
  throw new RangeError(
    `Cannot test a lottery: the recorded draw is not one of the ${
      bits.length / bytesPerDraw
    } draws that the plan allows; either the record or the plan is wrong`,
  );
}

/**
 * Lists the draws that could have been made, once for all questions asked of them.
 *
 * Up to `exactLimit` all are listed, 3 bytes each for 22 schools, and every p-value
 * is exact. Beyond that a seeded sample with the recorded draw is held: p is then
 * (b + 1) / (m + 1) with b of m sampled draws as extreme, which is valid, and each
 * test states the error of the sampling.
 *
 * @param treated 1 for the schools of the recorded draw, 0 for the others; at most 40.
 * @throws {RangeError} If the recorded draw is not possible under the plan, the plan
 * does not fit the schools, or its rule lets nothing pass.
 */
export function possibleDraws(
  treated: ArrayLike<number>,
  {
    plan = { kind: "complete" },
    exactLimit = 3_000_000,
    samples = 99_999,
    seed = 1,
  }: PossibleDrawsOptions = {},
): DrawSet {
  const schools = treated.length;
  const recorded = recordedSchools(treated, { name: "the recorded draw" });
  const bytesPerDraw = schools + 7 >> 3;
  const base = plan.kind === "accepted" ? plan.of : plan;
  const accept = plan.kind === "accepted" ? plan.accept : null;
  if (accept !== null && !accept(Uint8Array.from(recorded))) {
    throw new RangeError(
      "Cannot test a lottery: the recorded draw does not pass the rule by which draws were accepted; either the record or the rule is wrong",
    );
  }
  const { strata, stratum } = strataOf(base, recorded);
  const make = (): Draws => {
    if (base.kind === "listed") {
      return listed(base.draws, { schools, bytesPerDraw });
    }
    const possible = strata.reduce(
      (total, { members, drawn }) => total * countDraws(members.length, drawn),
      1,
    );
    if (possible > exactLimit) {
      const bits = sample(strata, {
        recorded,
        accept,
        samples,
        seed,
        bytesPerDraw,
      });
      return {
        bits,
        coverage: "sampled",
        possible: accept === null ? possible : NaN,
      };
    }
    const all = enumerateDraws(strata, bytesPerDraw);
    const bits = accept === null
      ? all
      : filter(all, { accept, schools, bytesPerDraw });
    return { bits, coverage: "all", possible: bits.length / bytesPerDraw };
  };
  const { bits, coverage, possible } = make();
  return {
    schools,
    treated: recorded,
    drawn: recorded.reduce((total, mark) => total + mark, 0),
    stratum,
    strata: strata.length,
    size: bits.length / bytesPerDraw,
    bits,
    bytesPerDraw,
    recorded: findRecorded(bits, recorded, bytesPerDraw),
    coverage,
    possible,
    sizes: base.kind === "listed" ? "varying" : "fixed",
  };
}
