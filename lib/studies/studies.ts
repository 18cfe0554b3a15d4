import {
  conditionStudy,
  decompositionStudy,
  expectedStudy,
  imputedStudy,
  measureStudy,
} from "./background/background_studies.ts";
import { asymptoticP } from "./choices/asymptotic_p.ts";
import { noChangeAsFinding } from "./choices/no_change_as_finding.ts";
import { plannedPower } from "./choices/planned_power.ts";
import { plausibleValues } from "./choices/plausible_values.ts";
import { pupilsAsIndependent } from "./choices/pupils_as_independent.ts";
import { schoolByWave } from "./choices/school_by_wave.ts";
import { withoutLinkError } from "./choices/without_link_error.ts";
import { criteriaStudy } from "./criteria_study.ts";
import { developmentStudy } from "./development_study.ts";
import { difStudy } from "./dif_study.ts";
import { errorStudy } from "./error_study.ts";
import { gradientStudy } from "./gradient_study.ts";
import { levelStudy } from "./level_study.ts";
import {
  lotteryAfterDrawStudy,
  lotteryStudy,
} from "./lottery/lottery_study.ts";
import { recoveryStudy } from "./recovery_study.ts";
import { schoolStudy } from "./school_study.ts";
import type { Study } from "./study.ts";
import { trendStudy } from "./trend_study.ts";

/** Every study, in the order they run. */
export const STUDIES: readonly Study[] = [
  recoveryStudy,
  trendStudy,
  errorStudy,
  developmentStudy,
  criteriaStudy,
  levelStudy,
  schoolStudy,
  difStudy,
  lotteryStudy,
  lotteryAfterDrawStudy,
  gradientStudy,
  measureStudy,
  imputedStudy,
  decompositionStudy,
  expectedStudy,
  conditionStudy,
  pupilsAsIndependent,
  plausibleValues,
  withoutLinkError,
  asymptoticP,
  schoolByWave,
  noChangeAsFinding,
  plannedPower,
];
