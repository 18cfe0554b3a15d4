import { sharedFloat64 } from "./shared_columns.ts";

/** Strata within a school: gender of a pupil or role of a member of staff. */
export const STRATA = 3;

/** Fewest answers a stratum of a school must have to be weighted by itself. */
const SMALLEST_CELL = 5;
const LARGEST_WEIGHT = 3;

/** People by wave, school and stratum: `(wave * schools + school) * 3 + stratum`. */
export interface ResponseCounts {
  readonly invited: Int32Array;
  readonly answered: Int32Array;
}

/**
 * Weights that make up for those who did not answer, mean 1 in each wave.
 *
 * The weight of a cell school × stratum is invited divided by answered. A cell
 * with fewer than 5 answers or a weight above 3 takes the ratio of its whole
 * school. No ratio exceeds 3, so that a few answers never speak for many.
 *
 * @param counts Invited and answered in each cell.
 * @param rows Wave and cell of each row that answered, and the number of waves.
 * @returns Weight of each row.
 */
export function nonresponseWeights(
  { invited, answered }: ResponseCounts,
  { cell, wave, waves }: {
    readonly cell: Int32Array;
    readonly wave: Uint8Array;
    readonly waves: number;
  },
): Float64Array {
  const ratios = Float64Array.from(
    answered,
    (_, c) => cellRatio(invited, answered, c),
  );
  const total = new Float64Array(waves);
  const count = new Int32Array(waves);
  for (let row = 0; row < cell.length; row++) {
    total[wave[row]!]! += ratios[cell[row]!]!;
    count[wave[row]!]!++;
  }
  const weights = sharedFloat64(cell.length);
  for (let row = 0; row < cell.length; row++) {
    const w = wave[row]!;
    weights[row] = ratios[cell[row]!]! * count[w]! / total[w]!;
  }
  return weights;
}

function cellRatio(
  invited: Int32Array,
  answered: Int32Array,
  cell: number,
): number {
  const own = invited[cell]! / answered[cell]!;
  if (answered[cell]! >= SMALLEST_CELL && own <= LARGEST_WEIGHT) return own;
  const first = cell - cell % STRATA;
  let schoolInvited = 0;
  let schoolAnswered = 0;
  for (let c = first; c < first + STRATA; c++) {
    schoolInvited += invited[c]!;
    schoolAnswered += answered[c]!;
  }
  return Math.min(schoolInvited / schoolAnswered, LARGEST_WEIGHT);
}
