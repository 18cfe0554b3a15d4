import { analyseLottery, type LotteryAnalysis } from "#lib/reports/mod.ts";
import { countShares } from "../choices/count_shares.ts";
import { expectedBand } from "../expected_band.ts";
import type { Study, StudyRow } from "../study.ts";
import type { LotterySetting } from "./draw_lottery_schools.ts";
import { type SimulatedLottery, simulateLottery } from "./simulate_lottery.ts";
import { smallestEffect } from "./smallest_effect.ts";

const REPLICATIONS = 600;

/** Holds everything that the lottery's report prints against known effects. */
export const lotteryStudy: Study = {
  name: "lodtraekning",
  title:
    "Lodtrækning mellem 22 skoler, hvoraf 10 trækkes: rapportens intervaller og fund",
  run: () => [
    ...effectsHeld(sameEffect(), REPLICATIONS),
    ...effectsHeld(unequalEffects, REPLICATIONS),
    ...findingsWithoutEffect(REPLICATIONS),
  ],
};

/** The same, where schools stay away and pupils do not answer alike. */
export const lotteryAfterDrawStudy: Study = {
  name: "lodtraekning-efter-traekningen",
  title:
    "Lodtrækning mellem 22 skoler, når skoler udebliver, eller elever ikke svarer ens",
  run: () => [
    ...takingPartHeld({ stayingAway: 2 }, REPLICATIONS),
    ...takingPartHeld({ stayingAway: 11 }, REPLICATIONS),
    ...boundsHeld(answersAlike, REPLICATIONS),
    ...boundsHeld(answersUnlike, REPLICATIONS),
  ],
};

/** Every school gains what the lottery can just find, and its pupils become more alike. */
export const sameEffect = (): LotterySetting => ({
  label: "samme effekt på alle skoler",
  effect: smallestEffect(),
  spreadFactor: 0.95,
  primary: "first",
});

/** Schools gain and lose, by SD as much as schools differ; the mean is 0. */
export const unequalEffects: LotterySetting = {
  label: "effekten er forskellig fra skole til skole",
  effectSpread: 16,
  primary: "first",
};

const answersAlike: LotterySetting = {
  label: "lige mange svarer i de to grupper",
};

const answersUnlike: LotterySetting = {
  label: "flere svarer på de udtrukne skoler",
  furtherAnswers: 0.08,
};

type Interval = readonly [lower: number, upper: number];

const holds = ([lower, upper]: Interval, truth: number): boolean =>
  lower <= truth && truth <= upper;

/** Names of the rows whose intervals are of the effect of being drawn. */
const COVERAGE = {
  printed: "dækning, effekt af at blive trukket ud",
  spread: "dækning, effekt på elevernes spredning",
  withoutOne: "spændet uden én skole ad gangen holder effekten",
  above: "estimatet ligger over den sande effekt",
  found: "effekten findes (p under 5 %)",
} as const;

/** Rows of the other ways to compute, in the order of the report. */
const OTHERS = [
  "dækning, uden skolens resultat før",
  "dækning, hver elev tæller lige meget",
  "dækning, uden hensyn til forskelle i spredning",
  "dækning, regression over skolerne (CR2)",
  "dækning, regression over skolerne (wild bootstrap)",
  "dækning, regression over eleverne (CR2)",
] as const;
/** Which of them are of the effect on the average pupil. */
const OVER_PUPILS: readonly number[] = [1, 5];
/** Which of them is right only where the effect is the same everywhere. */
const PLAIN = 2;

/** Share of the printed intervals that hold the effect, by every way to compute. */
export function effectsHeld(
  setting: LotterySetting,
  replications: number,
): readonly StudyRow[] {
  const { spreadFactor = 1, effectSpread = 0 } = setting;
  const isExact = effectSpread === 0;
  const covered = expectedBand(0.95, replications, {
    open: isExact ? "both" : "above",
  });
  return countShares({
    setting: setting.label,
    replications,
    replicate: (replication) => {
      const simulated = simulateLottery(setting, replication);
      const { effect, pupilEffect } = simulated;
      const { outcomes: [one], checks } = analysed(simulated);
      const { test, withoutOneSchool } = one!;
      return {
        [COVERAGE.printed]: holds(one!.effect.interval, effect),
        ...Object.fromEntries(checks.others.map(({ interval }, k) => [
          OTHERS[k]!,
          holds(interval, OVER_PUPILS.includes(k) ? pupilEffect : effect),
        ])),
        [COVERAGE.spread]: holds(checks.spread[0]!.interval, spreadFactor - 1),
        [COVERAGE.withoutOne]: holds(withoutOneSchool, effect),
        [COVERAGE.above]: test.effect > effect,
        [COVERAGE.found]: test.studentised.pValue <= 0.05,
      };
    },
    bands: {
      ...Object.fromEntries(OTHERS.map((name) => [name, covered])),
      [COVERAGE.printed]: covered,
      [OTHERS[PLAIN]!]: isExact ? covered : null,
      [COVERAGE.spread]: expectedBand(0.95, replications),
      [COVERAGE.above]: expectedBand(0.5, replications),
      [COVERAGE.found]: isExact
        ? expectedBand(0.8, replications)
        : expectedBand(0.05, replications, { open: "below" }),
    },
  });
}

