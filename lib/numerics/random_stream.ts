import { normalQuantile } from "./distributions.ts";
import { philoxInto, uniformFromWords } from "./philox.ts";

const LONGEST_PATH = 4;
const WORDS = 4294967296;
/** The upper three bits of the block number hold the length of the path. */
const BLOCKS = 536870912;

// Not state: written before every read, kept only to allocate nothing.
const scratch = new Uint32Array(4);

/** A sequence of random numbers that is fixed by its seed and path. */
export interface RandomStream {
  /** The next number in (0, 1). */
  uniform(): number;
  /** The next standard normal number. */
  normal(): number;
  /** The next whole number from 0 to n − 1, where n is 1 to 2^32. */
  integer(n: number): number;
}

function checkWord(word: number, name: string): void {
  if (!(Number.isInteger(word) && word >= 0 && word < WORDS)) {
    throw new RangeError(
      `Cannot create a random stream: ${name} ${word} is not a whole number from 0 to 4294967295`,
    );
  }
}

/**
 * Creates the random stream of a seed and a path, e.g. (2015, school, pupil).
 *
 * Streams of different paths are independent, also where one path begins with
 * the other; a stream does not depend on which others exist. Normal numbers are
 * quantiles of uniform ones.
 *
 * @param seed 0 to 2^32 − 1.
 * @param path Up to four numbers, each 0 to 2^32 − 1.
 * @throws {RangeError} If the path is longer or a number is outside its range.
 */
export function createStream(seed: number, ...path: number[]): RandomStream {
  if (path.length > LONGEST_PATH) {
    throw new RangeError(
      `Cannot create a random stream: the path has ${path.length} numbers, at most ${LONGEST_PATH} are allowed`,
    );
  }
  checkWord(seed, "seed");
  for (let k = 0; k < path.length; k++) checkWord(path[k]!, "path number");
  const [p0 = 0, p1 = 0, p2 = 0, p3 = 0] = path;
  const prefix = path.length * BLOCKS;
  let block = 0;
  // The second number of a block waits here; 0 when none waits.
  let waiting = 0;

  function uniform(): number {
    if (waiting > 0) {
      const value = waiting;
      waiting = 0;
      return value;
    }
    if (block === BLOCKS) {
      throw new RangeError(
        `Cannot draw a random number: the stream has given all its ${
          2 * BLOCKS
        } numbers`,
      );
    }
    philoxInto(scratch, prefix + block, p0, p1, p2, seed, p3);
    block++;
    waiting = uniformFromWords(scratch[2]!, scratch[3]!);
    return uniformFromWords(scratch[0]!, scratch[1]!);
  }

  return {
    uniform,
    normal: () => normalQuantile(uniform()),
    integer: (n) => {
      if (!(Number.isInteger(n) && n >= 1 && n <= WORDS)) {
        throw new RangeError(
          `Cannot draw a whole number: bound ${n} is not a whole number from 1 to 4294967296`,
        );
      }
      return Math.floor(uniform() * n);
    },
  };
}
