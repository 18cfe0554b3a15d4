import { createStream, hashString } from "#lib/numerics/mod.ts";
import { drawLinear, fitLinear, predict } from "./linear_draw.ts";
import { schoolResiduals } from "./school_residuals.ts";

/** What is known of pupils beside their score; columns of one length. */
export interface ImputationPeople {
  /** Index of social background, NaN unknown. */
  readonly background: ArrayLike<number>;
  /** Index of the wave. */
  readonly wave: ArrayLike<number>;
  /** Index of the school. */
  readonly school: ArrayLike<number>;
  /** Municipality, whose pupils have relations of their own in every wave. */
  readonly municipality: ArrayLike<number>;
  /** 0 boy, 1 girl, −1 unknown. */
  readonly gender: ArrayLike<number>;
  /** 0–9, −1 unknown. */
  readonly grade: ArrayLike<number>;
}

/** Pupils whose background is drawn from the same regression. */
export interface ImputationGroup {
  /** Names the random numbers. */
  readonly key: number;
  /** Pupils of known background that the regression is fitted to. */
  readonly known: Int32Array;
  /** Pupils whose background is drawn. */
  readonly missing: Int32Array;
}

/** Who is imputed from whom; made once for all plausible values. */
export interface ImputationPlan {
  /** The pupils. */
  readonly people: ImputationPeople;
  /** Groups with something to impute. */
  readonly groups: readonly ImputationGroup[];
  /** Pupils whose background is drawn. */
  readonly imputed: number;
  /** Pupils who stay unknown, since too few of their wave are known. */
  readonly left: number;
}

/** Fewest known pupils that a regression is fitted to. */
const FEWEST_KNOWN = 40;

/**
 * Plans the imputation: one regression per municipality and wave. Where fewer than
 * 40 are known, those of all municipalities in the wave serve; where these are too
 * few, the pupils stay unknown.
 *
 * The index of another wave is not used, though it may be known: plausible values of
 * pupils of unknown background were drawn without it, and a background that knows more
 * than the score did makes the two look less related than they are.
 */
export function planImputation(people: ImputationPeople): ImputationPlan {
  const cells = new Map<number, Cell>(), ofWave = new Map<number, Cell>();
  for (let i = 0; i < people.background.length; i++) {
    const wave = people.wave[i]!;
    const block = people.municipality[i]! * 16 + wave;
    sortInto(cells, block, { people, i, wave });
    sortInto(ofWave, wave, { people, i, wave });
  }
  const groups: ImputationGroup[] = [];
  let left = 0, imputed = 0;
  for (const [key, { wave, known: own, missing }] of cells) {
    if (missing.length === 0) continue;
    const known = own.length < FEWEST_KNOWN ? ofWave.get(wave)!.known : own;
    if (known.length < FEWEST_KNOWN) {
      left += missing.length;
      continue;
    }
    imputed += missing.length;
    groups.push({
      key,
      known: Int32Array.from(known),
      missing: Int32Array.from(missing),
    });
  }
  return { people, groups, imputed, left };
}

interface Cell {
  readonly wave: number;
  readonly known: number[];
  readonly missing: number[];
}

function sortInto(
  cells: Map<number, Cell>,
  key: number,
  { people, i, wave }: {
    readonly people: ImputationPeople;
    readonly i: number;
    readonly wave: number;
  },
): void {
  const cell = cells.get(key) ?? { wave, known: [], missing: [] };
  cells.set(key, cell);
  (Number.isNaN(people.background[i]!) ? cell.missing : cell.known).push(i);
}

/** What {@linkcode imputeBackground} draws. */
export interface ImputeOptions {
  /** Points: one plausible value. */
  readonly points: ArrayLike<number>;
  /** Number of the plausible value: names the random numbers. */
  readonly draw: number;
  /** Completed columns per plausible value, 1 or more. */
  readonly imputations: number;
  /** Seed of all draws. */
  readonly seed: number;
  /**
   * Added to every imputed index, in SD: what if those who do not answer are worse off
   * than pupils like them who do? @default {0}
   */
  readonly shift?: number;
}

const PURPOSE = hashString("imputed background");

