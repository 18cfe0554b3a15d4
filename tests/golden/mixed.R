# Makes mixed.json: what lme4, lmerTest and pbkrtest compute on textbook data that comes
# with lme4 (sleepstudy, Dyestuff, Dyestuff2, Penicillin, Pastes) and on made-up data from a seed.
# Run in this folder: Rscript mixed.R
suppressMessages({
  library(lme4)
  library(lmerTest)
  library(pbkrtest)
  library(jsonlite)
})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20190601)
control <- lmerControl(optimizer = "nloptwrap", calc.derivs = FALSE,
  optCtrl = list(algorithm = "NLOPT_LN_BOBYQA", xtol_abs = 1e-12, ftol_abs = 1e-12, xtol_rel = 1e-12, ftol_rel = 1e-14, maxeval = 5000),
  check.conv.singular = "ignore")
index <- function(f) as.integer(factor(f)) - 1L

describe <- function(formula, data, kr = FALSE, contrasts = NULL, weights = NULL) {
  data$.w <- if (is.null(weights)) rep(1, nrow(data)) else weights
  fit <- function(reml, start = NULL) lmerTest::lmer(formula, data, REML = reml, control = control, weights = .w, start = start)
  # From the default start and from the other criterion's end: one of them may stop at a boundary.
  better <- function(a, b) if (logLik(a) >= logLik(b)) a else b
  reml <- fit(TRUE)
  ml <- better(fit(FALSE), fit(FALSE, getME(reml, "theta")))
  reml <- better(reml, fit(TRUE, getME(ml, "theta")))
  part <- function(m, criterion) {
    v <- as.data.frame(VarCorr(m))
    list(deviance = -2 * as.numeric(logLik(m)), fixed = I(unname(fixef(m))), se = I(unname(sqrt(diag(as.matrix(vcov(m)))))),
      components = lapply(seq_len(nrow(v)), function(i) list(group = v$grp[i], first = v$var1[i], second = v$var2[i], value = v$vcov[i])))
  }
  result <- list(formula = paste(trimws(deparse(formula)), collapse = " "), REML = part(reml), ML = part(ml))
  table <- coef(summary(reml))
  result$satterthwaite <- I(unname(table[, "df"]))
  effects <- ranef(reml, condVar = TRUE)
  result$effects <- lapply(effects, function(e) list(names = I(colnames(e)), values = unname(as.matrix(e))))
  result$conditional <- lapply(effects, function(e) { a <- attr(e, "postVar"); if (is.list(a)) NULL else aperm(a, c(3, 1, 2)) })
  if (kr) {
    result$kenwardRoger <- I(unname(coef(summary(reml, ddf = "Kenward-Roger"))[, "df"]))
    result$kenwardRogerErrors <- I(unname(sqrt(diag(as.matrix(vcovAdj(reml))))))
  }
  if (!is.null(contrasts)) {
    s <- contestMD(reml, contrasts)
    result$contrast <- list(rows = contrasts, statistic = s$`F value`, df = s$DenDF, p = s$`Pr(>F)`)
    if (kr) {
      k <- contestMD(reml, contrasts, ddf = "Kenward-Roger")
      result$contrastKenwardRoger <- list(statistic = k$`F value`, df = k$DenDF, p = k$`Pr(>F)`)
    }
  }
  result
}

out <- list(versions = list(R = R.version.string, lme4 = as.character(packageVersion("lme4")),
  lmerTest = as.character(packageVersion("lmerTest")), pbkrtest = as.character(packageVersion("pbkrtest"))),
  seed = 20190601,
  origin = "sleepstudy: Belenky et al. (2003); Dyestuff, Dyestuff2, Penicillin, Pastes: Davies & Goldsmith (1972) and Box & Tiao (1973), as in lme4")

out$sleepstudy <- list(
  data = list(reaction = sleepstudy$Reaction, days = sleepstudy$Days, subject = index(sleepstudy$Subject)),
  slope = describe(Reaction ~ Days + (Days | Subject), sleepstudy, kr = TRUE, contrasts = rbind(c(1, 0), c(0, 1))),
  uncorrelated = describe(Reaction ~ Days + (1 | Subject) + (0 + Days | Subject), sleepstudy, kr = TRUE))
out$dyestuff <- list(data = list(yield = Dyestuff$Yield, batch = index(Dyestuff$Batch)),
  intercept = describe(Yield ~ 1 + (1 | Batch), Dyestuff, kr = TRUE))
out$dyestuff2 <- list(data = list(yield = Dyestuff2$Yield, batch = index(Dyestuff2$Batch)),
  intercept = describe(Yield ~ 1 + (1 | Batch), Dyestuff2, kr = TRUE))
