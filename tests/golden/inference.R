# Makes inference.json: what R's packages compute on small made-up data.
# Run in this folder: Rscript inference.R
suppressMessages({
  library(survey)
  library(mice)
  library(jsonlite)
})

RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20150601)

# --- Jackknife: people in 14 schools in 3 strata, weights, two plausible values.
schools <- 14
size <- c(5, 9, 12, 7, 4, 15, 8, 6, 11, 10, 3, 9, 7, 13)
school <- rep(seq_len(schools), size)
stratum <- c(1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3)[school]
n <- length(school)
x <- round(rnorm(n) + rnorm(schools, sd = 0.4)[school], 3)
weight <- round(runif(n, 0.6, 1.7), 3)
pv <- sapply(1:2, function(m) round(500 + 30 * x + rnorm(schools, sd = 25)[school] + rnorm(n, sd = 80), 2))

statistics <- function(w, y) {
  mean_y <- sum(w * y) / sum(w)
  mean_x <- sum(w * x) / sum(w)
  covariance <- sum(w * (y - mean_y) * (x - mean_x)) / sum(w)
  variance_x <- sum(w * (x - mean_x)^2) / sum(w)
  variance_y <- sum(w * (y - mean_y)^2) / sum(w)
  c(mean = mean_y, standardDeviation = sqrt(variance_y),
    shareLow = sum(w * (y < 400)) / sum(w), shareHigh = sum(w * (y > 600)) / sum(w),
    gradient = covariance / variance_x,
    explained = covariance^2 / variance_x / variance_y,
    standardisedGradient = covariance / sqrt(variance_x * variance_y))
}
jackknife <- function(type) {
  data <- data.frame(school, stratum, weight, x, pv)
  design <- if (type == "JK1") svydesign(~school, weights = ~weight, data = data)
    else svydesign(~school, strata = ~stratum, weights = ~weight, data = data)
  replicates <- as.svrepdesign(design, type = type, mse = TRUE)
  lapply(1:2, function(m) {
    result <- withReplicates(replicates, function(w, d) statistics(w, pv[, m]))
    list(values = unname(coef(result)), variances = unname(diag(vcov(result))))
  })
}

# --- Rubin's rules.
pooled <- function(q, u, nu) {
  p <- pool.scalar(q, u, n = nu + 1, k = 1)
  list(estimates = q, samplingVariances = u,
    completeDegreesOfFreedom = if (is.finite(nu)) nu else NULL,
    value = p$qbar, within = p$ubar, between = p$b, total = p$t, degreesOfFreedom = p$df,
    fractionMissing = p$fmi)
}
q <- round(rnorm(10, 512, 1.4), 3)
u <- round(runif(10, 5, 9), 3)

# --- Variance between units by restricted likelihood, direct maximisation.
estimates <- round(rnorm(12, 500, 15), 2)
errors <- round(runif(12, 6, 16), 2)
restricted <- function(tau2) {
  w <- 1 / (tau2 + errors^2)
  mu <- sum(w * estimates) / sum(w)
  0.5 * sum(log(w)) - 0.5 * log(sum(w)) - 0.5 * sum(w * (estimates - mu)^2)
}
tau2 <- optimize(restricted, c(0, 2000), maximum = TRUE, tol = 1e-10)$maximum
q_at <- function(t) { w <- 1 / (t + errors^2); sum(w * (estimates - sum(w * estimates) / sum(w))^2) }
profile <- sapply(c(0.975, 0.025), function(p)
  if (q_at(0) < qchisq(p, 11)) 0 else uniroot(function(t) q_at(t) - qchisq(p, 11), c(0, 1e5), tol = 1e-11)$root)
w0 <- 1 / errors^2
moments <- max(0, (q_at(0) - 11) / (sum(w0) - sum(w0^2) / sum(w0)))

# --- Nested analysis of variance: moments solved by hand from its mean squares.
p_values <- c(0.01, 0.02, 0.03, 0.04, 0.2, 0.003, 0.5)
grid_p <- c(0.001, 0.025, 0.2, 0.5, 0.9, 0.975, 0.9995)
grid_df <- c(1, 2, 3.7, 8, 17.5, 100, 241, 5000, 1e6)

# --- Regression: least squares and its cluster-robust covariance.
fit <- lm(pv[, 1] ~ x, weights = weight)
X <- model.matrix(fit)
scores <- rowsum(X * (weight * residuals(fit)), school)
bread <- solve(crossprod(X, weight * X))
cr0 <- bread %*% crossprod(scores) %*% bread

write_json(list(
  origin = list(script = "tests/golden/inference.R", R = R.version.string,
    survey = as.character(packageVersion("survey")), mice = as.character(packageVersion("mice")),
    seed = 20150601),
  jackknife = list(school = school, stratum = stratum, weight = weight, x = x,
    score = list(pv[, 1], pv[, 2]), JK1 = jackknife("JK1"), JKn = jackknife("JKn")),
  pool = list(pooled(q, u, 12.5), pooled(q, u, Inf), pooled(q[1:3], u[1:3] / 50, 40)),
  between = list(estimates = estimates, standardErrors = errors, REML = tau2, moments = moments,
    interval = profile),
  adjust = list(pValues = p_values, holm = p.adjust(p_values, "holm"),
    benjaminiHochberg = p.adjust(p_values, "BH")),
  percentile = list(values = pv[, 1], p = grid_p, hazen = unname(quantile(pv[, 1], grid_p, type = 5))),
  distributions = list(p = grid_p, df = grid_df,
    studentQuantile = lapply(grid_df, function(d) qt(grid_p, d)),
    studentCdf = lapply(grid_df, function(d) pt(qnorm(grid_p), d)),
    normalQuantile = qnorm(grid_p),
    normalCdf = list(z = c(-8, -3, -1, 0, 0.5, 2, 5), p = pnorm(c(-8, -3, -1, 0, 0.5, 2, 5))),
    chiSquareCdf = lapply(grid_df[1:7], function(d) pchisq(c(0.5, 1, 1.5) * d, d)),
    fCdf = lapply(grid_df[1:7], function(d) pf(c(0.5, 1, 3), 2, d))),
  regression = list(coefficients = unname(coef(fit)), CR0 = as.vector(cr0))
), "inference.json", digits = NA, auto_unbox = TRUE, pretty = FALSE, null = "null")
