import { criteriaStudy } from "./criteria_study.ts";
import { developmentStudy } from "./development_study.ts";
import { difStudy } from "./dif_study.ts";
import { errorStudy } from "./error_study.ts";
import { gradientStudy } from "./gradient_study.ts";
import { lotteryStudy } from "./lottery_study.ts";
import { recoveryStudy } from "./recovery_study.ts";
import type { Study } from "./study.ts";
import { trendStudy } from "./trend_study.ts";

/** Every study, in the order they run. */
export const STUDIES: readonly Study[] = [
  recoveryStudy,
  trendStudy,
  errorStudy,
  developmentStudy,
  criteriaStudy,
  difStudy,
  lotteryStudy,
  gradientStudy,
];