out$penicillin <- list(data = list(diameter = Penicillin$diameter, plate = index(Penicillin$plate), sample = index(Penicillin$sample)),
  crossed = describe(diameter ~ 1 + (1 | plate) + (1 | sample), Penicillin, kr = TRUE))
out$pastes <- list(data = list(strength = Pastes$strength, batch = index(Pastes$batch), sample = index(Pastes$sample)),
  nested = describe(strength ~ 1 + (1 | batch) + (1 | sample), Pastes, kr = TRUE))

# Panel pupils who change class and some of them school: crossed, with slopes and precision weights.
pupils <- 160; schools <- 8
home <- sample(schools, pupils, replace = TRUE)
rows <- do.call(rbind, lapply(0:2, function(w) {
  school <- ifelse(w > 0 & runif(pupils) < 0.06, sample(schools, pupils, replace = TRUE), home)
  data.frame(pupil = seq_len(pupils), school = school, wave = w,
    class = (school - 1) * 6 + w * 2 + sample(1:2, pupils, replace = TRUE))
}))
rows <- rows[runif(nrow(rows)) > 0.15, ]
rows$program <- as.numeric(rows$school %% 2 == 0)
rows$ses <- round(rnorm(pupils), 3)[rows$pupil]
rows$weight <- round(runif(nrow(rows), 0.5, 2), 2)
us <- rnorm(schools, 0, 0.5); ut <- rnorm(schools, 0, 0.25); uc <- rnorm(schools * 6, 0, 0.4); up <- rnorm(pupils, 0, 0.7); ud <- rnorm(pupils, 0, 0.2)
rows$y <- round(with(rows, 5 + 0.3 * wave + 0.1 * program + 0.25 * ses + us[school] + wave * ut[school] + uc[class] + up[pupil] + wave * ud[pupil] + rnorm(nrow(rows), 0, 0.5)), 4)
out$panel <- list(data = list(y = rows$y, wave = rows$wave, program = rows$program, ses = rows$ses, weight = rows$weight,
    pupil = index(rows$pupil), school = index(rows$school), class = index(rows$class)),
  intercepts = describe(y ~ wave * program + ses + (1 | school) + (1 | class) + (1 | pupil), rows, kr = TRUE,
    contrasts = rbind(c(0, 0, 1, 0, 0), c(0, 0, 0, 0, 1))),
  slopes = describe(y ~ wave * program + ses + (wave | school) + (1 | class) + (1 | pupil), rows, kr = TRUE),
  pupilSlopes = describe(y ~ wave + ses + (1 | school) + (wave || pupil), rows, kr = TRUE),
  weighted = describe(y ~ wave * program + ses + (1 | school) + (1 | class) + (1 | pupil), rows, weights = rows$weight))
# pbkrtest ignores weights: the same model with rows multiplied by the root of the weight has none.
rows$r <- sqrt(rows$weight)
turned <- lmerTest::lmer(I(y * r) ~ 0 + r + I(wave * r) + I(program * r) + I(ses * r) + I(wave * program * r) + (0 + r | school) + (0 + r | class) + (0 + r | pupil),
  rows, control = control)
out$panel$weighted$kenwardRoger <- I(unname(coef(summary(turned, ddf = "Kenward-Roger"))[, "df"]))
out$panel$weighted$kenwardRogerErrors <- I(unname(sqrt(diag(as.matrix(vcovAdj(turned))))))

# A lottery between 18 schools with classes in them, unbalanced.
size <- sample(2:4, 18, replace = TRUE)
class <- rep(seq_len(sum(size)), sample(4:9, sum(size), replace = TRUE))
school <- rep(seq_len(18), size)[class]
treated <- as.numeric(school <= 8)
before <- round(rnorm(length(class)), 3)
y <- round(500 + 10 * treated + 40 * before + rnorm(18, 0, 20)[school] + rnorm(sum(size), 0, 12)[class] + rnorm(length(class), 0, 60), 2)
lottery <- data.frame(y, treated, before, school, class)
out$lottery <- list(data = list(y = y, treated = treated, before = before, school = index(school), class = index(class)),
  nested = describe(y ~ treated + before + (1 | school) + (1 | class), lottery, kr = TRUE,
    contrasts = rbind(c(0, 1, 0), c(0, 0, 1))),
  # The schools' slopes do not differ: a correlation of 1 or a variance of 0.
  singular = describe(y ~ treated + before + (before | school), lottery, kr = TRUE))
write(toJSON(out, digits = NA, auto_unbox = TRUE, null = "null", na = "null"), "mixed.json")
