/**
 * The names that notebooks use: from raw answers on the 500-point scale to
 * sentences, tables and charts in Danish.
 * @module
 */
export {
  type Codebook,
  findMunicipality,
  loadCodebook,
  type Scale,
  scaleById,
} from "#lib/codebook/mod.ts";
export {
  type ProgrammeData,
  readParquet,
  readProgramme,
  type RespondentFrame,
  toArquero,
  toDanfo,
} from "#lib/data/mod.ts";
export {
  calibrate,
  drawPlausibleValues,
  personScores,
  scaleRespondents,
} from "#lib/scaling/mod.ts";
export {
  balancedDesign,
  coefficientContrast,
  coefficientTable,
  correlationStatistic,
  differenceStatistic,
  type Estimate,
  estimatesFromSums,
  givenDesign,
  jackknifeDesign,
  jackknifeFromSums,
  makeEstimate,
  meanStatistic,
  pairedJackknifeDesign,
  percentileStatistic,
  poolNestedImputations,
  poolPlausibleValues,
  regress,
  regressionStatistic,
  regressPlausibleValues,
  replicateEstimates,
  shareStatistic,
  spreadStatistic,
  wildClusterBootstrap,
} from "#lib/inference/mod.ts";
export {
  balanceRank,
  equivalencePValue,
  judgeChanges,
  minimumDetectableChange,
  minimumDetectableEffect,
  possibleDraws,
  powerOfTest,
  randomisationTest,
  requiredSchools,
  testOutcomes,
} from "#lib/effects/mod.ts";
export { socialGradient } from "#lib/background/mod.ts";
export {
  type LotteryReport,
  openLottery,
  openProfiles,
  openReport,
  openScaling,
  type ReportData,
  type ScalingReport,
} from "#lib/profiles/mod.ts";
export {
  analyseLottery,
  dataNote,
  development,
  type Display,
  flaggedItems,
  limitsNote,
  linkingChoices,
  lotteryBalance,
  lotteryCaveats,
  lotteryChecks,
  lotteryDesign,
  lotteryMde,
  lotteryResults,
  methodNote,
  municipalityContext,
  nextWavePlan,
  overview,
  participation,
  participationDevelopment,
  predictiveChecks,
  pupilDevelopment,
  readingGuide,
  scaleDetails,
  scaleSection,
  scalingOverview,
  schoolSpread,
  socialBackground,
  spreadDevelopment,
  studyTables,
  successCriteria,
  view,
} from "#lib/reports/mod.ts";
export { show } from "#lib/notebook/mod.ts";