/**
 * Completes the index of social background several times for one plausible value.
 *
 * The index of a pupil of unknown background is drawn from a regression on the pupil's
 * own score, gender and grade, the mean score of the school and a random effect of the
 * school, within the municipality and wave. Drawn anew are the
 * regression's variance and coefficients, the school's effect and the pupil's residual.
 * Given one plausible value the missing background is drawn from what belongs to it, so the
 * two together are one draw of score and background; imputations lie within plausible
 * values, and `poolNestedImputations` pools them.
 *
 * @returns One column per imputation, in SD; NaN only for pupils who stay unknown.
 * @see Rubin (2003), Statistica Neerlandica 57, 3–18.
 * @see Grund, Lüdtke & Robitzsch (2018), Organizational Research Methods 21, 111–149.
 */
export function imputeBackground(
  { people, groups }: ImputationPlan,
  options: ImputeOptions,
): Float64Array[] {
  const { imputations, points, shift = 0 } = options;
  const columns = Array.from(
    { length: imputations },
    () => Float64Array.from(people.background),
  );
  const schoolMean = schoolMeans(people, points);
  for (const group of groups) {
    const context = { people, points, schoolMean };
    const known = designOf(group.known, context);
    const response = Float64Array.from(
      group.known,
      (i) => people.background[i]!,
    );
    const fit = fitLinear({ design: known, columns: COLUMNS, response });
    const residuals = response.map((x, k) =>
      x - predict(known, k * COLUMNS, fit.coefficients)
    );
    const schools = schoolResiduals(
      residuals,
      Int32Array.from(group.known, (i) => people.school[i]!),
    );
    const missing = designOf(group.missing, context);
    columns.forEach((column, m) => {
      const number = options.draw * imputations + m;
      const stream = createStream(options.seed, PURPOSE, number, group.key);
      const drawn = drawLinear(fit, stream);
      // The regression's variance holds that between schools, which is drawn apart.
      const residual = Math.sqrt(
        drawn.variance *
          (fit.variance > 0 ? Math.min(1, schools.within / fit.variance) : 1),
      );
      const effect = new Map<number, number>();
      group.missing.forEach((i, k) => {
        const s = people.school[i]!;
        let own = effect.get(s);
        if (own === undefined) {
          own = (schools.mean.get(s) ?? 0) +
            Math.sqrt(schools.left.get(s) ?? schools.between) * stream.normal();
          effect.set(s, own);
        }
        column[i] = predict(missing, k * COLUMNS, drawn.coefficients) + own +
          residual * stream.normal() + shift;
      });
    });
  }
  return columns;
}

/** 1, score, school's mean score, gender, gender unknown, grade. */
const COLUMNS = 6;
/** Points that bring scores near 0 with a spread near 1. */
const MIDDLE = 500, UNIT = 100;
const MIDDLE_GRADE = 4.5, GRADE_UNIT = 3;

interface DesignContext {
  readonly people: ImputationPeople;
  readonly points: ArrayLike<number>;
  readonly schoolMean: ReadonlyMap<number, number>;
}

function cellOf({ school, wave }: ImputationPeople, i: number): number {
  return school[i]! * 16 + wave[i]!;
}

function schoolMeans(
  people: ImputationPeople,
  points: ArrayLike<number>,
): Map<number, number> {
  const sums = new Map<number, { n: number; sum: number }>();
  for (let i = 0; i < points.length; i++) {
    const cell = cellOf(people, i);
    const own = sums.get(cell) ?? { n: 0, sum: 0 };
    own.n++;
    own.sum += points[i]!;
    sums.set(cell, own);
  }
  return new Map([...sums].map(([cell, { n, sum }]) => [cell, sum / n]));
}

function designOf(
  rows: Int32Array,
  { people, points, schoolMean }: DesignContext,
): Float64Array {
  const design = new Float64Array(rows.length * COLUMNS);
  rows.forEach((i, k) => {
    const gender = people.gender[i]!, grade = people.grade[i]!;
    const at = k * COLUMNS;
    design[at] = 1;
    design[at + 1] = (points[i]! - MIDDLE) / UNIT;
    design[at + 2] = (schoolMean.get(cellOf(people, i))! - MIDDLE) / UNIT;
    design[at + 3] = gender < 0 ? 0 : gender - 0.5;
    design[at + 4] = gender < 0 ? 1 : 0;
    design[at + 5] = grade < 0 ? 0 : (grade - MIDDLE_GRADE) / GRADE_UNIT;
  });
  return design;
}
