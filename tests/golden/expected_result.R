# Expected result of one school left out: R's own lm and sandwich on MASS's public
# "nlschools" (2,287 Dutch pupils, 133 classes): language score on social status (SES).
# Run from the repository root: Rscript tests/golden/expected_result.R
suppressMessages({library(MASS); library(sandwich); library(jsonlite)})
d <- data.frame(score = nlschools$lang, ses = nlschools$SES,
  grouped = as.integer(nlschools$COMB == "1"), school = as.integer(nlschools$class))
d <- d[d$school <= 40, ]
one <- function(s) {
  rest <- d[d$school != s, ]; own <- d[d$school == s, ]
  fit <- lm(score ~ ses + I(ses^2) + grouped, rest)
  x <- colMeans(model.matrix(~ ses + I(ses^2) + grouped, own))
  v <- vcovCL(fit, cluster = rest$school, type = "HC0", cadjust = TRUE)
  list(school = s, expected = sum(x * coef(fit)), deviation = mean(own$score) - sum(x * coef(fit)),
    coefficientVariance = as.numeric(t(x) %*% v %*% x))
}
write_json(list(
  origin = sprintf("%s, MASS %s, sandwich %s", R.version.string, packageVersion("MASS"), packageVersion("sandwich")),
  data = as.list(d), expected = lapply(c(1, 7, 23, 40), one)
), "tests/golden/expected_result.json", auto_unbox = TRUE, digits = 15)
