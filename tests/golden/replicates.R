# Makes replicates.json: what R's survey and mitools compute from replicate weights.
# Run in this folder: Rscript replicates.R
suppressMessages({
  library(survey)
  library(mitools)
  library(jsonlite)
})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20171122)

# 7 pairs of schools, the first school of a pair being half 0; three plausible values.
pairs <- 7
pair <- rep(seq_len(pairs), each = 2)
half <- rep(0:1, pairs)
size <- c(6, 9, 5, 11, 8, 7, 12, 4, 10, 6, 7, 9, 5, 8)
school <- rep(seq_along(size), size)
n <- length(school)
x <- round(rnorm(n) + rnorm(14, sd = 0.4)[school], 3)
z <- rbinom(n, 1, 0.45)
weight <- round(runif(n, 0.6, 1.7), 3)
pv <- sapply(1:3, function(m) round(500 + 30 * x - 12 * z + rnorm(14, sd = 25)[school] + rnorm(n, sd = 80), 2))
data <- data.frame(school, pair = pair[school], half = half[school], weight, x, z)

# Half samples from a Hadamard matrix by doubling; its column 0 is left out.
hadamard <- matrix(1)
for (i in 1:3) hadamard <- rbind(cbind(hadamard, hadamard), cbind(hadamard, -hadamard))
half_samples <- function(k) sapply(1:8, function(r) {
  up <- ifelse(hadamard[r, pair[school] + 1] > 0, 0, 1)
  ifelse(half[school] == up, 2 - k, k)
})
paired <- function(both) {
  out <- if (both) expand.grid(half = 0:1, pair = 1:pairs) else data.frame(half = 0, pair = 1:pairs)
  sapply(seq_len(nrow(out)), function(r)
    ifelse(pair[school] != out$pair[r], 1, ifelse(half[school] == out$half[r], 0, 2)))
}
given <- function(factors, type, ...) svrepdesign(data = data, weights = ~weight,
  repweights = factors, type = type, combined.weights = FALSE, mse = TRUE, ...)
one <- svydesign(~school, weights = ~weight, data = data)
strata <- svydesign(~school, strata = ~pair, weights = ~weight, data = data)
designs <- list(
  JK1 = as.svrepdesign(one, type = "JK1", mse = TRUE),
  JKn = as.svrepdesign(strata, type = "JKn", mse = TRUE),
  BRR = given(half_samples(0), "BRR"),
  Fay = given(half_samples(0.3), "Fay", rho = 0.3),
  JK2 = given(paired(FALSE), "other", scale = 1, rscales = rep(1, pairs)),
  JK2both = given(paired(TRUE), "other", scale = 1, rscales = rep(0.5, 2 * pairs)))

statistics <- function(w, y) {
  mean_y <- sum(w * y) / sum(w)
  X <- cbind(1, x, z)
  b <- solve(crossprod(X, w * X), crossprod(X, w * y))
  residual <- y - X %*% b
  total <- sum(w * (y - mean_y)^2)
  boys <- w * (1 - z)
  o <- order(y); keep <- o[w[o] > 0]; cumulative <- cumsum(w[keep])
  midpoint <- cumulative - w[keep] / 2
  median <- approx(midpoint, y[keep], sum(w) / 2, rule = 2)$y
  c(mean_y, sqrt(total / sum(w)), sum(w * (y > 550)) / sum(w), b,
    1 - sum(w * residual^2) / total, sum(w * z * y) / sum(w * z) - sum(boys * y) / sum(boys),
    cov.wt(cbind(y, x), w, cor = TRUE)$cor[1, 2], median)
}
results <- lapply(designs, function(design) {
  of_draw <- lapply(1:3, function(m) withReplicates(design, function(w, d) statistics(w, pv[, m])))
  pooled <- MIcombine(lapply(of_draw, coef), lapply(of_draw, vcov))
  list(values = unname(coef(pooled)), standardErrors = unname(SE(pooled)),
    degreesOfFreedom = unname(pooled$df),
    sampling = rowMeans(sapply(of_draw, function(one) diag(vcov(one)))))
})

# Percentiles by survey's definition, first plausible value.
percentiles <- coef(svyquantile(~y, update(designs$BRR, y = pv[, 1]), c(0.1, 0.5, 0.9), qrule = "math"))

write_json(list(
  origin = list(script = "tests/golden/replicates.R", R = R.version.string,
    survey = as.character(packageVersion("survey")), mitools = as.character(packageVersion("mitools")),
    seed = 20171122),
  school = school, pair = pair[school], half = half[school], weight = weight, x = x, z = z,
  score = list(pv[, 1], pv[, 2], pv[, 3]), results = results,
  inverse = unname(as.vector(percentiles))
), "replicates.json", digits = NA, auto_unbox = TRUE, pretty = FALSE)
