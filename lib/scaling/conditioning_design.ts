import type { RespondentFrame } from "#lib/data/mod.ts";
import { createMatrix } from "#lib/numerics/mod.ts";
import type { Conditioning } from "./conditioning.ts";
import { gather } from "./gather.ts";

/** Options for {@linkcode conditioningDesign}. */
export interface ConditioningDesignOptions {
  /** Number of waves. */
  readonly waves: number;
  /**
   * Stratum of each school, e.g. drawn by lot or not: every stratum gets
   * coefficients of its own in every wave. The municipality by default.
   */
  readonly schoolStratum?: ArrayLike<number>;
  /**
   * Further columns, one element per scored person, near 0 with spread near 1.
   * @default {[]}
   */
  readonly auxiliary?: readonly Float64Array[];
}

/** Grades lie 0 to 9; these bring them near mean 0 and SD 1. */
const MIDDLE_GRADE = 4.5;
const GRADE_UNIT = 3;

/** Codebook order of the education groups. */
const EDUCATION_LOW = 0;
const EDUCATION_HIGH = 2;

type Covariate = (frame: RespondentFrame, row: number) => number;

/** Everything that reports compare groups by, as columns near 0 with spread near 1. */
const COVARIATES: readonly Covariate[] = [
  ({ gender }, r) => gender[r]! < 0 ? 0 : gender[r]! - 0.5,
  ({ gender }, r) => gender[r]! < 0 ? 1 : 0,
  ({ grade }, r) => grade[r]! < 0 ? 0 : (grade[r]! - MIDDLE_GRADE) / GRADE_UNIT,
  ({ background }, r) => Number.isNaN(background[r]!) ? 0 : background[r]!,
  ({ background }, r) => Number.isNaN(background[r]!) ? 1 : 0,
  ({ education }, r) => education[r] === EDUCATION_LOW ? 1 : 0,
  ({ education }, r) => education[r] === EDUCATION_HIGH ? 1 : 0,
  ({ education }, r) => education[r]! < 0 ? 1 : 0,
  ({ role }, r) => role[r] === 1 ? 1 : 0,
  ({ role }, r) => role[r] === 2 ? 1 : 0,
];

/** Columns of the covariates that vary and differ from the ones before. */
function varyingColumns(
  frame: RespondentFrame,
  rows: Int32Array,
): readonly Float64Array[] {
  const columns: Float64Array[] = [];
  for (const covariate of COVARIATES) {
    const column = new Float64Array(rows.length);
    for (let p = 0; p < rows.length; p++) {
      column[p] = covariate(frame, rows[p]!);
    }
    const varies = column.some((x) => x !== column[0]);
    const repeats = columns.some((other) =>
      column.every((x, i) => x === other[i])
    );
    if (varies && !repeats) columns.push(column);
  }
  return columns;
}

/**
 * Builds the conditioning model of a respondent frame.
 *
 * Per wave and municipality (or stratum): level, gender, grade, social background
 * with its own indicator where it is unknown, parents' education groups, and role
 * for staff, and any auxiliary columns; beside them schools and classes within the wave. Because every
 * coefficient belongs to one municipality in one wave, differences and changes of
 * all of these are kept.
 *
 * @param rows Rows of the frame that are scored, ascending.
 */
export function conditioningDesign(
  frame: RespondentFrame,
  rows: Int32Array,
  { waves, schoolStratum, auxiliary = [] }: ConditioningDesignOptions,
): Conditioning {
  const covariates = [
    ...varyingColumns(frame, rows),
    ...auxiliary.filter((column) => column.some((x) => x !== column[0])),
  ];
  const columns = covariates.length + 1;
  const design = createMatrix({ rows: rows.length, columns });
  const { values } = design;
  for (let p = 0; p < rows.length; p++) values[p * columns] = 1;
  covariates.forEach((column, j) => {
    for (let p = 0; p < rows.length; p++) {
      values[p * columns + j + 1] = column[p]!;
    }
  });
  const size = rows.length;
  const school = gather(frame.school, rows, new Int32Array(size));
  const stratum = schoolStratum
    ? school.map((s) => schoolStratum[s]!)
    : gather(frame.municipality, rows, new Int32Array(size));
  const strata = stratum.reduce((a, b) => Math.max(a, b), 0) + 1;
  const group = gather(frame.wave, rows, new Uint8Array(size));
  return {
    persons: rows.length,
    design,
    block: stratum.map((s, p) => group[p]! * strata + s),
    blockCount: waves * strata,
    group,
    groupCount: waves,
    school,
    classIndex: gather(frame.classIndex, rows, new Int32Array(size)),
    key: gather(frame.person, rows, new Int32Array(size)),
  };
}
