import { philoxInto } from "#lib/numerics/mod.ts";
import type { ThetaProblem } from "./theta_problem.ts";

/** Names the random numbers of θ: no stream of a path begins with this word. */
const COUNTER_START = 0xe0000000;
/** Words of one call: one per iteration for four iterations. */
export const WORDS_PER_CALL = 4;

/** Fills in the random words of every person for the next four iterations. */
export function drawWordsInto(
  words: Uint32Array,
  { conditioning, seed, scaleNumber }: ThetaProblem,
  iteration: number,
): void {
  const { persons, key, group } = conditioning;
  const out = new Uint32Array(WORDS_PER_CALL);
  const counter = COUNTER_START + Math.floor(iteration / WORDS_PER_CALL);
  for (let p = 0; p < persons; p++) {
    philoxInto(out, counter, key[p]!, group[p]!, 0, seed, scaleNumber);
    const at = p * WORDS_PER_CALL;
    words[at] = out[0]!;
    words[at + 1] = out[1]!;
    words[at + 2] = out[2]!;
    words[at + 3] = out[3]!;
  }
}

/** Fills in further words of one person and iteration, for the few who need them. */
export function drawFurtherWordsInto(
  out: Uint32Array,
  { conditioning, seed, scaleNumber }: ThetaProblem,
  { person, iteration }: {
    readonly person: number;
    readonly iteration: number;
  },
): void {
  const key = conditioning.key[person]!, group = conditioning.group[person]!;
  philoxInto(
    out,
    COUNTER_START,
    key,
    group,
    1 + iteration,
    seed,
    scaleNumber,
  );
}
