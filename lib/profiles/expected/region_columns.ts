import type { ScaleInput } from "../scale_input.ts";

/** Columns of the pupils of a region in some waves, for decompositions. */
export interface RegionColumns {
  /** Plausible values. */
  readonly values: readonly Float64Array[];
  /** Of the pupils. */
  readonly weight: Float64Array;
  /** School of each pupil. */
  readonly school: Int32Array;
  /** Municipality of each pupil. */
  readonly municipality: Int32Array;
  /** By name; none has a missing value. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** A component of the index of background, beside the parents' education. */
export interface HomeComponent {
  /** As in the codebook. */
  readonly id: string;
  /** One per scored person, NaN unknown. */
  readonly values: Float64Array;
}

/** Which pupils, and what is known of their homes. */
export interface RegionSpec {
  /** Number of the municipality, null: the programme. */
  readonly municipality: number | null;
  /** First and last wave wanted; the same one twice for one wave. */
  readonly waves: readonly [first: number, last: number];
  /** Written as columns under their ids, with `<id>Unknown` beside them. */
  readonly components: readonly HomeComponent[];
}

/**
 * Gathers the pupils of a region in one or two waves: background with 0 for unknown,
 * its mean in class, school and municipality, who they are, and the groups that are
 * compared as columns of 0 and 1.
 */
export function regionColumns(
  input: ScaleInput,
  { municipality, waves, components }: RegionSpec,
): RegionColumns {
  const { people, school, grade, municipalityOfSchool } = input;
  const [first, last] = waves;
  const rows: number[] = [];
  for (let i = 0; i < school.length; i++) {
    const isInside = municipality === null ||
      municipalityOfSchool[school[i]!] === municipality;
    if (isInside && waves.includes(people.wave[i]!)) rows.push(i);
  }
  const column = (of: (person: number) => number): Float64Array =>
    Float64Array.from(rows, of);
  const flag = (is: (person: number) => boolean): Float64Array =>
    column((i) => is(i) ? 1 : 0);
  const isFirst = (i: number): boolean => people.wave[i] === first;
  const isLast = (i: number): boolean => people.wave[i] === last;
  const isUnknown = (i: number): boolean => Number.isNaN(people.background[i]!);
  const isLow = (i: number): boolean => people.education[i] === 0;
  const isHigh = (i: number): boolean => people.education[i] === 2;
  const [classMean, schoolMean, municipalityMean] = unitMeans(rows, input);
  return {
    values: people.points.map((points) => column((i) => points[i]!)),
    weight: column((i) => people.weight[i]!),
    school: Int32Array.from(rows, (i) => school[i]!),
    municipality: Int32Array.from(
      rows,
      (i) => municipalityOfSchool[school[i]!]!,
    ),
    columns: {
      first: flag(isFirst),
      last: flag(isLast),
      low: flag(isLow),
      middle: flag((i) => people.education[i] === 1),
      high: flag(isHigh),
      unanswered: flag((i) => people.education[i]! < 0),
      lowOrHigh: flag((i) => isLow(i) || isHigh(i)),
      firstLow: flag((i) => isFirst(i) && isLow(i)),
      firstHigh: flag((i) => isFirst(i) && isHigh(i)),
      lastLow: flag((i) => isLast(i) && isLow(i)),
      lastHigh: flag((i) => isLast(i) && isHigh(i)),
      background: column((i) => isUnknown(i) ? 0 : people.background[i]!),
      unknown: flag(isUnknown),
      girl: flag((i) => people.gender[i] === 1),
      grade: column((i) => grade[i]!),
      classMean,
      schoolMean,
      municipalityMean,
      ...Object.fromEntries(components.flatMap(({ id, values }) => [
        [id, column((i) => Number.isNaN(values[i]) ? 0 : values[i]!)],
        [`${id}Unknown`, flag((i) => Number.isNaN(values[i]))],
      ])),
    },
  };
}

/** The pupils of a group alone; means of class and school stay those of all pupils. */
export function onlyGroup(
  region: RegionColumns,
  group: string,
): RegionColumns {
  const member = region.columns[group]!;
  const pick = <Column extends Float64Array | Int32Array>(column: Column) =>
    column.filter((_, i) => member[i] === 1) as Column;
  return {
    values: region.values.map(pick),
    weight: pick(region.weight),
    school: pick(region.school),
    municipality: pick(region.municipality),
    columns: Object.fromEntries(
      Object.entries(region.columns).map(([name, column]) => [
        name,
        pick(column),
      ]),
    ),
  };
}

/**
 * Mean background of each row's class, school and municipality in its wave: where nobody's
 * in the unit is known, that of the next larger one.
 */
function unitMeans(
  rows: readonly number[],
  { people, school, municipalityOfSchool }: ScaleInput,
): readonly [
  classMean: Float64Array,
  schoolMean: Float64Array,
  municipalityMean: Float64Array,
] {
  const meansBy = (
    unit: (person: number) => number,
    larger: Float64Array | null,
  ): Float64Array => {
    const sums = new Map<number, { weight: number; sum: number }>();
    const keyOf = (i: number): number => unit(i) * 8 + people.wave[i]!;
    for (const i of rows) {
      const x = people.background[i]!;
      if (Number.isNaN(x) || unit(i) < 0) continue;
      const known = sums.get(keyOf(i)) ?? { weight: 0, sum: 0 };
      known.weight += people.weight[i]!;
      known.sum += people.weight[i]! * x;
      sums.set(keyOf(i), known);
    }
    return Float64Array.from(rows, (i, row) => {
      const found = unit(i) < 0 ? undefined : sums.get(keyOf(i));
      return found ? found.sum / found.weight : larger?.[row] ?? 0;
    });
  };
  const everyone = meansBy(() => 0, null);
  const municipalities = meansBy(
    (i) => municipalityOfSchool[school[i]!]!,
    everyone,
  );
  const schools = meansBy((i) => school[i]!, municipalities);
  const classes = meansBy((i) => people.classIndex[i]!, schools);
  return [classes, schools, municipalities];
}
