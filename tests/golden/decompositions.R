# Makes decompositions.json: gaps, slopes, shares of R², concentration and percentiles
# taken apart the long way round, by fitting every regression and every replicate anew.
# Run in this folder: Rscript decompositions.R
suppressMessages(library(jsonlite))

RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20251122)

# --- Pupils of two waves in 10 schools; education in three categories, books in few values.
schools <- 10
size <- c(14, 22, 18, 25, 16, 20, 28, 15, 19, 23)
school <- rep(seq_len(schools), size)
n <- length(school)
wave <- rbinom(n, 1, 0.5)
education <- sample(0:2, n, replace = TRUE, prob = c(0.3, 0.4, 0.3))
books <- pmin(6, pmax(1, round(2.5 + education + 0.3 * wave + rnorm(n))))
work <- round(40 + 6 * education + 10 * rnorm(n), 1)
girl <- rbinom(n, 1, 0.5)
weight <- round(runif(n, 0.5, 2), 3)
score <- round(430 + (14 - 4 * wave) * books + 0.4 * work + 12 * (education == 2) + 8 * girl +
  rnorm(schools, sd = 15)[school] + (45 - 5 * wave) * rnorm(n), 2)
d <- data.frame(school, wave, books, work, girl, middle = as.numeric(education == 1),
  long = as.numeric(education == 2), weight, score)
x <- c("books", "work", "middle", "long")

# Jackknife of schools: a function of the data set with one school left out each time.
jackknife <- function(f) {
  value <- f(d)
  left <- sapply(seq_len(schools), function(s) f(d[d$school != s, ]))
  if (is.null(dim(left))) left <- matrix(left, nrow = 1)
  list(value = unname(value), se = unname(sqrt((schools - 1) / schools * rowSums((left - value)^2))))
}
ols <- function(formula, data, w = data$weight) {
  data$.w <- w
  lm(formula, data, weights = .w)
}
means <- function(data, w = data$weight) c(1, apply(data[x], 2, weighted.mean, w = w))

# --- Oaxaca-Blinder, wave 1 (last) less wave 0 (first), pooled with the wave.
gap_formula <- reformulate(x, "score")
oaxaca <- function(data) {
  a <- data[data$wave == 1, ]; b <- data[data$wave == 0, ]
  ba <- coef(ols(gap_formula, a)); bb <- coef(ols(gap_formula, b))
  pooled <- coef(ols(update(gap_formula, . ~ . + wave), data))[1:5]
  ma <- means(a); mb <- means(b)
  c(endowments = sum((ma - mb) * bb), coefficients = sum(mb * (ba - bb)),
    interaction = sum((ma - mb) * (ba - bb)), explained = sum((ma - mb) * pooled),
    unexplained = sum(ma * (ba - pooled)) + sum(mb * (pooled - bb)))
}

# --- Gelbach: the slope of books without and with work, education.
slope <- function(data) {
  full <- coef(ols(score ~ books + work + middle + long, data))
  gamma <- sapply(c("work", "middle", "long"), function(k) coef(ols(reformulate("books", k), data))[2])
  c(coef(ols(score ~ books, data))[2], full[2], gamma[1] * full[3], sum(gamma[2:3] * full[4:5]))
}

# --- Shapley and Owen by going through every order of four blocks.
blocks <- list(books = "books", work = "work", education = c("middle", "long"), girl = "girl")
r2 <- function(data, set) {
  if (length(set) == 0) return(0)
  summary(ols(reformulate(unlist(blocks[set]), "score"), data))$r.squared
}
orders <- function(v) if (length(v) <= 1) list(v) else
  do.call(c, lapply(seq_along(v), function(k) lapply(orders(v[-k]), function(o) c(v[k], o))))
shares <- function(data, all) {
  total <- setNames(numeric(4), names(blocks))
  for (o in all) for (k in seq_along(o)) {
    total[o[k]] <- total[o[k]] + r2(data, o[seq_len(k)]) - r2(data, o[seq_len(k - 1)])
  }
  total / length(all)
}
every <- orders(names(blocks))
# Orders in which books, work and education (family) stand together, girl (pupil) apart.
together <- Filter(function(o) o[1] == "girl" || o[4] == "girl", every)

# --- Concentration over the ranks of books, as differences of all pairs.
absolute <- function(data, y = data$score) {
  w <- data$weight
  above <- sign(outer(data$books, data$books, "-"))
  sum(outer(w, w) * outer(y, y, "-") * above) / (2 * sum(w)^2)
}
concentration <- function(data) {
  w <- data$weight
  rank <- sapply(data$books, function(b) (sum(w[data$books < b]) + sum(w[data$books == b]) / 2) / sum(w))
  low <- as.numeric(data$score < 480)
  p <- weighted.mean(low, w)
  c(absolute = absolute(data), slope = unname(coef(lm(data$score ~ rank, weights = w))[2]),
    erreygers = 4 * absolute(data, low), wagstaff = absolute(data, low) / (p * (1 - p)),
    change = absolute(data[data$wave == 1, ]) - absolute(data[data$wave == 0, ]))
}

