import type { ScaleInput } from "../scale_input.ts";

/** Columns of the pupils of a region in some waves, for decompositions. */
export interface RegionColumns {
  /** Plausible values. */
  readonly values: readonly Float64Array[];
  readonly weight: Float64Array;
  readonly school: Int32Array;
  readonly municipality: Int32Array;
  /** By name; none has a missing value. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/**
 * Gathers the pupils of a region (null: the programme) in the waves given: background
 * with 0 for unknown, its mean in class, school and municipality, and who they are.
 */
export function regionColumns(
  input: ScaleInput,
  municipality: number | null,
  waves: readonly number[],
): RegionColumns {
  const { people, school, grade, municipalityOfSchool } = input;
  const rows: number[] = [];
  for (let i = 0; i < school.length; i++) {
    const isInside = municipality === null ||
      municipalityOfSchool[school[i]!] === municipality;
    if (isInside && waves.includes(people.wave[i]!)) rows.push(i);
  }
  const column = (of: (person: number) => number): Float64Array =>
    Float64Array.from(rows, of);
  const wave = (i: number): number => people.wave[i]!;
  const known = (i: number): number =>
    Number.isNaN(people.background[i]) ? 0 : people.background[i]!;
  const meanBy = (unit: (i: number) => number): Float64Array =>
    meansBy(rows, { unit, input });
  return {
    values: people.points.map((points) => column((i) => points[i]!)),
    weight: column((i) => people.weight[i]!),
    school: Int32Array.from(rows, (i) => school[i]!),
    municipality: Int32Array.from(
      rows,
      (i) => municipalityOfSchool[school[i]!]!,
    ),
    columns: {
      first: column((i) => wave(i) === waves[0] ? 1 : 0),
      last: column((i) => wave(i) === waves.at(-1) ? 1 : 0),
      low: column((i) => people.education[i] === 0 ? 1 : 0),
      high: column((i) => people.education[i] === 2 ? 1 : 0),
      background: column(known),
      unknown: column((i) => Number.isNaN(people.background[i]) ? 1 : 0),
      girl: column((i) => people.gender[i] === 1 ? 1 : 0),
      grade: column((i) => grade[i]!),
      classMean: meanBy((i) => people.classIndex[i]!),
      schoolMean: meanBy((i) => school[i]!),
      municipalityMean: meanBy((i) => municipalityOfSchool[school[i]!]!),
    },
  };
}

/** Mean background of each row's unit in its wave; 0 where nobody's is known. */
function meansBy(
  rows: readonly number[],
  { unit, input: { people } }: {
    readonly unit: (person: number) => number;
    readonly input: ScaleInput;
  },
): Float64Array {
  const sums = new Map<number, { weight: number; sum: number }>();
  const keyOf = (i: number): number => unit(i) * 8 + people.wave[i]!;
  for (const i of rows) {
    const x = people.background[i]!;
    if (Number.isNaN(x)) continue;
    const known = sums.get(keyOf(i)) ?? { weight: 0, sum: 0 };
    known.weight += people.weight[i]!;
    known.sum += people.weight[i]! * x;
    sums.set(keyOf(i), known);
  }
  return Float64Array.from(rows, (i) => {
    const found = sums.get(keyOf(i));
    return found ? found.sum / found.weight : 0;
  });
}
