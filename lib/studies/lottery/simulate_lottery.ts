import { type DrawSet, possibleDraws } from "#lib/effects/mod.ts";
import { createStream, type RandomStream } from "#lib/numerics/mod.ts";
import { lotteryMeasures, type LotteryScores } from "#lib/profiles/mod.ts";
import type { LotteryData } from "#lib/reports/mod.ts";
import {
  drawLotterySchools,
  type LotterySetting,
  SCHOOLS,
  type SimulatedSchool,
} from "./draw_lottery_schools.ts";

/** A lottery as the report opens it, and what is true of it. */
export interface SimulatedLottery {
  /** What the report computes from. */
  readonly lottery: LotteryData;
  /** The recorded draw and a sample of the others. */
  readonly draws: DrawSet;
  /** Mean effect of being drawn over the schools, points. */
  readonly effect: number;
  /** The same over the pupils. */
  readonly pupilEffect: number;
}

/** SDs in points: lasting and passing, of schools; of pupils; of a plausible value. */
export const SPREADS = {
  school: 16,
  schoolInWave: 8,
  pupil: 90,
  measurement: 40,
} as const;
/** Plausible values per pupil. */
const DRAWS = 2;
/** Pupils who answer only if their school is drawn lie so much below the others, points. */
const BELOW_OTHERS = 40;
/** Draws held beside the recorded one: 25 of 500 are 5 per cent, so tests stay exact. */
const SAMPLES = 499;
const SEED = 2018;

/** Pupils of both waves with their plausible values of one outcome. */
function drawPupils(
  schools: readonly SimulatedSchool[],
  { spreadFactor, common, stream }: {
    readonly spreadFactor: number;
    /** What the school's outcomes share. */
    readonly common: readonly number[];
    readonly stream: RandomStream;
  },
): Omit<LotteryScores, "draws" | "rates"> {
  const points: number[][] = Array.from({ length: DRAWS }, () => []);
  const wave: number[] = [], school: number[] = [];
  const half = Math.sqrt(0.5);
  schools.forEach(({ received, gain, answered, reluctant }, s) => {
    const lasting = 500 +
      SPREADS.school * half * (common[s]! + stream.normal());
    for (let w = 0; w < 2; w++) {
      const takesPart = w === 1 && received;
      const level = lasting + SPREADS.schoolInWave * stream.normal() +
        (takesPart ? gain : 0);
      const spread = SPREADS.pupil * (takesPart ? spreadFactor : 1);
      const noise = SPREADS.measurement * (takesPart ? spreadFactor : 1);
      const here = w === 1 ? answered : answered - reluctant;
      for (let i = 0; i < here; i++) {
        const score = level + spread * stream.normal() -
          (w === 1 && i < reluctant ? BELOW_OTHERS : 0);
        for (const draw of points) draw.push(score + noise * stream.normal());
        wave.push(w);
        school.push(s);
      }
    }
  });
  return {
    points,
    weights: new Float64Array(wave.length).fill(1),
    wave: Uint8Array.from(wave),
    school: Uint16Array.from(school),
  };
}

function rateOf(
  schools: readonly SimulatedSchool[],
  isDrawn: boolean,
): number {
  let invited = 0, answered = 0;
  for (const school of schools) {
    if (school.treated !== isDrawn) continue;
    invited += school.invited;
    answered += school.answered;
  }
  return answered / invited;
}

/**
 * Draws a lottery between 22 schools of unequal size, with pupils who are asked before
 * and after and have plausible values, and takes from it what the report is made of.
 *
 * @param replication Another number, another lottery.
 */
export function simulateLottery(
  setting: LotterySetting,
  replication: number,
): SimulatedLottery {
  const { spreadFactor = 1, outcomes = 1, stayingAway = 0 } = setting;
  const stream = createStream(SEED, replication);
  const schools = drawLotterySchools(setting, stream);
  const common = schools.map(() => stream.normal());
  const draws = possibleDraws(schools.map(({ treated }) => treated ? 1 : 0), {
    exactLimit: 1,
    samples: SAMPLES,
    seed: replication,
  });
  const rates = {
    drawn: rateOf(schools, true),
    others: rateOf(schools, false),
  };
  const measure = (k: number) =>
    lotteryMeasures({
      ...drawPupils(schools, {
        spreadFactor,
        common,
        stream: createStream(SEED, replication, k),
      }),
      draws,
      rates,
    });
  return {
    lottery: {
      schools: schools.map((school, i) => ({
        ...school,
        id: `${i}`,
        stratum: null,
        received: stayingAway > 0 ? school.received : null,
        n: school.answered,
      })),
      outcomes: Array.from({ length: outcomes }, (_, k) => ({
        scale: `${k}`,
        label: `${k}`,
        ...measure(k),
      })),
      rule: null,
      primaryScale: setting.primary === "first" ? "0" : null,
    },
    draws,
    effect: schools.reduce((total, { gain }) => total + gain, 0) / SCHOOLS,
    pupilEffect: schools.reduce(
      (total, { gain, invited }) => total + gain * invited,
      0,
    ) / schools.reduce((total, { invited }) => total + invited, 0),
  };
}
