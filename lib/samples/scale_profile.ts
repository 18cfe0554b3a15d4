import type { Scale } from "#lib/codebook/mod.ts";
import { hashString } from "#lib/numerics/mod.ts";

/**
 * How the values of one scale arise. All sizes are in scale points (SD about
 * 100); variances are shares of 100².
 */
export interface ScaleProfile {
  /** Points per SD of the background index, per wave. */
  readonly gradient: readonly number[];
  /** Girls minus boys. */
  readonly genderGap: number;
  /** Pedagogues minus teachers. */
  readonly roleGap: number;
  /** Rise per grade. */
  readonly perGrade: number;
  /** Development of the programme since the first wave, per wave. */
  readonly change: readonly number[];
  /** SD between municipalities of that development. */
  readonly changeSpread: number;
  /** Share of variance between municipalities. */
  readonly municipality: number;
  /** Share of variance between schools of a municipality. */
  readonly school: number;
  /** Share of variance between classes of a school. */
  readonly class: number;
  /** Correlation over two waves of the school, class and person part. */
  readonly persistence: {
    readonly school: number;
    readonly class: number;
    readonly person: number;
  };
  /** Share of school and person parts that comes from the common factors. */
  readonly communality: number;
  /** Loadings on the four common factors, sum of squares 1. */
  readonly loadings: readonly number[];
}

type Sizes = Pick<ScaleProfile, "genderGap" | "perGrade" | "communality"> & {
  readonly gradient: number;
  readonly school: number;
  readonly class: number;
  /** Possible developments to the second and third wave. */
  readonly changes: readonly (readonly [number, number])[];
};

const PUPIL_CHANGES = [
  [2, 4],
  [5, 8],
  [0, 0],
  [7, 10],
  [-3, -2],
  [4, 3],
] as const;
const PARENT_CHANGES = [[4, 6], [0, 2], [6, 7], [0, 0], [-2, 1]] as const;
const STAFF_CHANGES = [[10, 16], [14, 22], [12, 25], [0, 4], [6, 9]] as const;

/** A rater's leniency: SD 27 points between class teachers. */
const LENIENCY_SHARE = 0.0729;

const BY_GROUP: Readonly<Record<Scale["group"], Sizes>> = {
  "pupils-0-3": {
    gradient: 5,
    genderGap: 8,
    perGrade: -2,
    school: 0.04,
    class: 0.08,
    communality: 0.5,
    changes: PUPIL_CHANGES,
  },
  "pupils-4-9": {
    gradient: 7,
    genderGap: 5,
    perGrade: -2,
    school: 0.04,
    class: 0.08,
    communality: 0.5,
    changes: PUPIL_CHANGES,
  },
  "class-teachers": {
    gradient: 12,
    genderGap: 35,
    perGrade: 0,
    school: 0.03,
    class: LENIENCY_SHARE,
    communality: 0.5,
    changes: PUPIL_CHANGES,
  },
  parents: {
    gradient: 2,
    genderGap: 2,
    perGrade: -1,
    school: 0.04,
    class: 0.05,
    communality: 0.5,
    changes: PARENT_CHANGES,
  },
  staff: {
    gradient: 0,
    genderGap: 0,
    perGrade: 0,
    school: 0.1,
    class: 0,
    communality: 0.5,
    changes: STAFF_CHANGES,
  },
  leaders: {
    gradient: 0,
    genderGap: 0,
    perGrade: 0,
    school: 0.08,
    class: 0,
    communality: 0.4,
    changes: STAFF_CHANGES,
  },
  tests: {
    gradient: 34,
    genderGap: 0,
    perGrade: 8,
    school: 0.08,
    class: 0.05,
    communality: 0.75,
    changes: [[2, 4]],
  },
};

/** Where a scale's sizes differ from its group's. */
const OVERRIDES: Readonly<
  Record<string, Partial<Omit<ScaleProfile, "loadings" | "persistence">>>
> = {
  pr_laesning: {
    gradient: [35, 32, 30],
    genderGap: 25,
    change: [0, 4, 7],
  },
  pr_matematik: { gradient: [34, 34, 34], genderGap: -12, change: [0, 1, 2] },
  kl_faglighed: {
    gradient: [25, 23, 22],
    genderGap: 15,
    change: [0, 3, 6],
    communality: 0.7,
  },
  kl_hjemmestoette: { gradient: [20, 20, 20], genderGap: 5 },
  e4_mobning: { gradient: [4, 4, 4], genderGap: 3 },
  e4_skoletrivsel: { change: [0, 5, 8] },
  e0_trivsel: { change: [0, 4, 4] },
  fo_tillid: { change: [0, 5, 6] },
  pe_databrug: { change: [0, 15, 25] },
  pe_teamsamarbejde: { change: [0, 12, 18] },
};

/** Factors: well-being, achievement, conduct, home and profession. */
function loadingsOf(scale: Scale): readonly number[] {
  if (scale.group === "class-teachers" && scale.domain !== "learning") {
    return [0.28, 0, 0.96, 0];
  }
  switch (scale.domain) {
    case "learning":
      return scale.kind === "test" || scale.group === "class-teachers"
        ? [0, 0.96, 0.28, 0]
        : [0.6, 0.8, 0, 0];
    case "well-being":
      return [1, 0, 0, 0];
    case "learning-environment":
      return [0.8, 0, 0.6, 0];
    case "home-and-school":
    case "professional-practice":
      return [0.28, 0, 0, 0.96];
    case "leadership":
      return [0.6, 0, 0, 0.8];
  }
}

/**
 * States how a scale's values are generated, from its respondent group, its
 * domain and a short list of exceptions.
 *
 * @param waves Number of waves, 1–3.
 */
export function profileOf(scale: Scale, waves: number): ScaleProfile {
  const sizes = BY_GROUP[scale.group];
  const [second, third] = sizes
    .changes[hashString(`change ${scale.id}`) % sizes.changes.length]!;
  const complete: ScaleProfile = {
    gradient: [sizes.gradient, sizes.gradient, sizes.gradient],
    genderGap: sizes.genderGap,
    roleGap: scale.group === "staff" ? 6 : 0,
    perGrade: sizes.perGrade,
    change: [0, second, third],
    changeSpread: 4,
    municipality: 0.01,
    school: sizes.school,
    class: sizes.class,
    persistence: { school: 0.8, class: 0.6, person: 0.6 },
    communality: sizes.communality,
    loadings: loadingsOf(scale),
    ...OVERRIDES[scale.id],
  };
  return {
    ...complete,
    gradient: complete.gradient.slice(0, waves),
    change: complete.change.slice(0, waves),
  };
}

/** Variance of the part of a person's own, so that the whole has SD 100, in points². */
export function personVariance(profile: ScaleProfile): number {
  const square = (x: number) => x * x;
  const explained = square(profile.gradient[0]!) +
    square(profile.genderGap) / 4 + square(profile.roleGap) * 0.21 +
    square(profile.perGrade) * 3;
  const between = profile.municipality + profile.school + profile.class;
  return 10000 * (1 - between) - explained;
}
