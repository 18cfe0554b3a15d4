# Golden values for lib/effects/lottery: everything by brute force over all draws, with
# lm() where a regression is meant. Run from the repository root:
#   Rscript tests/golden/lottery.R
# R 4.2.2, base packages and jsonlite. The data are written out (rounded normals, seed
# 1802), so that the file needs no generator to be read.
suppressPackageStartupMessages(library(jsonlite))
set.seed(1802)
n <- 11; j <- 5
x <- round(rnorm(n, 500, 20), 1)
z <- as.numeric(1:n %in% c(2, 3, 6, 9, 11))
y <- lapply(1:3, function(k) round(0.6 * x + 200 + rnorm(n, 0, 6 + 6 * z) + (k == 1) * 14 * z, 1))
w <- sample(80:400, n)
draws <- combn(n, j)
mark <- function(k) as.numeric(1:n %in% draws[, k])
all <- sapply(seq_len(ncol(draws)), mark)

# t statistic of a draw: Welch on residuals of y on x (residual), or on fits in both groups.
welch <- function(e, m) {
  a <- e[m == 1]; b <- e[m == 0]
  (mean(a) - mean(b)) / sqrt(var(a) / length(a) + var(b) / length(b))
}
plain <- function(e, m) mean(e[m == 1]) - mean(e[m == 0])
lin <- function(y, m) {
  xc <- x - mean(x)
  f1 <- lm(y ~ xc, subset = m == 1); f0 <- lm(y ~ xc, subset = m == 0)
  v <- function(f) { r <- residuals(f); k <- length(r); sum(r^2) / (k * (k - 2)) }
  unname(coef(f1)[1] - coef(f0)[1]) / sqrt(v(f1) + v(f0))
}
weighted <- function(y, m) {
  g <- function(s) { k <- m == s; u <- w[k]; mu <- sum(u * y[k]) / sum(u)
    c(mu, sum(k) / (sum(k) - 1) * sum((u * (y[k] - mu))^2) / sum(u)^2) }
  a <- g(1); b <- g(0)
  (a[1] - b[1]) / sqrt(a[2] + b[2])
}
res <- function(y) residuals(lm(y ~ x))
statistics <- list(
  plain = function(y, m) plain(y, m),
  studentised = function(y, m) welch(y, m),
  residual_plain = function(y, m) plain(res(y), m),
  residual_studentised = function(y, m) welch(res(y), m),
  interacted_studentised = lin,
  weighted_studentised = weighted
)
pvalue <- function(stat, y, tau, exposure = z, sets = all) {
  freed <- y - tau * exposure
  t <- abs(apply(sets, 2, function(m) stat(freed, m)))
  mean(t >= abs(stat(freed, z)) - 1e-9)
}
# Ends of the interval: outermost effect with p > 0.05, by bisection from far outside,
# after a grid that shows no way back.
ends <- function(stat, y, centre, unit, exposure = z, sets = all) {
  side <- function(s) {
    grid <- seq(0, 12, by = 0.25)
    p <- sapply(grid, function(g) pvalue(stat, y, centre + s * g * unit, exposure, sets))
    k <- max(which(p > 0.05))
    if (k == length(grid)) return(s * Inf)
    lo <- grid[k]; hi <- grid[k + 1]
    for (i in 1:40) {
      mid <- (lo + hi) / 2
      if (pvalue(stat, y, centre + s * mid * unit, exposure, sets) > 0.05) lo <- mid else hi <- mid
    }
    centre + s * lo * unit
  }
  c(side(-1), side(1))
}
effect <- list(
  plain = function(y, d) plain(y, z) / plain(d, z),
  residual = function(y, d) plain(res(y), z) / plain(res(d), z),
  interacted = function(y, d) { xc <- x - mean(x); unname(coef(lm(y ~ z * xc))[2]) },
  weighted = function(y, d) weighted.mean(y[z == 1], w[z == 1]) - weighted.mean(y[z == 0], w[z == 0])
)
family <- c(plain = "plain", studentised = "plain", residual_plain = "residual",
  residual_studentised = "residual", interacted_studentised = "interacted", weighted_studentised = "weighted")
one <- lapply(names(statistics), function(name) {
  stat <- statistics[[name]]
  centre <- effect[[family[[name]]]](y[[1]], z)
  list(effect = centre, p = pvalue(stat, y[[1]], 0), interval = ends(stat, y[[1]], centre, 6))
})
names(one) <- names(statistics)

# Taking part: one drawn school stayed away.
d <- z; d[6] <- 0
centre <- effect$residual(y[[1]], d)
taking <- list(received = d, effect = centre,
  interval = ends(statistics$residual_studentised, y[[1]], centre, 6, d))

# Step-down over the largest |t| of three outcomes, adjusted for the baseline.
t <- sapply(y, function(v) abs(apply(all, 2, function(m) welch(res(v), m))))
own <- which(apply(all, 2, function(m) all(m == z)))
order <- order(t[own, ], decreasing = TRUE)
adjusted <- numeric(3); highest <- 0
for (k in seq_along(order)) {
  rest <- order[k:3]
  highest <- max(highest, mean(apply(t[, rest, drop = FALSE], 1, max) >= t[own, order[k]] - 1e-9))
  adjusted[order[k]] <- highest
}

# Strata: schools 1-5 and 6-11, as many drawn in each as recorded.
stratum <- ifelse(1:n <= 5, "a", "b")
inside <- all[, colSums(all[1:5, ]) == sum(z[1:5])]
strat <- function(y, m) {
  parts <- sapply(c("a", "b"), function(s) {
    k <- stratum == s; u <- y[k & m == 1]; v <- y[k & m == 0]
    c(sum(k) / n * (mean(u) - mean(v)), (sum(k) / n)^2 * (var(u) / length(u) + var(v) / length(v)))
  })
  sum(parts[1, ]) / sqrt(sum(parts[2, ]))
}
difference <- sum(sapply(c("a", "b"), function(s) {
  k <- stratum == s
  sum(k) / n * (mean(y[[1]][k & z == 1]) - mean(y[[1]][k & z == 0]))
}))
stratified <- list(strata = stratum, draws = ncol(inside), effect = difference,
  p = pvalue(strat, y[[1]], 0, z, inside), interval = ends(strat, y[[1]], difference, 6, z, inside))

write(toJSON(list(
  origin = paste("tests/golden/lottery.R,", R.version.string),
  treated = z, baseline = x, outcomes = y, weights = w,
  tests = one, takingPart = taking, adjusted = adjusted, stratified = stratified,
  binomial = list(seven = as.numeric(binom.test(7, 99)$conf.int), none = as.numeric(binom.test(0, 10)$conf.int))
), auto_unbox = TRUE, digits = NA, pretty = TRUE), "tests/golden/lottery.json")
