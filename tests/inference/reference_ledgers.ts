/** Where a quantity is tested and how closely, or why it is not. */
export type Entry =
  | { readonly test: string; readonly tolerance: string }
  | { readonly reason: string };

/** Entries by place in a file; an entry holds for everything below its place. */
export type Ledger = Readonly<Record<string, Entry>>;

const ABOUT: Entry = {
  reason: "what the reference is, or how it was computed",
};
const EMPTY: Entry = {
  reason:
    "R wrote an error; lmerTest's own degrees of freedom stand in golden/mixed_public.json, tested to 1e-5",
};

const mixed = (tolerance: string): Entry => ({
  test: "mixed/validation.test.ts",
  tolerance,
});

/** One fitted model of lme4. */
const fit = (criterion: "REML" | "ML"): Ledger => ({
  [`${criterion}/logLik`]: mixed("1e-6 absolute"),
  [`${criterion}/deviance_or_REMLcrit`]: mixed("1e-6 absolute"),
  [`${criterion}/AIC`]: mixed("1e-6 absolute"),
  [`${criterion}/BIC`]: mixed("1e-6 absolute"),
  [`${criterion}/fixef`]: mixed("1e-6"),
  [`${criterion}/se`]: mixed("1e-5"),
  [`${criterion}/theta`]: {
    reason: "the factor of varcomp over sigma², both of which are tested",
  },
  [`${criterion}/varcomp/grp`]: ABOUT,
  [`${criterion}/varcomp/var1`]: ABOUT,
  [`${criterion}/varcomp/var2`]: ABOUT,
  [`${criterion}/varcomp/vcov`]: mixed("1e-4"),
  [`${criterion}/varcomp/sdcor`]: mixed("1e-4"),
  [`${criterion}/sigma`]: mixed("1e-5"),
});

const LMM: Ledger = {
  dataset: ABOUT,
  lme4: ABOUT,
  optimizer: ABOUT,
  "*/formula": ABOUT,
  "*/nobs": mixed("exact"),
  "*/ngrps": mixed("exact"),
  "*/wall_s_REML": ABOUT,
  ...Object.fromEntries(
    Object.entries({ ...fit("REML"), ...fit("ML") })
      .map(([place, entry]) => [`*/${place}`, entry]),
  ),
  "*/satterthwaite": EMPTY,
  "*/kenward_roger/_row": ABOUT,
  "*/kenward_roger/Estimate": { reason: "fixef again" },
  "*/kenward_roger/Std. Error": mixed("1e-7"),
  "*/kenward_roger/df": mixed("1e-5"),
  "*/kenward_roger/t value": mixed("1e-6"),
  "*/kenward_roger/Pr(>|t|)": mixed("1e-6"),
  "*/ranef_REML_first10": mixed("1e-5"),
  "*/ranef_condsd_first10": mixed("1e-5"),
};

const robust = (tolerance: string): Entry => ({
  test: "regression/validation.test.ts",
  tolerance,
});

/** A table of coefficients; columns as the package calls them. */
const table = (place: string, columns: readonly string[]): Ledger => ({
  ...Object.fromEntries(columns.map((column) => [
    `${place}/${column}`,
    robust(/^(df|p|lo|hi|Pr)/.test(column) ? "1e-9" : "1e-10"),
  ])),
  [`${place}/_row`]: ABOUT,
});

const ESTIMATR = ["est", "se", "t", "p", "lo", "hi", "df"];
const CLUB_SANDWICH = ["beta", "SE", "tstat", "df_Satt", "p_Satt"];

const ROBUST: Ledger = {
  dataset: ABOUT,
  estimatr: ABOUT,
  clubSandwich: ABOUT,
  sandwich: ABOUT,
  fixest: ABOUT,
  "m/formula": ABOUT,
  "m/cluster": ABOUT,
  "m/weights": ABOUT,
  ...["CR0", "stata", "CR2", "HC0", "HC1", "HC2", "HC3", "classical"]
    .reduce((all, kind) => ({
      ...all,
      ...table(`m/estimatr_${kind}`, ESTIMATR),
    }), {}),
  ...["CR0", "CR1", "CR1S", "CR2", "CR3"].reduce((all, kind) => ({
    ...all,
    ...table(`m/clubSandwich_${kind}`, CLUB_SANDWICH),
    [`m/clubSandwich_${kind}/Coef`]: ABOUT,
  }), {}),
  "m/sandwich_vcovCL_HC1": robust("1e-10"),
  "m/R2": robust("1e-10"),
  "m/sigma": robust("1e-10"),
  "m/n": robust("exact"),
  "m/nclusters": robust("exact"),
};

const EXAM_ROBUST: Ledger = {
  ...ROBUST,
  "quantreg/tau": ABOUT,
  "quantreg/coef": robust("1e-10"),
  "quantreg/se_nid": robust("1e-10"),
  "quantreg/se_iid": robust("1e-10"),
};

const STAR_ROBUST: Ledger = {
  ...ROBUST,
  ...table("schoolFE/coeftable", [
    "Estimate",
    "Std. Error",
    "t value",
    "Pr(>|t|)",
  ]),
  N: { reason: "m/n again" },
  levels_cltype: ABOUT,
  "schoolFE/r2_within": robust("1e-10"),
  "schoolFE/note": ABOUT,
  ...table("schoolFE_estimatr_CR2", ESTIMATR),
  ...table("schoolFE_estimatr_stata", ESTIMATR),
};