function analysed({ lottery, draws }: SimulatedLottery): LotteryAnalysis {
  return analyseLottery(lottery, draws);
}

const FINDINGS = {
  one: "p under 5 % for ét resultat",
  any: "mindst én sikker effekt blandt fire resultater",
  spread: "mindst én sikker ændring af spredningen blandt fire resultater",
  answers: "forskellen i svar kaldes for stor",
  balance: "lodtrækningen kaldes uheldig",
} as const;

/** Share of lotteries without any effect in which the report finds or warns of something. */
export function findingsWithoutEffect(
  replications: number,
): readonly StudyRow[] {
  const kept = expectedBand(0.05, replications, { open: "below" });
  return countShares({
    setting: "ingen effekt",
    replications,
    replicate: (replication) => {
      const { outcomes, checks, balance } = analysed(
        simulateLottery({ label: "", outcomes: 4 }, replication),
      );
      return {
        [FINDINGS.one]: outcomes[0]!.test.studentised.pValue <= 0.05,
        [FINDINGS.any]: outcomes.some(({ certain }) => certain),
        [FINDINGS.spread]: checks.spread.some(({ pAdjusted, interval }) =>
          pAdjusted < 0.05 && !holds(interval, 0)
        ),
        [FINDINGS.answers]: checks.attrition.test!.studentised!.pValue < 0.05,
        [FINDINGS.balance]: balance.share < 0.05,
      };
    },
    bands: {
      [FINDINGS.one]: expectedBand(0.05, replications),
      [FINDINGS.any]: kept,
      [FINDINGS.spread]: kept,
      [FINDINGS.answers]: kept,
      [FINDINGS.balance]: expectedBand(0.05, replications),
    },
  });
}

/** Share of intervals that hold the effects where some schools stay away when drawn. */
export function takingPartHeld(
  { stayingAway }: { readonly stayingAway: number },
  replications: number,
): readonly StudyRow[] {
  const effect = 15;
  const setting = {
    label: `${stayingAway} af de 22 skoler udebliver, hvis de trækkes`,
    effect,
    stayingAway,
  };
  const takingPart = "dækning, effekt af at deltage";
  return countShares({
    setting: setting.label,
    replications,
    replicate: (replication) => {
      const simulated = simulateLottery(setting, replication);
      const { outcomes: [one], checks } = analysed(simulated);
      const [complier] = checks.compliers!;
      return {
        [takingPart]: holds(complier!.studentised!.interval, effect),
        [COVERAGE.printed]: holds(one!.effect.interval, simulated.effect),
      };
    },
    bands: {
      [takingPart]: expectedBand(0.95, replications),
      [COVERAGE.printed]: expectedBand(0.95, replications, { open: "above" }),
    },
  });
}

/** Share of the bounds that hold the effect on those who answer whatever is drawn. */
export function boundsHeld(
  setting: LotterySetting,
  replications: number,
): readonly StudyRow[] {
  const effect = 15;
  const bounds = "dækning, grænser for frafaldets betydning";
  const isAlike = setting.furtherAnswers === undefined;
  return countShares({
    setting: setting.label,
    replications,
    replicate: (replication) => {
      const { outcomes: [one], checks } = analysed(
        simulateLottery({ ...setting, effect }, replication),
      );
      const interval = checks.bounds[0]?.interval ?? one!.effect.interval;
      return {
        [bounds]: holds(interval, effect),
        [COVERAGE.printed]: holds(one!.effect.interval, effect),
      };
    },
    bands: {
      [bounds]: expectedBand(0.95, replications, { open: "above" }),
      [COVERAGE.printed]: isAlike ? expectedBand(0.95, replications) : null,
    },
  });
}
