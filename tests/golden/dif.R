# Writes dif.json: Mantel-Haenszel, Mantel and logistic DIF from base R (4.2.2).
# Run in this folder: Rscript dif.R
library(jsonlite)
set.seed(20261122)

# strata x groups (reference, focal) x categories; some strata are thin.
make <- function(strata, categories, sizes, shift) {
  lapply(seq_len(strata), function(k) {
    share <- (k - 0.5) / strata
    counts <- sapply(0:1, function(g) {
      weight <- exp((0:(categories - 1)) * (3 * (share - 0.5) - shift * g))
      rmultinom(1, sizes[(k + g) %% length(sizes) + 1], weight)[, 1]
    })
    list(share = share, counts = as.vector(counts))
  })
}
two <- make(6, 2, c(40, 55, 3, 80), 0.5)
four <- make(12, 4, c(60, 75, 90), 0.15)

toArray <- function(strata, categories) {
  array(unlist(lapply(strata, function(s) s$counts)),
        dim = c(categories, 2, length(strata)))
}

# mantelhaen.test wants the first row and column to be "success in reference".
a <- toArray(two, 2)[2:1, , ]
corrected <- mantelhaen.test(a, correct = TRUE, conf.level = 0.95)
plain <- mantelhaen.test(a, correct = FALSE)
width <- diff(log(corrected$conf.int)) / (2 * qnorm(0.975))

mantel <- function(strata, categories) {
  top <- 0; v <- 0
  for (s in strata) {
    m <- matrix(s$counts, categories)
    score <- rep(rep(0:(categories - 1), 2), s$counts)
    focal <- rep(rep(0:1, each = categories), s$counts)
    n <- length(score)
    top <- top + sum(score[focal == 1]) - sum(focal) * mean(score)
    v <- v + sum(focal == 0) * sum(focal == 1) / n * var(score)
  }
  top^2 / v
}

long <- function(strata, categories) {
  do.call(rbind, lapply(strata, function(s) data.frame(
    x = s$share - 0.5, g = rep(0:1, each = categories),
    y = rep(0:(categories - 1), 2), n = s$counts)))
}
d2 <- long(two, 2); d2 <- d2[d2$n > 0, ]
ll <- function(f) as.numeric(logLik(glm(f, binomial, d2, weights = n,
  control = list(epsilon = 1e-14, maxit = 100))))
glmLikelihoods <- c(ll(y ~ 1), ll(y ~ x), ll(y ~ x + g), ll(y ~ x * g))

# Proportional odds by direct maximisation.
d4 <- long(four, 4)
ordinal <- function(X) {
  start <- c(2, 0, -2, rep(0, ncol(X)))
  f <- function(p) {
    eta <- if (ncol(X)) as.vector(X %*% p[-(1:3)]) else rep(0, nrow(d4))
    upper <- cbind(1, plogis(p[1] + eta), plogis(p[2] + eta), plogis(p[3] + eta), 0)
    pr <- upper[cbind(seq_len(nrow(d4)), d4$y + 1)] -
      upper[cbind(seq_len(nrow(d4)), d4$y + 2)]
    if (any(pr <= 0)) return(1e10)
    -sum(d4$n * log(pr))
  }
  o <- optim(start, f, method = "BFGS", control = list(reltol = 1e-15, maxit = 5000))
  o <- optim(o$par, f, method = "BFGS", control = list(reltol = 1e-16, maxit = 5000))
  -o$value
}
none <- matrix(0, nrow(d4), 0)
ordinalLikelihoods <- c(ordinal(none), ordinal(cbind(d4$x)),
  ordinal(cbind(d4$x, d4$g)), ordinal(cbind(d4$x, d4$g, d4$x * d4$g)))

write_json(list(
  origin = "base R 4.2.2: mantelhaen.test, glm, optim; seed 20261122; dif.R",
  two = two, four = four,
  mantelHaenszel = list(oddsRatio = unname(corrected$estimate),
    standardError = 2.35 * width, statistic = unname(corrected$statistic),
    pValue = corrected$p.value, plainStatistic = unname(plain$statistic)),
  mantelTwo = mantel(two, 2), mantelFour = mantel(four, 4),
  glmLikelihoods = glmLikelihoods, ordinalLikelihoods = ordinalLikelihoods
), "dif.json", auto_unbox = TRUE, digits = 14)