const bifie = (tolerance: string): Entry => ({
  test: "replication/pisa_bifie.test.ts",
  tolerance,
});
const survey = (tolerance: string): Entry => ({
  test: "replication/pisa_survey.test.ts",
  tolerance,
});
const FROM_ROUNDED: Entry = {
  reason: "BIFIEsurvey computes p from its rounded t and df, which are tested",
};
const SPREAD_T: Entry = {
  reason: "BIFIEsurvey divides the mean, not the spread, by the spread's error",
};

/** Columns of BIFIEsurvey; its degrees of freedom have two decimals. */
const bifieTable = (
  place: string,
  columns: Readonly<Record<string, Entry>>,
): Ledger =>
  Object.fromEntries(
    Object.entries({
      Ncases: place === "BIFIE_univar" || place === "BIFIE_univar_by_group"
        ? bifie("exact")
        : { reason: "the rows of the file, tested with the means" },
      Nweight: place === "BIFIE_univar"
        ? bifie("1e-9")
        : { reason: "the sum of the weights, tested with the means" },
      ...columns,
    }).map(([column, entry]) => [`${place}/${column}`, entry]),
  );

const prefixed = (prefix: string, tolerance: string): Ledger => ({
  [`${prefix}SE`]: bifie(tolerance),
  [`${prefix}fmi`]: bifie(tolerance),
  [`${prefix}VarMI`]: bifie(tolerance),
  [`${prefix}VarRep`]: bifie(tolerance),
});

const MEAN: Ledger = {
  M: bifie("1e-9"),
  ...prefixed("M_", "1e-9"),
  M_t: bifie("1e-9"),
  M_df: bifie("two decimals"),
  M_p: FROM_ROUNDED,
};

const spread = (tolerance: string): Ledger => ({
  SD: bifie(tolerance),
  SD_SE: bifie(tolerance),
  SD_df: bifie("two decimals"),
  SD_t: SPREAD_T,
  SD_p: SPREAD_T,
});

const ESTIMATE: Ledger = {
  t: bifie("two decimals"),
  df: bifie("two decimals"),
  p: FROM_ROUNDED,
};

const POOLED = ["survey_mean", "survey_by", "survey_reg", "survey_var"];

const SURVEY: Ledger = {
  dataset: ABOUT,
  survey: ABOUT,
  BIFIEsurvey: ABOUT,
  note: ABOUT,
  N: { reason: "the rows of the file, tested with the means" },
  n_rep: ABOUT,
  n_PV: ABOUT,
  fayfac: ABOUT,
  ...bifieTable("BIFIE_univar", { var: ABOUT, ...MEAN, ...spread("1e-9") }),
  ...bifieTable("BIFIE_univar_by_group", {
    var: ABOUT,
    groupvar: ABOUT,
    groupval: ABOUT,
    ...MEAN,
    ...spread("1e-9"),
    SD_fmi: bifie("1e-9"),
    SD_VarMI: bifie("1e-9"),
    SD_VarRep: bifie("1e-9"),
    Nweight: { reason: "the sum of the weights of a group" },
  }),
  ...bifieTable("BIFIE_linreg", {
    parameter: ABOUT,
    var: ABOUT,
    ...ESTIMATE,
    est: bifie("1e-9"),
    ...prefixed("", "1e-9"),
  }),
  "BIFIE_ecdf/quant": {
    reason:
      "pisa_bifie.test.ts: 1e-9 where no two pupils share the score, else within the gap to the next score, as BIFIEsurvey leaves equal scores in any order",
  },
  "BIFIE_ecdf/yval": ABOUT,
  "BIFIE_ecdf/var": ABOUT,
  "BIFIE_ecdf/groupvar": ABOUT,
  "BIFIE_ecdf/groupval": ABOUT,
  ...bifieTable("BIFIE_correl", {
    ...ESTIMATE,
    var1: ABOUT,
    var2: ABOUT,
    cor: bifie("1e-9"),
    ...prefixed("cor_", "1e-9"),
  }),
  ...bifieTable("BIFIE_share_above_500", {
    var: ABOUT,
    ...MEAN,
    ...spread("1e-6"),
  }),
  ...bifieTable("BIFIE_logistreg_above_500", {
    parameter: ABOUT,
    var: ABOUT,
    ...ESTIMATE,
    est: bifie("1e-6"),
    ...prefixed("", "1e-6"),
  }),
  ...POOLED.reduce((all, place) => ({
    ...all,
    [`${place}/est`]: survey("1e-9"),
    [`${place}/se`]: survey("1e-9"),
    [`${place}/df`]: survey("1e-8"),
    [`${place}/fmi`]: survey("1e-9"),
  }), {}),
  "survey_quantiles_PV1/quantile": survey("exact"),
  "survey_quantiles_PV1/ci.2.5": survey("1e-9"),
  "survey_quantiles_PV1/ci.97.5": survey("1e-9"),
  "survey_quantiles_PV1/se.97.5": survey("1e-9"),
  "survey_quantiles_PV1/_row": ABOUT,
  "per_PV_mean/est": survey("1e-9"),
  "per_PV_mean/se": survey("1e-9"),
};

/** What each reference file of mixed, robust and survey models holds. */
export const LEDGERS: Readonly<Record<string, Ledger>> = {
  "exam.lmm.ref.json": LMM,
  "hsb82.lmm.ref.json": LMM,
  "exam.robust.ref.json": EXAM_ROBUST,
  "star_k.robust.ref.json": STAR_ROBUST,
  "pisa2003_nld_cc.survey.ref.json": SURVEY,
};
