# Makes mixed_public.json: degrees of freedom by lmerTest (Satterthwaite) and pbkrtest
# (Kenward–Roger), and the latter's standard errors, for the models of the London schools
# (Goldstein et al. 1993) and of High School and Beyond 1982 (Raudenbush & Bryk 2002).
# Run in this folder, with the public data beside the repository: Rscript mixed_public.R
suppressMessages({
  library(lme4)
  library(lmerTest)
  library(pbkrtest)
  library(jsonlite)
})
folder <- "../../../shared/validation"
control <- lmerControl(optimizer = "nloptwrap", calc.derivs = FALSE,
  optCtrl = list(algorithm = "NLOPT_LN_BOBYQA", xtol_abs = 1e-12, ftol_abs = 1e-12, xtol_rel = 1e-12, ftol_rel = 1e-14, maxeval = 5000),
  check.conv.singular = "ignore")
describe <- function(formula, data) {
  fit <- lmerTest::lmer(formula, data, control = control)
  kr <- coef(summary(fit, ddf = "Kenward-Roger"))
  p <- length(fixef(fit))
  result <- list(formula = paste(trimws(deparse(formula)), collapse = " "),
    satterthwaite = I(unname(coef(summary(fit))[, "df"])),
    kenwardRoger = I(unname(kr[, "df"])), kenwardRogerErrors = I(unname(kr[, "Std. Error"])))
  if (p > 2) {
    rows <- diag(p)[-1, ]
    together <- function(ddf) {
      test <- contestMD(fit, rows, ddf = ddf)
      list(statistic = test$`F value`, df = test$DenDF)
    }
    result$slopes <- list(satterthwaite = together("Satterthwaite"), kenwardRoger = together("Kenward-Roger"))
  }
  result
}
exam <- read.csv(file.path(folder, "exam.csv"))
hsb82 <- read.csv(file.path(folder, "hsb82.csv"))
out <- list(
  versions = list(R = R.version.string, lme4 = as.character(packageVersion("lme4")),
    lmerTest = as.character(packageVersion("lmerTest")), pbkrtest = as.character(packageVersion("pbkrtest"))),
  exam = list(
    null = describe(normexam ~ 1 + (1 | school), exam),
    m1 = describe(normexam ~ standLRT + sex + schgend + (1 | school), exam),
    m2_slope = describe(normexam ~ standLRT + sex + (standLRT | school), exam)),
  hsb82 = list(
    null = describe(mAch ~ 1 + (1 | school), hsb82),
    m1 = describe(mAch ~ meanses + cses + sector + (1 | school), hsb82),
    m2_slope = describe(mAch ~ meanses * cses + sector * cses + (cses | school), hsb82),
    m3_slope_uncorrelated = describe(mAch ~ meanses * cses + sector * cses + (cses || school), hsb82)))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "mixed_public.json")
