import { expect, test } from "vitest";
import {
  CHANGE_NAMES,
  type ChangeMeasure,
  estimateGradients,
  type GradientInput,
  type GradientNumber,
  type Measure,
  MEASURE_NAMES,
  MEASURES,
  NUMBERS_PER_WAVE,
} from "#lib/background/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { expectClose } from "../inference/expect_close.ts";

const SEEDS = [21, 22, 23, 24] as const;
const SCHOOLS = 8, PUPILS = 14;

interface Pupil {
  readonly school: number;
  readonly wave: number;
  readonly weight: number;
  readonly x: number;
  readonly score: number;
  readonly education: number;
  readonly parts: readonly number[];
}

function pupilsOf(seed: number): Pupil[] {
  const stream = createStream(seed, 31);
  return Array.from({ length: SCHOOLS }, (_, school) => {
    const place = 0.5 * stream.normal();
    return [0, 1].map((wave) =>
      Array.from({ length: PUPILS }, (): Pupil => {
        const parts = [0, 1, 2].map(() =>
          (place + 0.8 * stream.normal() + 0.6 * stream.normal()) / 3
        );
        const x = stream.uniform() < 0.15
          ? NaN
          : parts.reduce((a, b) => a + b, 0);
        return {
          school,
          wave,
          weight: 0.5 + stream.uniform(),
          x,
          score: 500 + (40 - 12 * wave) * (Number.isNaN(x) ? 0 : x) +
            75 * stream.normal(),
          education: stream.integer(3),
          parts,
        };
      })
    );
  }).flat(2);
}

function numbersOf(
  pupils: readonly Pupil[],
  { reversedWaves = false }: { readonly reversedWaves?: boolean } = {},
): readonly GradientNumber[] {
  const input: GradientInput = {
    people: {
      weight: pupils.map(({ weight }) => weight),
      wave: pupils.map(({ wave }) => reversedWaves ? 1 - wave : wave),
      school: pupils.map(({ school }) => school),
      education: pupils.map(({ education }) => education),
      components: [0, 1, 2].map((k) =>
        Float64Array.from(pupils, ({ parts, x }) => x === x ? parts[k]! : NaN)
      ),
    },
    points: [pupils.map(({ score }) => score)],
    background: () => [pupils.map(({ x }) => x)],
    waves: 2,
    pairs: [[0, 1]],
    schools: SCHOOLS,
    stratum: new Uint8Array(SCHOOLS),
    units: [Int32Array.from({ length: SCHOOLS }, (_, s) => s)],
  };
  return estimateGradients(input)[0]!;
}

const ofWave = (
  numbers: readonly GradientNumber[],
  measure: Measure,
  wave: number,
) => numbers[wave * NUMBERS_PER_WAVE + MEASURE_NAMES.indexOf(measure)]!;

const ofChange = (
  numbers: readonly GradientNumber[],
  measure: ChangeMeasure,
) => numbers[2 * NUMBERS_PER_WAVE + CHANGE_NAMES.indexOf(measure)]!;

/** Near 0 only what is left of rounding differs. */
function expectSame(found: number, wanted: number, label: string): void {
  if (Number.isNaN(wanted)) return expect(found, label).toBeNaN();
  expect(
    Math.abs(found - wanted),
    label,
  ).toBeLessThan(1e-8 * (1 + Math.abs(wanted)));
}

test("estimateGradients() holds its identities for any pupils", () => {
  for (const seed of SEEDS) {
    const numbers = numbersOf(pupilsOf(seed));
    for (const wave of [0, 1]) {
      const value = (measure: Measure) => ofWave(numbers, measure, wave).value;
      const share = value("segregation");
      expectClose(
        share * value("between") + (1 - share) * value("within"),
        value("slope"),
      );
      expectClose(value("contextual"), value("between") - value("within"));
      expectClose(value("standardised") ** 2, value("explained"));
      expectClose(
        value("upper-gap") + value("lower-gap"),
        value("quarter-gap"),
      );
      expectClose(
        value("slope-corrected") * value("reliability"),
        value("slope"),
      );
    }
    const change = (measure: ChangeMeasure) => ofChange(numbers, measure).value;
    expectClose(
      change("part-segregation") + change("part-between") +
        change("part-within"),
      change("slope"),
    );
  }
});

test("estimateGradients() does not depend on the order of pupils or on the weights' unit", () => {
  for (const seed of SEEDS) {
    const pupils = pupilsOf(seed);
    const numbers = numbersOf(pupils);
    const other = numbersOf(
      pupils.toReversed().map((p) => ({ ...p, weight: 3 * p.weight })),
    );
    numbers.forEach(({ value, variance }, k) => {
      expectSame(other[k]!.value, value, `${k}`);
      expectSame(other[k]!.variance.sampling, variance.sampling, `${k}`);
    });
  }
});

test("estimateGradients() moves nothing but risks under a limit when 100 points are added", () => {
  for (const seed of SEEDS) {
    const pupils = pupilsOf(seed);
    const numbers = numbersOf(pupils);
    const raised = numbersOf(
      pupils.map((p) => ({ ...p, score: p.score + 100 })),
    );
    for (const measure of CHANGE_NAMES) {
      const link = measure in MEASURES ? MEASURES[measure as Measure].link : "";
      if (link === "limit") continue;
      expectSame(
        ofChange(raised, measure).value,
        ofChange(numbers, measure).value,
        measure,
      );
    }
  }
});

test("estimateGradients() stretches with the scores, but for shares and correlations", () => {
  const unitFree: readonly Measure[] = [
    "standardised",
    "explained",
    "segregation",
    "social-inclusion",
    "academic-inclusion",
    "reliability",
    "background-spread",
    "unknown-share",
  ];
  const points: readonly Measure[] = [
    "slope",
    "between",
    "within",
    "contextual-latent",
    "quarter-gap",
    "rank-slope",
    "education-gap",
    "score-spread",
    "residual-spread",
  ];
  for (const seed of SEEDS) {
    const pupils = pupilsOf(seed);
    const numbers = numbersOf(pupils);
    const tighter = numbersOf(
      pupils.map((p) => ({ ...p, score: 500 + 0.8 * (p.score - 500) })),
    );
    for (const wave of [0, 1]) {
      for (
        const [measures, factor] of [[unitFree, 1], [points, 0.8]] as const
      ) {
        for (const measure of measures) {
          expectSame(
            ofWave(tighter, measure, wave).value,
            factor * ofWave(numbers, measure, wave).value,
            measure,
          );
        }
      }
    }
  }
});

test("estimateGradients() gives changes and their parts the other sign when the waves change place", () => {
  for (const seed of SEEDS) {
    const pupils = pupilsOf(seed);
    const forwards = numbersOf(pupils);
    const backwards = numbersOf(pupils, { reversedWaves: true });
    for (const measure of CHANGE_NAMES) {
      const a = ofChange(forwards, measure), b = ofChange(backwards, measure);
      expectSame(b.value, -a.value, measure);
      expectSame(b.variance.sampling, a.variance.sampling, measure);
    }
  }
});
