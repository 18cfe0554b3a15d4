/**
 * From numbers to what a Danish reader sees: sentences, tables, charts, pages.
 * @module
 */
export { type Display, display, type NamedEstimate } from "./display.ts";
export { formatCount, formatInterval, formatValue } from "./format.ts";
export { type Markup, markup, type MarkupValue } from "./markup.ts";
export {
  htmlPage,
  type PageSpec,
  syntheticNotice,
  type TocEntry,
} from "./page.ts";
export {
  type IndexEntry,
  indexPage,
  type IndexPageOptions,
} from "./index_page.ts";
export type { Report } from "./report.ts";
export { dataNote } from "./sections/data_note.ts";
export { development } from "./sections/development.ts";
export { limitsNote } from "./sections/limits_note.ts";
export { methodNote } from "./sections/method_note.ts";
export { municipalityContext } from "./sections/municipality_context.ts";
export { overview } from "./sections/overview.ts";
export { participation } from "./sections/participation.ts";
export { participationDevelopment } from "./sections/participation_development.ts";
export { pupilDevelopment } from "./sections/pupil_development.ts";
export { readingGuide } from "./sections/reading_guide.ts";
export {
  scaleSection,
  type ScaleSectionOptions,
} from "./sections/scale_section.ts";
export {
  schoolSpread,
  type SchoolSpreadOptions,
} from "./sections/school_spread.ts";
export {
  type GradientIllusion,
  gradientIllusions,
  type IllusionName,
} from "./background/gradient_illusions.ts";
export { backgroundIndex } from "./background/background_index.ts";
export {
  type MeasureGroup,
  measureGroups,
} from "./background/measure_words.ts";
export { socialBackground } from "./background/social_background.ts";
export { spreadDevelopment } from "./sections/spread_development.ts";
export { successCriteria } from "./sections/success_criteria.ts";
export {
  analyseLottery,
  type LotteryAnalysis,
  type LotteryData,
  type OutcomeAnalysis,
  type PrimaryOutcome,
} from "./lottery/analyse_lottery.ts";
export { lotteryBalance } from "./lottery/lottery_balance.ts";
export { lotteryCaveats } from "./lottery/lottery_caveats.ts";
export type {
  AttritionBounds,
  LotteryChecks,
  OtherAnalysis,
  SpreadAnalysis,
} from "./lottery/analyse_checks.ts";
export { lotteryChecks } from "./lottery/lottery_checks.ts";
export { lotteryDesign } from "./lottery/lottery_design.ts";
export { lotteryMde } from "./lottery/lottery_mde.ts";
export { lotteryResults } from "./lottery/lottery_results.ts";
export { choiceStudy } from "./evidence/choice_study.ts";
export { type Choice } from "./evidence/choices.ts";
export { intervalEvidence } from "./evidence/interval_evidence.ts";
export { INTERVAL_LEDGER } from "./evidence/ledger/interval_ledger.ts";
export {
  intervalKind,
  type LedgerPart,
  type PrintedInterval,
  type StudyReference,
} from "./evidence/ledger/printed_interval.ts";
export { type LotteryPlan, lotteryPlan } from "./planning/lottery_plan.ts";
export { nextWave } from "./planning/next_wave.ts";
export { type NextWavePlan, nextWavePlan } from "./planning/next_wave_plan.ts";
export {
  type ProfileContext,
  qualityProfilePage,
} from "./profile/quality_profile_page.ts";
export { type ProfilePage, profilePages } from "./profile/profile_pages.ts";
export {
  flaggedItems,
  type ItemFlag,
  itemFlags,
  type StaleDecision,
  staleDecisions,
} from "./scaling/flagged_items.ts";
export { linkingChoices } from "./scaling/linking_choices.ts";
export { predictiveChecks } from "./scaling/predictive_checks.ts";
export { scaleDetails } from "./scaling/scale_details.ts";
export { scalingOverview } from "./scaling/scaling_overview.ts";
export { studyTables } from "./scaling/study_tables.ts";
export { type DrawingOptions, plot } from "./plot.ts";
export type { ChartWords } from "./charts/svg.ts";
export { type NumberName, tal, unknownNumber } from "./tal.ts";
export {
  type ArqueroLike,
  type DanfoLike,
  type DrawingLike,
  view,
  type Viewable,
  type ViewOptions,
} from "./view.ts";
export { dataTable, type TableColumn, type TableSpec } from "./table.ts";
