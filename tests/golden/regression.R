# Makes regression.json: what R's packages compute on small made-up data.
# Run in this folder: Rscript regression.R
suppressMessages({
  library(clubSandwich)
  library(sandwich)
  library(quantreg)
  library(jsonlite)
})

RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20171120)

# --- People in 14 schools, three waves, weights that vary within schools.
schools <- 14
size <- c(6, 11, 15, 9, 5, 22, 12, 8, 17, 13, 7, 10, 14, 21)
school <- rep(seq_len(schools), size)
n <- length(school)
program <- rep(c(0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0), size)
wave <- sample(c(2015, 2017, 2019), n, replace = TRUE)
ses <- round(rnorm(n) + rnorm(schools, sd = 0.4)[school], 3)
weight <- round(runif(n, 0.4, 2.1), 3)
score <- round(500 + 30 * ses + 8 * program + rnorm(schools, sd = 25)[school] +
  (60 + 15 * ses^2) * rnorm(n), 2)
likes <- rbinom(n, 1, plogis(-0.3 + 0.8 * ses + 0.5 * program + rnorm(schools, sd = 0.4)[school]))
d <- data.frame(school, program, wave, ses, weight, score, likes)
d$f <- factor(d$wave)

robust <- function(fit, type) {
  v <- vcovCR(fit, cluster = d$school, type = type)
  test <- coef_test(fit, v, test = "Satterthwaite")
  list(se = unname(test$SE), df = unname(test$df_Satt), covariance = as.vector(v))
}
linear <- function(fit) {
  types <- c("CR0", "CR1", "CR1S", "CR2", "CR3")
  row_types <- c("HC0", "HC1", "HC2", "HC3")
  list(coefficients = unname(coef(fit)),
    clusters = setNames(lapply(types, function(t) robust(fit, t)), types),
    rows = c(list(classical = unname(sqrt(diag(vcov(fit))))),
      setNames(lapply(row_types, function(t) unname(sqrt(diag(vcovHC(fit, type = t))))), row_types)),
    rSquared = summary(fit)$r.squared)
}
plain <- lm(score ~ f * program + ses, data = d)
weighted <- lm(score ~ f * program + ses, data = d, weights = weight)
# A contrast: the development of programme schools from 2015 to 2019.
contrast <- c(0, 0, 1, 0, 0, 0, 1)
# Its degrees of freedom are those of a coefficient in a model that has it as one.
d$other <- as.numeric(d$wave == 2017)
d$last <- as.numeric(d$wave == 2019)
d$rise <- d$last * (1 - d$program)
d$programRise <- d$last * d$program
regrouped <- lm(score ~ other + rise + program + ses + other:program + programRise, data = d,
  weights = weight)
contrast_test <- coef_test(regrouped, vcovCR(regrouped, cluster = d$school, type = "CR2"))
contrast_row <- which(names(coef(regrouped)) == "programRise")

# --- Designs: which columns a formula means.
matrices <- lapply(
  c("~ f * program + ses", "~ 0 + f + ses", "~ f:program", "~ f + f:ses", "~ 0 + f:program + ses"),
  function(text) {
    m <- model.matrix(as.formula(text), d)
    list(formula = gsub("f", "factor(wave)", text, fixed = TRUE), columns = ncol(m),
      values = lapply(seq_len(ncol(m)), function(j) unname(m[1:25, j])))
  })

# --- Logistic regression; quasibinomial only silences the warning about weights.
logistic <- function(w) {
  d$w <- w
  fit <- glm(likes ~ ses + program, family = quasibinomial, data = d, weights = w,
    control = glm.control(epsilon = 1e-14, maxit = 100))
  p <- fitted(fit)
  x <- model.matrix(fit)
  list(coefficients = unname(coef(fit)),
    model = unname(sqrt(diag(solve(t(x) %*% (x * w * p * (1 - p)))))),
    CR0 = unname(sqrt(diag(vcovCL(fit, cluster = d$school, type = "HC0", cadjust = FALSE)))),
    CR1 = unname(sqrt(diag(vcovCL(fit, cluster = d$school, type = "HC0", cadjust = TRUE)))),
    HC0 = unname(sqrt(diag(sandwich(fit)))),
    clusters = setNames(lapply(c("CR1S", "CR3"), function(t) robust(fit, t)), c("CR1S", "CR3")),
    logLikelihood = sum(w * (d$likes * log(p) + (1 - d$likes) * log1p(-p))))
}

# --- Quantile regression; "cluster" is Parente & Santos Silva's meat between Powell's bread.
quantile_fit <- function(tau, w) {
  d$w <- w
  fit <- rq(score ~ ses + program, tau = tau, data = d, weights = w)
  x <- model.matrix(score ~ ses + program, d)
  h <- bandwidth.rq(tau, n, hs = TRUE)
  u <- d$score - as.vector(x %*% coef(fit))
  wu <- w * u
  band <- (qnorm(tau + h) - qnorm(tau - h)) * min(sqrt(var(wu)),
    (quantile(wu, 0.75) - quantile(wu, 0.25)) / 1.34)
  density <- dnorm(wu / band) / band
  bread <- solve(crossprod(sqrt(density) * w * x))
  meat <- crossprod(rowsum(w * x * (tau - (u < -1e-9)) * (abs(u) > 1e-9), d$school))
  list(tau = tau, coefficients = unname(coef(fit)),
    iid = unname(summary(fit, se = "iid", covariance = TRUE)$coefficients[, 2]),
    nid = unname(summary(fit, se = "nid", covariance = TRUE)$coefficients[, 2]),
    ker = unname(summary(fit, se = "ker", covariance = TRUE)$coefficients[, 2]),
    cluster = unname(sqrt(diag(bread %*% meat %*% bread))))
}
taus <- c(0.1, 0.45, 0.9)

# --- Wild cluster bootstrap of the first eight schools, every sign, refitted by lm.
few <- d[d$school <= 8, ]
t_of <- function(y, null) {
  fit <- lm(y ~ program + ses, data = few, weights = weight)
  v <- vcovCL(fit, cluster = few$school, type = "HC1", cadjust = TRUE)
  (coef(fit)[["program"]] - null) / sqrt(v["program", "program"])
}
enumerated <- function(null) {
  restricted <- lm(I(score - null * program) ~ ses, data = few, weights = weight)
  base <- fitted(restricted) + null * few$program
  signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), 8)))
  draws <- apply(signs, 1, function(s) t_of(base + residuals(restricted) * s[few$school], null))
  observed <- t_of(few$score, null)
  list(null = null, statistic = observed, pValue = mean(abs(draws) >= abs(observed) - 1e-9))
}

results <- list(
  versions = list(R = as.character(getRversion()),
    clubSandwich = as.character(packageVersion("clubSandwich")),
    sandwich = as.character(packageVersion("sandwich")),
    quantreg = as.character(packageVersion("quantreg"))),
  data = d[, c("school", "program", "wave", "ses", "weight", "score", "likes")],
  matrices = matrices,
  plain = linear(plain), weighted = linear(weighted),
  contrast = list(weights = contrast, value = contrast_test$beta[contrast_row],
    se = contrast_test$SE[contrast_row], df = contrast_test$df_Satt[contrast_row]),
  logistic = list(plain = logistic(rep(1, n)), weighted = logistic(weight)),
  quantile = list(plain = lapply(taus, quantile_fit, w = rep(1, n)),
    weighted = lapply(taus, quantile_fit, w = weight)),
  wild = lapply(c(0, 20), enumerated)
)
writeLines(toJSON(results, digits = 15, auto_unbox = TRUE, dataframe = "columns"), "regression.json")
