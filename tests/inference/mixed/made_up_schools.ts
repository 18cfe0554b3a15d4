import { createStream } from "#lib/numerics/mod.ts";
import type { MixedDesign } from "#lib/inference/mod.ts";

/** Size and variation of made-up schools. */
export interface SchoolSpec {
  readonly schools: number;
  readonly classes: number;
  readonly pupils: number;
  readonly waves: number;
  readonly schoolDeviation: number;
  readonly classDeviation: number;
  readonly pupilDeviation: number;
  readonly seed: number;
}

/** Pupils in classes in schools over waves: constant, wave and a school's programme. */
export function madeUpSchools(
  { schools, classes, pupils, waves, ...spec }: SchoolSpec,
): MixedDesign {
  const stream = createStream(spec.seed);
  const draw = (count: number, deviation: number): Float64Array =>
    Float64Array.from({ length: count }, () => deviation * stream.normal());
  const ofSchool = draw(schools, spec.schoolDeviation);
  const ofClass = draw(schools * classes, spec.classDeviation);
  const ofPupil = draw(schools * classes * pupils, spec.pupilDeviation);
  const n = ofPupil.length * waves;
  const levels = (size: number): Int32Array =>
    Int32Array.from({ length: n }, (_, i) => Math.floor(i / size));
  const terms = [
    { name: "school", levels: levels(classes * pupils * waves) },
    { name: "class", levels: levels(pupils * waves) },
    { name: "pupil", levels: levels(waves) },
  ];
  const values = new Float64Array(n * 3), outcome = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [school, klass, pupil] = terms.map((t) => t.levels[i]!) as [
      number,
      number,
      number,
    ];
    const wave = i % waves, program = school % 2;
    values.set([1, wave, program], 3 * i);
    outcome[i] = 5 + 0.3 * wave + 0.2 * program + ofSchool[school]! +
      ofClass[klass]! + ofPupil[pupil]! + 0.6 * stream.normal();
  }
  return {
    outcome,
    fixed: { rows: n, columns: 3, values },
    fixedNames: ["1", "wave", "program"],
    terms,
  };
}

/** The rows of a design, some of them several times; levels are renumbered by `level`. */
export function takeRows(
  design: MixedDesign,
  rows: readonly number[],
  { level = (_, l) => l }: {
    readonly level?: (term: string, level: number, place: number) => number;
  } = {},
): MixedDesign {
  const p = design.fixed.columns;
  return {
    ...design,
    outcome: Float64Array.from(rows, (i) => design.outcome[i]!),
    fixed: {
      rows: rows.length,
      columns: p,
      values: Float64Array.from(
        rows.flatMap((i) => [
          ...design.fixed.values.subarray(i * p, (i + 1) * p),
        ]),
      ),
    },
    terms: design.terms.map((term) => ({
      ...term,
      levels: Int32Array.from(
        rows,
        (i, place) => level(term.name, term.levels[i]!, place),
      ),
      slopes: (term.slopes ?? []).map((slope) => ({
        ...slope,
        values: Float64Array.from(rows, (i) => slope.values[i]!),
      })),
    })),
  };
}
