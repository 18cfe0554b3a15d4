import type { BackgroundPeople } from "#lib/background/mod.ts";
import { createStream, exp } from "#lib/numerics/mod.ts";

/** Two waves of pupils with homes of three components. */
export interface HomesOptions {
  /** Another seed, other pupils. */
  readonly seed: number;
  /** Schools in four municipalities; the same ones in both waves. @default {40} */
  readonly schools?: number;
  /** Pupils per school and wave. @default {30} */
  readonly pupils?: number;
  /** Points per SD of a home's standing, in both waves. @default {[30, 30]} */
  readonly gradient?: readonly [number, number];
  /** SD of what is added to each component in the second wave. @default {0} */
  readonly laterNoise?: number;
  /** Factor on the scores' distance from 500 in the second wave. @default {1} */
  readonly laterSpread?: number;
  /** Highest possible score in the second wave. @default {Infinity} */
  readonly laterCeiling?: number;
  /**
   * Logits of not answering in both waves; every 100 points of the score take 1.5 away.
   * @default {[-Infinity, -Infinity]}
   */
  readonly silence?: readonly [number, number];
  /** Share of the first wave's pupils who are there again in the second. @default {0} */
  readonly returning?: number;
  /** How uneven schools are. @default {{ size: 0, passing: 0, class: 0 }} */
  readonly spreads?: HomeSpreads;
}

/** What differs between schools beside their homes and lasting level. */
export interface HomeSpreads {
  /** SD of the logarithm of a school's number of pupils. */
  readonly size: number;
  /** SD in points of what a school has in one wave alone. */
  readonly passing: number;
  /** SD in points between classes of a school. */
  readonly class: number;
}

/** Loading of each component on the home's standing. */
const LOADING = 0.8;
const OWN = 0.6;
const COMPONENTS = 3;
const SCALE = Math.sqrt(
  COMPONENTS * COMPONENTS * LOADING * LOADING + COMPONENTS * OWN * OWN,
);

/** Points per SD of the index for a gradient of one point per SD of standing. */
export const SLOPE_PER_STANDING: number = COMPONENTS * LOADING / SCALE;

/** Variance of standing between schools; the rest of 1 is within. */
const BETWEEN = 0.2;
const SCHOOL_SPREAD = 20;
const PUPIL_SPREAD = 85;
const PER_100_POINTS = 1.5;

/** Pupils per class. */
const CLASS_SIZE = 18;
/** A home lies in the outer education groups beyond this many SDs. */
const EDUCATION_CUT = 0.6;
/** Correlation of what a returning pupil has beyond home and school. */
const LASTING = 0.6;
const EVEN: HomeSpreads = { size: 0, passing: 0, class: 0 };

/** Simulated pupils of both waves. */
export interface Homes {
  /** Weights, places, education groups and components. */
  readonly people: BackgroundPeople & {
    readonly school: Int32Array;
    readonly wave: Uint8Array;
  };
  /** True scores, points. */
  readonly points: Float64Array;
  /** Index; NaN where the home did not answer. */
  readonly background: Float64Array;
  /** Index and education group of all homes, also of those that did not answer. */
  readonly complete: {
    readonly background: Float64Array;
    readonly education: Int8Array;
  };
  /** Number of each pupil, the same in both waves. */
  readonly person: Int32Array;
  /** Class of each pupil; a class belongs to one school and wave. */
  readonly classIndex: Int32Array;
  /** Standing and lasting level of each school, SD and points. */
  readonly schools: readonly {
    readonly standing: number;
    readonly level: number;
    /** Points that it has in one wave alone, by wave. */
    readonly passing: readonly [number, number];
  }[];
}

/** Draws the pupils of both waves. */
export function simulateHomes(
  {
    seed,
    schools = 40,
    pupils = 30,
    gradient = [30, 30],
    laterNoise = 0,
    laterSpread = 1,
    laterCeiling = Infinity,
    silence = [-Infinity, -Infinity],
    returning = 0,
    spreads = EVEN,
  }: HomesOptions,
): Homes {
  const sizes = Array.from({ length: schools }, (_, s) =>
    Math.max(
      CLASS_SIZE / 2,
      Math.round(
        pupils * exp(spreads.size * createStream(seed, 12, s).normal()),
      ),
    ));
  const n = 2 * sizes.reduce((sum, size) => sum + size, 0);
  const wave = new Uint8Array(n), school = new Int32Array(n);
  const classIndex = new Int32Array(n);
  const person = new Int32Array(n);
  const home = new Float64Array(n), rest = new Float64Array(n);
  const education = new Int8Array(n).fill(-1);
  const points = new Float64Array(n), background = new Float64Array(n);
  const complete = {
    background: new Float64Array(n),
    education: new Int8Array(n),
  };
  const components = Array.from(
    { length: COMPONENTS },
    () => new Float64Array(n),
  );
  const places: Homes["schools"][number][] = [];
  let classes = -1;
  for (let s = 0, i = 0; s < schools; s++) {
    const stream = createStream(seed, 11, s);
    const own = createStream(seed, 13, s);
    const standing = Math.sqrt(BETWEEN) * stream.normal();
    const level = SCHOOL_SPREAD * stream.normal();
    const passing = [0, 1].map(() => spreads.passing * own.normal()) as [
      number,
      number,
    ];
    places.push({ standing, level, passing });
    for (let w = 0; w < 2; w++) {
      let ofClass = 0;
      for (let p = 0; p < sizes[s]!; p++, i++) {
        if (p % CLASS_SIZE === 0) {
          classes++;
          ofClass = spreads.class * own.normal();
        }
        const earlier = i - sizes[s]!;
        const isBack = w === 1 && p < returning * sizes[s]!;
        home[i] = standing + Math.sqrt(1 - BETWEEN) * stream.normal();
        rest[i] = stream.normal();
        if (isBack) {
          home[i] = home[earlier]!;
          rest[i] = LASTING * rest[earlier]! +
            Math.sqrt(1 - LASTING * LASTING) * rest[i]!;
        }
        person[i] = isBack ? earlier : i;
        const score = gradient[w]! * home[i]! + level + passing[w]! + ofClass +
          PUPIL_SPREAD * rest[i]!;
        const shown = w === 0
          ? 500 + score
          : Math.min(laterCeiling, 500 + laterSpread * score);
        const logit = silence[w]! - PER_100_POINTS * (shown - 500) / 100;
        const isSilent = stream.uniform() < 1 / (1 + exp(-logit));
        components.forEach((column, k) => {
          const value = LOADING * home[i]! + OWN * stream.normal() +
            (w === 1 ? laterNoise : 0) * stream.normal();
          complete.background[i]! += value / SCALE;
          column[i] = isSilent ? NaN : value / SCALE;
          if (k === 0) complete.education[i] = educationOf(value);
        });
        background[i] = isSilent ? NaN : complete.background[i]!;
        education[i] = isSilent ? -1 : complete.education[i]!;
        wave[i] = w;
        school[i] = s;
        classIndex[i] = classes;
        points[i] = shown;
      }
    }
  }
  return {
    people: {
      weight: new Float64Array(n).fill(1),
      wave,
      school,
      education,
      components,
    },
    points,
    background,
    complete,
    person,
    classIndex,
    schools: places,
  };
}

/** 0 low, 1 middle, 2 high. */
function educationOf(value: number): number {
  return value < -EDUCATION_CUT ? 0 : value < EDUCATION_CUT ? 1 : 2;
}