# --- Kitagawa: share below 480 by education.
kitagawa <- function(data) {
  part <- function(g) {
    k <- data[data$wave == g, ]
    cell <- 1 + k$middle + 2 * k$long
    s <- sapply(1:3, function(c) sum(k$weight[cell == c])) / sum(k$weight)
    r <- sapply(1:3, function(c) weighted.mean(k$score[cell == c] < 480, k$weight[cell == c]))
    list(s = s, r = r)
  }
  a <- part(1); b <- part(0)
  c(sum(a$s * a$r) - sum(b$s * b$r), sum((a$s - b$s) * (a$r + b$r) / 2), sum((a$r - b$r) * (a$s + b$s) / 2))
}

# --- Percentiles: recentred influence function, density with a bandwidth from the same weights.
quantile_of <- function(y, w, p) { o <- order(y); y[o][which(cumsum(w[o]) >= p * sum(w) - 1e-9)[1]] }
rif <- function(y, w, p, kernel) {
  q <- quantile_of(y, w, p)
  centre <- weighted.mean(y, w)
  sd <- sqrt(weighted.mean((y - centre)^2, w))
  iqr <- quantile_of(y, w, 0.75) - quantile_of(y, w, 0.25)
  h <- 0.9 * min(sd, iqr / 1.34) * sum(w > 0)^-0.2
  u <- (y - q) / h
  k <- if (kernel == "gaussian") dnorm(u) else ifelse(abs(u) < sqrt(5), 0.75 * (1 - u^2 / 5) / sqrt(5), 0)
  f <- sum(w * k) / sum(w) / h
  # Those at the percentile count as below it in the proportion that makes it exact.
  at <- (p * sum(w) - sum(w[y < q])) / sum(w[y == q])
  q + (p - ifelse(y < q, 1, ifelse(y == q, at, 0))) / f
}
rif_gap <- function(p, kernel) function(data) {
  a <- data[data$wave == 1, ]; b <- data[data$wave == 0, ]
  a$score <- rif(a$score, a$weight, p, kernel); b$score <- rif(b$score, b$weight, p, kernel)
  ba <- coef(ols(gap_formula, a)); bb <- coef(ols(gap_formula, b))
  ma <- means(a); mb <- means(b)
  c(sum(ma * ba) - sum(mb * bb), sum((ma - mb) * bb), sum(mb * (ba - bb)), sum((ma - mb) * (ba - bb)))
}
reweighted <- function(p, kernel) function(data) {
  fit <- suppressWarnings(glm(reformulate(x, "wave"), binomial, data, weights = weight,
    control = glm.control(epsilon = 1e-14, maxit = 50)))
  data$odds <- exp(predict(fit))
  a <- data[data$wave == 1, ]; b <- data[data$wave == 0, ]; wc <- b$weight * b$odds
  ra <- rif(a$score, a$weight, p, kernel); rb <- rif(b$score, b$weight, p, kernel)
  rc <- rif(b$score, wc, p, kernel)
  set <- function(data, y) { data$score <- y; data }
  ba <- coef(ols(gap_formula, set(a, ra))); bb <- coef(ols(gap_formula, set(b, rb)))
  bc <- coef(ols(gap_formula, set(b, rc), wc))
  ma <- means(a); mb <- means(b); mc <- means(b, wc)
  c(sum((mc - mb) * bb), sum(mc * (bc - bb)), sum(ma * (ba - bc)), sum((ma - mc) * bc))
}

result <- list(
  versions = list(R = as.character(getRversion())), seed = 20251122,
  data = as.list(d),
  oaxaca = jackknife(oaxaca),
  slope = jackknife(slope),
  shapley = jackknife(function(data) shares(data, every)),
  owen = jackknife(function(data) shares(data, together)),
  concentration = jackknife(concentration),
  kitagawa = jackknife(kitagawa),
  percentiles = list(
    list(share = 0.1, kernel = "gaussian", gap = jackknife(rif_gap(0.1, "gaussian")),
      reweighted = jackknife(reweighted(0.1, "gaussian"))),
    list(share = 0.5, kernel = "epanechnikov", gap = jackknife(rif_gap(0.5, "epanechnikov")),
      reweighted = jackknife(reweighted(0.5, "epanechnikov"))),
    list(share = 0.9, kernel = "epanechnikov", gap = jackknife(rif_gap(0.9, "epanechnikov")),
      reweighted = jackknife(reweighted(0.9, "epanechnikov")))))
write(toJSON(result, digits = I(16), auto_unbox = TRUE), "decompositions.json")
