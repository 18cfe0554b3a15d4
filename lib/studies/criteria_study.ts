import {
  type ChangeToJudge,
  judgeChanges,
  type JudgeOptions,
} from "#lib/effects/mod.ts";
import { createStream, type RandomStream } from "#lib/numerics/mod.ts";
import { doseCoverage } from "./dose_coverage.ts";
import { expectedBand } from "./expected_band.ts";
import { shrunkenCoverage } from "./shrunken_coverage.ts";
import type { Study, StudyRow } from "./study.ts";

/** Counts the false claims of the success criteria and of participation. */
export const criteriaStudy: Study = {
  name: "succeskriterier",
  title: "Forkerte påstande om succeskriterier og om deltagelse",
  run: () => [
    ...falseClaims({ replications: 4000 }),
    ...shrunkenCoverage({ replications: 2000 }),
    ...doseCoverage({ schools: 242, replications: 1000 }),
    ...doseCoverage({ schools: 22, replications: 4000 }),
    ...doseCoverage({ schools: 18, replications: 4000 }),
  ],
};

const ALPHA = 0.05;
const MARGIN = 5;
/** Scales of all criteria. */
const SCALES = 18;
const MUNICIPALITIES = 13;
/** Correlation of the errors of two scales: the same pupils answer both. */
const CORRELATION = 0.4;

/** A family of changes with known truth. */
interface Family {
  readonly truth: readonly number[];
  /** Standard error of each, known up to chance with these degrees of freedom. */
  readonly error: number;
  readonly degreesOfFreedom: number;
  /** Changes that share a unit's chance, one after another. */
  readonly perUnit: number;
}

/** Estimates of a family: errors alike within a unit, standard errors estimated. */
function draw(family: Family, stream: RandomStream): readonly ChangeToJudge[] {
  const { truth, error, degreesOfFreedom, perUnit } = family;
  let common = 0, spread = 1;
  return truth.map((change, i) => {
    if (i % perUnit === 0) common = stream.normal();
    spread = chiSquare(degreesOfFreedom, stream) / degreesOfFreedom;
    const chance = Math.sqrt(CORRELATION) * common +
      Math.sqrt(1 - CORRELATION) * stream.normal();
    return {
      change: {
        value: change + error * chance,
        standardError: error * Math.sqrt(spread),
        degreesOfFreedom,
      },
      margin: MARGIN,
      desired: 1,
      alpha: ALPHA,
    };
  });
}

function chiSquare(degreesOfFreedom: number, stream: RandomStream): number {
  let sum = 0;
  for (let k = 0; k < degreesOfFreedom; k++) {
    const z = stream.normal();
    sum += z * z;
  }
  return sum;
}

/** Share of wrong claims of difference and of smallness in one judged family. */
function wrongClaims(
  family: Family,
  stream: RandomStream,
  options: JudgeOptions,
): { readonly any: number; readonly share: number } {
  const judged = judgeChanges(draw(family, stream), options);
  let claims = 0, wrong = 0;
  judged.forEach(({ verdict, isSmall }, i) => {
    const truth = family.truth[i]!;
    if (verdict === "documented-progress" || verdict === "decline") {
      claims++;
      if (truth === 0 || (truth > 0) !== (verdict === "documented-progress")) {
        wrong++;
      }
    }
    if (isSmall) {
      claims++;
      if (Math.abs(truth) >= MARGIN) wrong++;
    }
  });
  return { any: wrong > 0 ? 1 : 0, share: wrong / Math.max(1, claims) };
}

/**
 * How often a family of criteria makes a false claim where it must be rare: nothing
 * has changed, every change is exactly at the margin, or some have and some have not.
 */
export function falseClaims(
  { replications }: { readonly replications: number },
): readonly StudyRow[] {
  const repeat = (count: number, truth: (i: number) => number): number[] =>
    Array.from({ length: count }, (_, i) => truth(i));
  const programme = { error: 1.6, degreesOfFreedom: 120, perUnit: SCALES };
  const municipal = { error: 6, degreesOfFreedom: 17, perUnit: SCALES };
  const all = MUNICIPALITIES * SCALES;
  const settings = [
    ["programmet, intet ændret", repeat(SCALES, () => 0), programme, "Holm"],
    [
      "programmet, alle ændret præcis grænsen",
      repeat(SCALES, () => MARGIN),
      programme,
      "Holm",
    ],
    [
      "13 kommuner, intet ændret",
      repeat(all, () => 0),
      municipal,
      "Benjamini-Hochberg",
    ],
    [
      "13 kommuner, en tredjedel ændret",
      repeat(all, (i) => i % 3 === 0 ? 18 : 0),
      municipal,
      "Benjamini-Hochberg",
    ],
  ] as const;
  return settings.map(([setting, truth, rest, adjustment], k) => {
    let any = 0, share = 0;
    for (let replication = 0; replication < replications; replication++) {
      const stream = createStream(61, k, replication);
      const found = wrongClaims({ truth, ...rest }, stream, { adjustment });
      any += found.any / replications;
      share += found.share / replications;
    }
    const isHolm = adjustment === "Holm";
    return {
      quantity: isHolm
        ? "risiko for mindst én forkert påstand"
        : "andel forkerte påstande blandt påstandene",
      setting: `${setting} (${isHolm ? "Holm" : "Benjamini og Hochberg"})`,
      value: isHolm ? any : share,
      trials: replications,
      band: expectedBand(ALPHA, replications, { open: "below" }),
    };
  });
}
