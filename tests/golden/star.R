# Makes star.json: the Tennessee STAR experiment in sums per school and kind of class,
# from AER's public data, and what clubSandwich and sandwich make of its rows.
# Run in this folder: Rscript star.R
suppressMessages({
  library(AER)
  library(clubSandwich)
  library(jsonlite)
})
data("STAR")

cells <- function(d) {
  key <- interaction(d$school, d$kind, drop = TRUE)
  s <- split(d$score, key)
  first <- !duplicated(key)
  label <- d[first, ][match(names(s), key[first]), ]
  list(school = as.integer(as.character(label$school)), kind = as.character(label$kind),
    n = unname(lengths(s)), mean = unname(sapply(s, mean)),
    squares = unname(sapply(s, function(x) sum((x - mean(x))^2))))
}
model <- function(score, kind, school) {
  d <- data.frame(score, kind, school)
  d <- d[complete.cases(d), ]
  fit <- lm(score ~ kind, d)
  robust <- function(type) {
    test <- coef_test(fit, vcovCR(fit, cluster = d$school, type = type))
    list(se = test$SE, df = test$df_Satt)
  }
  list(cells = cells(d), n = nrow(d), coefficients = unname(coef(fit)),
    HC1 = unname(sqrt(diag(vcovHC(fit, type = "HC1")))),
    CR0 = robust("CR0"), CR1S = robust("CR1S"), CR2 = robust("CR2"),
    within = unname(coef(lm(score ~ kind + factor(school), d))[2:3]))
}
grade <- function(g) {
  model(STAR[[paste0("read", g)]] + STAR[[paste0("math", g)]], STAR[[paste0("star", g)]],
    STAR[[paste0("schoolid", g)]])
}
results <- list(
  versions = list(R = as.character(getRversion()), AER = as.character(packageVersion("AER")),
    clubSandwich = as.character(packageVersion("clubSandwich"))),
  kindergarten = grade("k"), first = grade("1"), second = grade("2"), third = grade("3"),
  # Mathematics a year later by kindergarten class: the model of clubSandwich's vignette.
  mathsLater = model(STAR$math1, STAR$stark, STAR$schoolidk))
writeLines(toJSON(results, digits = 15, auto_unbox = TRUE), "star.json")
