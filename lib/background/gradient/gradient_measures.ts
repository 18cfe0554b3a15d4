import { educationGap } from "../education_gap.ts";
import { indexReliability } from "../index/index_reliability.ts";
import {
  GRADIENT,
  type SocialGradient,
  socialGradient,
} from "../social_gradient.ts";
import { splitGradientChange } from "../split_gradient_change.ts";
import { betweenSchools } from "./between_schools.ts";
import { BACKGROUND, BACKGROUND_WIDTH, EDUCATION_GROUPS } from "./layout.ts";
import { CHANGE_NAMES, type Measure, MEASURE_NAMES } from "./measures.ts";
import { rankMeasures } from "./rank_measures.ts";

/** Numbers that only serve others: how a fixed limit's measures move with it. */
const PER_POINT = [
  "relative-risk",
  "attributable",
  "weak-concentration",
] as const;

/** Numbers per wave: all measures, then three derivatives. */
export const NUMBERS_PER_WAVE: number = MEASURE_NAMES.length +
  PER_POINT.length;

/** Place of a measure's change per point that its limit moves, among a wave's numbers. */
export function perPointPlace(measure: Measure): number {
  return MEASURE_NAMES.length +
    PER_POINT.indexOf(measure as (typeof PER_POINT)[number]);
}

/** How many numbers {@linkcode gradientStatistics} writes. */
export function gradientCount(
  { waves, pairs }: {
    readonly waves: number;
    readonly pairs: readonly unknown[];
  },
): number {
  return waves * NUMBERS_PER_WAVE + pairs.length * CHANGE_NAMES.length;
}

/**
 * Makes a function that turns sums into all measures of every wave, then their changes
 * over every pair of waves with the parts of the change in the slope.
 *
 * @param plan.waves Waves, one background block each.
 * @param plan.pairs Earlier and later wave of each change.
 */
export function gradientStatistics(
  { waves, pairs }: {
    readonly waves: number;
    readonly pairs: readonly (readonly [from: number, to: number])[];
  },
): (sums: Float64Array, out: Float64Array) => void {
  const measure = measuresOfWave();
  return (sums, out) => {
    const gradients: SocialGradient[] = [];
    for (let wave = 0; wave < waves; wave++) {
      const at = wave * BACKGROUND_WIDTH;
      gradients.push(measure(sums, at, { out, at: wave * NUMBERS_PER_WAVE }));
    }
    let k = waves * NUMBERS_PER_WAVE;
    for (const [from, to] of pairs) {
      for (let m = 0; m < MEASURE_NAMES.length; m++) {
        out[k++] = out[to * NUMBERS_PER_WAVE + m]! -
          out[from * NUMBERS_PER_WAVE + m]!;
      }
      const parts = splitGradientChange(gradients[from]!, gradients[to]!);
      out[k++] = parts.segregation;
      out[k++] = parts.between;
      out[k++] = parts.within;
    }
  };
}

interface Target {
  readonly out: Float64Array;
  readonly at: number;
}

function measuresOfWave(): (
  sums: Float64Array,
  offset: number,
  target: Target,
) => SocialGradient {
  const ranks = rankMeasures();
  return (sums, offset, { out, at }) => {
    const gradient = socialGradient(sums, offset);
    const schools = betweenSchools(sums, offset);
    const rank = ranks(sums, offset);
    const { omega } = indexReliability(sums, offset + BACKGROUND.components);
    const sum = (place: number): number => sums[offset + place]!;
    const known = sum(GRADIENT.weight), all = sum(BACKGROUND.allWeight);
    const unknown = all - known;
    const group = (g: number) => ({
      weight: sum(BACKGROUND.education + 2 * g),
      score: sum(BACKGROUND.education + 2 * g + 1),
    });
    const scoreSpread = spread(sums, offset, "score");
    const knownMean = sum(GRADIENT.score) / known;
    const values: Readonly<Record<Measure, number>> = {
      "slope": gradient.total,
      "standardised": gradient.standardised,
      "explained": gradient.explained,
      "rank-slope": rank.slope,
      "rank-correlation": rank.correlation,
      "quarter-gap": rank.quarterGap,
      "upper-gap": rank.upperGap,
      "lower-gap": rank.lowerGap,
      "education-gap": educationGap(group(0), group(EDUCATION_GROUPS - 1)),
      "resilience": rank.resilience,
      "relative-risk": rank.relativeRisk,
      "attributable": rank.attributable,
      "weak-concentration": rank.weakConcentration,
      "segregation": gradient.segregation,
      "between": gradient.between,
      "within": gradient.within,
      "contextual": gradient.between - gradient.within,
      "contextual-latent": schools.between - schools.within,
      "social-inclusion": schools.socialInclusion,
      "academic-inclusion": schools.academicInclusion,
      "reliability": omega,
      "slope-corrected": gradient.total / omega,
      "explained-corrected": gradient.explained / omega,
      "score-spread": scoreSpread,
      "residual-spread": scoreSpread * Math.sqrt(1 - gradient.explained),
      "score-skew": rank.scoreSkew,
      "background-spread": spread(sums, offset, "background"),
      "unknown-share": Math.max(0, unknown) / all,
      // Less than a millionth of the weight is rounding, not a person.
      "unknown-gap": unknown > 1e-6 * all
        ? (sum(BACKGROUND.allScore) - sum(GRADIENT.score)) / unknown - knownMean
        : NaN,
    };
    for (let m = 0; m < MEASURE_NAMES.length; m++) {
      out[at + m] = values[MEASURE_NAMES[m]!];
    }
    out[at + perPointPlace("relative-risk")] = rank.relativeRiskPerPoint;
    out[at + perPointPlace("attributable")] = rank.attributablePerPoint;
    out[at + perPointPlace("weak-concentration")] =
      rank.weakConcentrationPerPoint;
    return gradient;
  };
}

function spread(
  sums: Float64Array,
  offset: number,
  of: "score" | "background",
): number {
  const weight = sums[offset + GRADIENT.weight]!;
  const mean = sums[offset + GRADIENT[of]]! / weight;
  const square = of === "score"
    ? GRADIENT.scoreSquare
    : GRADIENT.backgroundSquare;
  return Math.sqrt(
    Math.max(0, sums[offset + square]! / weight - mean * mean),
  );
}

/**
 * All measures of one background block.
 *
 * @param sums Added over schools, laid out as `BACKGROUND`.
 */
export function gradientMeasures(
  sums: Float64Array,
  offset: number = 0,
): Readonly<Record<Measure, number>> {
  const out = new Float64Array(NUMBERS_PER_WAVE);
  measuresOfWave()(sums, offset, { out, at: 0 });
  return Object.fromEntries(
    MEASURE_NAMES.map((name, m) => [name, out[m]!]),
  ) as Record<Measure, number>;
}
