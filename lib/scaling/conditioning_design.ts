import type { RespondentFrame } from "#lib/data/mod.ts";
import { createMatrix } from "#lib/numerics/mod.ts";
import type { Conditioning } from "./conditioning.ts";

/** Options for {@linkcode conditioningDesign}. */
export interface ConditioningDesignOptions {
  /** Number of waves. */
  readonly waves: number;
  /**
   * Stratum of each school, e.g. drawn by lot or not: every stratum gets
   * coefficients of its own in every wave. The municipality by default.
   */
  readonly schoolStratum?: ArrayLike<number>;
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
    const column = Float64Array.from(rows, (row) => covariate(frame, row));
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
 * for staff; beside them schools and classes within the wave. Because every
 * coefficient belongs to one municipality in one wave, differences and changes of
 * all of these are kept.
 *
 * @param rows Rows of the frame that are scored, ascending.
 */
export function conditioningDesign(
  frame: RespondentFrame,
  rows: Int32Array,
  { waves, schoolStratum }: ConditioningDesignOptions,
): Conditioning {
  const covariates = varyingColumns(frame, rows);
  const columns = covariates.length + 1;
  const design = createMatrix({ rows: rows.length, columns });
  for (let p = 0; p < rows.length; p++) {
    design.values[p * columns] = 1;
    covariates.forEach((column, j) => {
      design.values[p * columns + j + 1] = column[p]!;
    });
  }
  const stratum = Int32Array.from(
    rows,
    (row) =>
      schoolStratum
        ? schoolStratum[frame.school[row]!]!
        : frame.municipality[row]!,
  );
  const strata = stratum.reduce((a, b) => Math.max(a, b), 0) + 1;
  const group = Uint8Array.from(rows, (row) => frame.wave[row]!);
  return {
    persons: rows.length,
    design,
    block: stratum.map((s, p) => group[p]! * strata + s),
    blockCount: waves * strata,
    group,
    groupCount: waves,
    school: Int32Array.from(rows, (row) => frame.school[row]!),
    classIndex: Int32Array.from(rows, (row) => frame.classIndex[row]!),
    key: Int32Array.from(rows, (row) => frame.person[row]!),
  };
}
