# Writes gradient.json: measures of social background by established functions.
# Rscript gradient.R, R 4.2.2, lme4 1.1.31, jsonlite.
suppressMessages({library(lme4); library(jsonlite)})
set.seed(20150903)
schools <- 14; size <- 18; n <- schools * size
school <- rep(seq_len(schools), each = size)
home <- rep(rnorm(schools, sd = 0.5), each = size) + rnorm(n, sd = 0.87)
z <- sapply(1:3, function(k) 0.8 * home + 0.6 * rnorm(n))
# Middles of bins, so that ranks and quarters do not depend on binning.
x <- pmin(3.15, pmax(-3.15, floor(10 * rowSums(z) / 2.6) / 10 + 0.05))
y <- 20 * floor((500 + 30 * home + rep(rnorm(schools, sd = 25), each = size) + rnorm(n, sd = 80)) / 20) + 10
fit <- lm(y ~ x)
rank01 <- (rank(x) - 0.5) / n
# Part of each person in the bottom quarter when tied persons share the cut.
bottom <- function(v) {
  below <- sapply(v, function(a) sum(v < a)); tied <- sapply(v, function(a) sum(v == a))
  pmin(1, pmax(0, (n / 4 - below) / tied))
}
b <- bottom(x); t <- bottom(-x); high <- bottom(-y)
low <- y < 400
reml <- function(v) {
  m <- lmer(v ~ 1 + (1 | school), control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-12)))
  c(as.numeric(VarCorr(m)$school), sigma(m)^2)
}
vx <- reml(x); vy <- reml(y); vs <- reml(x + y / 100)
# Balanced: REML is the analysis of variance, and covariances follow from the variance of a sum.
txy <- 100 * (vs[1] - vx[1] - vy[1] / 1e4) / 2
sxy <- 100 * (vs[2] - vx[2] - vy[2] / 1e4) / 2
loadings <- factanal(z, factors = 1, control = list(opt = list(factr = 10)))$loadings[, 1]
sds <- apply(z, 2, sd) * sqrt((n - 1) / n)
write_json(list(
  versions = list(R = as.character(getRversion()), lme4 = as.character(packageVersion("lme4"))),
  seed = 20150903, school = school, x = x, y = y, z = z,
  slope = unname(coef(fit)[2]), explained = summary(fit)$r.squared,
  rankCorrelation = cor(x, y, method = "spearman"),
  rankSlope = unname(coef(lm(y ~ rank01))[2]),
  quarterGap = weighted.mean(y, t) - weighted.mean(y, b),
  upperGap = weighted.mean(y, t) - weighted.mean(y, 1 - b - t),
  resilience = weighted.mean(high, b),
  relativeRisk = weighted.mean(low, b) / weighted.mean(low, 1 - b),
  socialInclusion = vx[2] / sum(vx), academicInclusion = vy[2] / sum(vy),
  contextualLatent = txy / vx[1] - sxy / vx[2],
  omega = sum(loadings * sds)^2 / (var(rowSums(z)) * (n - 1) / n)
), "gradient.json", digits = 12, auto_unbox = TRUE)
