import { judgeDeviations } from "#lib/background/mod.ts";
import { type Estimate, makeEstimate } from "#lib/inference/mod.ts";
import { isTooFew, secondarySuppression } from "../disclosure.ts";
import type { ScaleInput } from "../scale_input.ts";
import { wavePairs } from "../sums.ts";
import type { HiddenReason } from "../types.ts";
import type { ExpectedResults } from "./expected_types.ts";
import { municipalityDeviations } from "./municipality_deviations.ts";
import { type DrawnValue, drawsAt, poolDrawn } from "./raw_deviation.ts";
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
 * no unit stands out merely because there are many. Changes take the pupils of the
 * waves as different ones and the coefficients as independent, which makes their
 * errors rather too large than too small.
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
    municipalityDeviations(input, waves, m).forEach((drawn, k) =>
      families[k]!.push(
        municipalityCandidate(input, waves, {
          unit: places.firstMunicipality + m,
          municipality: m,
          used: slots[k]!,
          drawn,
        }),
      )
    );
  }
  const schoolSlots = slots.filter((used) =>
    used.length === 1 || used === longest
  );
  for (const used of schoolSlots) {
    const hidden = hiddenSchools(input, waves, used);
    families.push(
      Array.from(
        { length: input.schools },
        (_, s) =>
          schoolCandidate(input, waves, {
            unit: places.firstSchool + s,
            school: s,
            used,
            hidden: hidden[s]!,
          }),
      ).filter(({ hidden }) => hidden !== "no-answers"),
    );
  }
  return families.flatMap((family) => judge(input, places.scale, family));
}

/** Why a school's number is not shown, per school: too few pupils, or another school's secret. */
function hiddenSchools(
  input: ScaleInput,
  waves: readonly WaveExpectation[],
  used: readonly number[],
): (HiddenReason | null)[] {
  const fewest = Array.from(
    { length: input.schools },
    (_, s) => Math.min(...used.map((w) => waves[w]!.pupils[s]!)),
  );
  const hidden = fewest.map((n): HiddenReason | null =>
    n === 0 ? "no-answers" : isTooFew(n) ? "too-few" : null
  );
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

function schoolCandidate(
  input: ScaleInput,
  waves: readonly WaveExpectation[],
  { unit, school, used, hidden }: {
    readonly unit: number;
    readonly school: number;
    readonly used: readonly number[];
    readonly hidden: HiddenReason | null;
  },
): Candidate {
  const [first, last] = [waves[used[0]!]!, waves[used.at(-1)!]!];
  const at = (values: Float64Array): number[] =>
    drawsAt(values, school, input.schools);
  const n = used.reduce((sum, w) => sum + waves[w]!.pupils[school]!, 0);
  const schools = last.pupils.filter((pupils) => pupils > 0).length;
  const own = (w: WaveExpectation): number => w.errorVariance[school]!;
  const ofCoefficients = (w: WaveExpectation): number =>
    w.bySchool.coefficientVariance[school]!;
  const parts = used.map((w) => waves[w]!);
  const common = { degreesOfFreedom: schools - 1, n };
  const isChange = used.length > 1;
  const expected = at(first.bySchool.expected);
  const early = at(first.bySchool.deviations);
  const late = at(last.bySchool.deviations);
  return {
    unit,
    wave: used[0]!,
    to: isChange ? used[1]! : -1,
    hidden,
    observed: isChange ? null : poolDrawn({
      ...common,
      draws: expected.map((x, d) => x + early[d]!),
      sampling: own(first),
    }),
    expected: isChange ? null : poolDrawn({
      ...common,
      draws: expected,
      sampling: ofCoefficients(first),
    }),
    deviation: poolDrawn({
      ...common,
      draws: isChange ? late.map((x, d) => x - early[d]!) : early,
      sampling: parts.reduce((sum, w) => sum + own(w) + ofCoefficients(w), 0),
    }),
  };
}

function municipalityCandidate(
  input: ScaleInput,
  waves: readonly WaveExpectation[],
  { unit, municipality, used, drawn }: {
    readonly unit: number;
    readonly municipality: number;
    readonly used: readonly number[];
    readonly drawn: DrawnValue;
  },
): Candidate {
  const people = used.map((w) => {
    let n = 0;
    input.municipalityOfSchool.forEach((m, s) => {
      if (m === municipality) n += waves[w]!.pupils[s]!;
    });
    return n;
  });
  const fewest = Math.min(...people);
  const isChange = used.length > 1;
  const wave = waves[used[0]!]!;
  const expected = isChange ? [] : expectedOf(input, wave, municipality);
  return {
    unit,
    wave: used[0]!,
    to: isChange ? used[1]! : -1,
    hidden: fewest === 0 ? "no-answers" : isTooFew(fewest) ? "too-few" : null,
    observed: isChange ? null : poolDrawn({
      ...drawn,
      draws: drawn.draws.map((x, d) => x + expected[d]!),
      sampling: drawn.sampling -
        wave.byMunicipality.coefficientVariance[municipality]!,
    }),
    expected: isChange ? null : poolDrawn({
      ...drawn,
      draws: expected,
      sampling: wave.byMunicipality.coefficientVariance[municipality]!,
    }),
    deviation: poolDrawn(drawn),
  };
}

/** Expected mean of a municipality's pupils, one per draw. */
function expectedOf(
  input: ScaleInput,
  { byMunicipality, weight }: WaveExpectation,
  municipality: number,
): number[] {
  return input.people.points.map((_, d) => {
    let total = 0, sum = 0;
    input.municipalityOfSchool.forEach((m, s) => {
      if (m !== municipality || !(weight[s]! > 0)) return;
      total += weight[s]!;
      sum += weight[s]! * byMunicipality.expected[d * input.schools + s]!;
    });
    return sum / total;
  });
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
