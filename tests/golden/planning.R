# Makes planning.json: power of two-sided t tests from R's non-central t distribution.
# Run in this folder: Rscript planning.R
suppressMessages(library(jsonlite))
cases <- expand.grid(df = c(2, 4.5, 8, 20, 241), effect = c(0, 1, 2.8, 5), alpha = c(0.05, 0.01))
cases$power <- with(cases, pt(qt(1 - alpha / 2, df), df, ncp = effect, lower.tail = FALSE) +
  pt(-qt(1 - alpha / 2, df), df, ncp = effect))
write_json(list(origin = list(script = "tests/golden/planning.R", R = R.version.string,
  inputs = "standard error 1; no random numbers"), cases = cases),
  "planning.json", digits = NA, auto_unbox = TRUE)
