import { judgeDeviations } from "#lib/background/mod.ts";
import { type Estimate, makeEstimate } from "#lib/inference/mod.ts";
import { isTooFew, secondarySuppression } from "../disclosure.ts";
import type { ScaleInput } from "../scale_input.ts";
import { wavePairs } from "../estimates/sums.ts";
import type { HiddenReason } from "../types.ts";
import type { ExpectedResults } from "./expected_types.ts";
import { municipalityDeviations } from "./municipality_deviations.ts";
import { type DrawnNumbers, poolDrawn } from "./raw_deviation.ts";
import { schoolDeviations } from "./school_deviations.ts";
import { type WaveExpectation, waveExpectation } from "./wave_expectation.ts";

/** Numbers of the first units in the results' list. */
export interface ExpectedPlaces {
  /** Id of the scale. */
  readonly scale: string;
  /** Number of the first municipality. */
  readonly firstMunicipality: number;
  /** Number of the first school. */
  readonly firstSchool: number;
}

/** A unit before it is judged among the others. */
interface Candidate {
  readonly unit: number;
  readonly wave: number;
  readonly to: number;
  readonly observed: Estimate | null;
  readonly expected: Estimate | null;
  readonly deviation: Estimate | null;
  readonly hidden: HiddenReason | null;
}

/**
 * The expected results of every municipality and school on one scale about pupils:
 * each wave, each pair of waves for municipalities, first to last wave for schools.
 *
 * The schools of a wave are judged together, and so are the municipalities, so that
 * no unit stands out merely because there are many.
 */
export function estimateExpected(
  input: ScaleInput,
  places: ExpectedPlaces,
): readonly ExpectedResults[] {
  const waves = Array.from(
    { length: input.waves },
    (_, w) => waveExpectation(input, w),
  );
  const pairs = wavePairs(input.waves);
  const longest = pairs.at(-1);
  const slots = [...waves.map((_, w) => [w]), ...pairs];
  const families: Candidate[][] = slots.map(() => []);
  for (let m = 0; m < input.municipalities; m++) {
    municipalityDeviations(input, waves, m).forEach((numbers, k) =>
      families[k]!.push(candidate(numbers, {
        unit: places.firstMunicipality + m,
        used: slots[k]!,
        hidden: hiddenMunicipality(input, waves, {
          municipality: m,
          used: slots[k]!,
        }),
      }))
    );
  }
  const schoolSlots = slots.filter((used) =>
    used.length === 1 || used === longest
  );
  for (const used of schoolSlots) {
    const hidden = hiddenSchools(input, waves, used);
    families.push(
      schoolDeviations(input, waves, used).map((numbers, s) =>
        candidate(numbers, {
          unit: places.firstSchool + s,
          used,
          hidden: hidden[s]!,
        })
      ).filter((_, s) => used.every((w) => waves[w]!.pupils[s]! > 0)),
    );
  }
  return families.flatMap((family) => judge(input, places.scale, family));
}

/**
 * Why a school's number is not shown, per school: too few pupils of known background,
 * or another school's secret. What is expected of pupils of whom nothing is known says
 * nothing of their background.
 */
function hiddenSchools(
  input: ScaleInput,
  waves: readonly WaveExpectation[],
  used: readonly number[],
): (HiddenReason | null)[] {
  const fewest = Array.from(
    { length: input.schools },
    (_, s) => Math.min(...used.map((w) => waves[w]!.known[s]!)),
  );
  const hidden = fewest.map(whyHidden);
  for (let m = 0; m < input.municipalities; m++) {
    const members = fewest.flatMap((_, s) =>
      input.municipalityOfSchool[s] === m ? [s] : []
    );
    for (const i of secondarySuppression(members.map((s) => fewest[s]!))) {
      hidden[members[i]!] = "secondary";
    }
  }
  return hidden;
}

function whyHidden(known: number): HiddenReason | null {
  return known === 0 ? "no-answers" : isTooFew(known) ? "too-few" : null;
}

/** The candidate of one unit's numbers; hidden ones are not pooled. */
function candidate(
  { observed, expected, deviation }: DrawnNumbers,
  { unit, used, hidden }: {
    readonly unit: number;
    readonly used: readonly number[];
    readonly hidden: HiddenReason | null;
  },
): Candidate {
  return {
    unit,
    wave: used[0]!,
    to: used[1] ?? -1,
    hidden,
    observed: observed && poolDrawn(observed),
    expected: expected && poolDrawn(expected),
    deviation: poolDrawn(deviation),
  };
}

/** The same of a municipality. */
function hiddenMunicipality(
  { municipalityOfSchool }: ScaleInput,
  waves: readonly WaveExpectation[],
  { municipality, used }: {
    readonly municipality: number;
    readonly used: readonly number[];
  },
): HiddenReason | null {
  return whyHidden(Math.min(...used.map((w) =>
    municipalityOfSchool.reduce(
      (n, m, s) => n + (m === municipality ? waves[w]!.known[s]! : 0),
      0,
    )
  )));
}

/** Judges the units of one family together. */
function judge(
  { years }: ScaleInput,
  scale: string,
  family: readonly Candidate[],
): ExpectedResults[] {
  const shown = family.flatMap(({ deviation, hidden }) =>
    deviation && hidden === null ? [deviation] : []
  );
  const judged = judgeDeviations(shown);
  const level = { hidden: "level" } as const;
  let next = 0;
  return family.map((one): ExpectedResults => {
    const { unit, wave, to, observed, expected, deviation } = one;
    const label = {
      unit,
      scale,
      wave: years[wave]!,
      to: to < 0 ? null : years[to]!,
    };
    if (one.hidden !== null || deviation === null) {
      const cell = { hidden: one.hidden ?? "no-uncertainty" } as const;
      return {
        ...label,
        observed: cell,
        expected: cell,
        deviation: cell,
        shrunken: cell,
        verdict: null,
      };
    }
    const { shrunken, shrunkenError, verdict } = judged[next++]!;
    return {
      ...label,
      observed: observed ?? level,
      expected: expected ?? level,
      deviation,
      shrunken: makeEstimate({
        value: shrunken,
        variance: { sampling: shrunkenError * shrunkenError },
        degreesOfFreedom: deviation.degreesOfFreedom,
        n: deviation.n,
        unit: "points",
        method: `${deviation.method}, drawn towards all units`,
      }),
      verdict,
    };
  });
}
