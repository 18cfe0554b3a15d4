import { addSchoolBackgroundInPlace } from "#lib/background/mod.ts";
import { addSchoolInPlace, SCORE_ORIGIN } from "#lib/inference/mod.ts";

/** What people are grouped by, and their background; one entry per person. */
export interface GroupedPeople {
  /** Weight of each person, 0 or more. */
  readonly weight: Float64Array;
  /** Wave index of each person. */
  readonly wave: Uint8Array;
  /** Cluster of each person; −1 leaves the person out. */
  readonly cluster: Int32Array;
  /** Class of each person; −1 where there is none. */
  readonly classIndex: Int32Array;
  /** Index of social background; NaN when unknown. */
  readonly background: Float64Array;
}

/** Numbers of clusters and waves; a cell is a cluster in a wave, numbered cluster by cluster. */
export interface CellSizes {
  readonly clusters: number;
  readonly waves: number;
}

/** Adds the block of every cell for one plausible value; cell c's is at `first + c · stride`. */
export type AddBlocks = (
  sums: Float64Array,
  points: Float32Array,
  place: { readonly first: number; readonly stride: number },
) => void;

/** Cell of each person, −1 for a person left out. */
function cellsOf({ cluster, wave }: GroupedPeople, waves: number): Int32Array {
  return cluster.map((c, i) => c < 0 ? -1 : c * waves + wave[i]!);
}

/** Raw sums that a gradient block is made of. */
const RAW = 6;

/** Prepares the gradient blocks: a cluster in a wave is the school of its people. */
export function gradientBlocks(
  people: GroupedPeople,
  { clusters, waves }: CellSizes,
): AddBlocks {
  const { weight, background } = people;
  const cells = cellsOf(people, waves);
  const raw = new Float64Array(clusters * waves * RAW);
  return (sums, points, { first, stride }) => {
    raw.fill(0);
    for (let i = 0; i < points.length; i++) {
      const x = background[i]!;
      if (cells[i]! < 0 || Number.isNaN(x)) continue;
      const at = cells[i]! * RAW, w = weight[i]!;
      const d = points[i]! - SCORE_ORIGIN;
      raw[at]! += w;
      raw[at + 1]! += w * d;
      raw[at + 2]! += w * d * d;
      raw[at + 3]! += w * x;
      raw[at + 4]! += w * x * x;
      raw[at + 5]! += w * x * d;
    }
    for (let at = 0; at < raw.length; at += RAW) {
      addSchoolBackgroundInPlace(sums, first + at / RAW * stride, {
        weight: raw[at]!,
        score: raw[at + 1]!,
        scoreSquare: raw[at + 2]!,
        background: raw[at + 3]!,
        backgroundSquare: raw[at + 4]!,
        product: raw[at + 5]!,
      });
    }
  };
}

/** Classes numbered so that those of one cell follow each other. */
interface ClassSlots {
  /** Slot of each person, −1 for a person left out. */
  readonly slots: Int32Array;
  /** First slot of each cell, and the number of slots at the end. */
  readonly start: Int32Array;
}

function classSlots(
  people: GroupedPeople,
  { clusters, waves }: CellSizes,
): ClassSlots {
  const cells = cellsOf(people, waves);
  const ofCell = Array.from(
    { length: clusters * waves },
    () => new Map<number, number>(),
  );
  const within = cells.map((cell, i) => {
    if (cell < 0) return -1;
    const classes = ofCell[cell]!, own = people.classIndex[i]!;
    const slot = classes.get(own) ?? classes.size;
    classes.set(own, slot);
    return slot;
  });
  const start = new Int32Array(ofCell.length + 1);
  ofCell.forEach(({ size }, cell) => start[cell + 1] = start[cell]! + size);
  const slots = within.map((slot, i) =>
    slot < 0 ? -1 : start[cells[i]!]! + slot
  );
  return { slots, start };
}

/** Prepares the spread blocks: people without a class are one class of their cell. */
export function spreadBlocks(
  people: GroupedPeople,
  sizes: CellSizes,
): AddBlocks {
  const { slots, start } = classSlots(people, sizes);
  const cells = start.length - 1, count = start[cells]!;
  const weights = new Float64Array(count);
  const scores = new Float64Array(count);
  const scoreSquares = new Float64Array(count);
  return (sums, points, { first, stride }) => {
    for (const values of [weights, scores, scoreSquares]) values.fill(0);
    for (let i = 0; i < points.length; i++) {
      const slot = slots[i]!;
      if (slot < 0) continue;
      const w = people.weight[i]!, d = points[i]! - SCORE_ORIGIN;
      weights[slot]! += w;
      scores[slot]! += w * d;
      scoreSquares[slot]! += w * d * d;
    }
    for (let cell = 0; cell < cells; cell++) {
      const from = start[cell]!, to = start[cell + 1]!;
      addSchoolInPlace(sums, first + cell * stride, {
        weights: weights.subarray(from, to),
        scores: scores.subarray(from, to),
        scoreSquares: scoreSquares.subarray(from, to),
      });
    }
  };
}
