# Makes development.json: tests of changes, shrinkage over municipalities, regression
# of schools' changes on participation, and what a confounder of stated strength does.
# Run in this folder: Rscript development.R
suppressMessages({
  library(metafor)
  library(sandwich)
  library(clubSandwich)
  library(jsonlite)
})

RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20191101)

# --- Changes with errors and degrees of freedom, and a margin of 5.
change <- round(rnorm(15, 2, 5), 3)
error <- round(runif(15, 0.6, 4), 3)
df <- round(runif(15, 5, 60), 2)
margin <- 5
difference <- 2 * pt(-abs(change / error), df)
equivalence <- pmax(pt((change + margin) / error, df, lower.tail = FALSE),
                    pt((change - margin) / error, df))
tests <- list(
  change = change, error = error, df = df, margin = margin,
  difference = difference, equivalence = equivalence,
  differenceHolm = p.adjust(difference, "holm"),
  equivalenceHolm = p.adjust(equivalence, "holm"),
  differenceBH = p.adjust(difference, "BH"),
  equivalenceBH = p.adjust(equivalence, "BH"))

# --- Thirteen municipalities' changes, shrunken by REML.
own <- round(runif(13, 1.5, 6), 3)
value <- round(4 + rnorm(13, 0, 4) + own * rnorm(13), 3)
fit <- rma(yi = value, sei = own, method = "REML", control = list(threshold = 1e-13, maxiter = 1000))
# Morris (1983), sections 4 and 5, with one common mean.
V <- own^2; A <- fit$tau2; k <- 13; mean <- as.numeric(fit$beta)
B <- (k - 3) / (k - 1) * V / (V + A)
typical <- sum(V / (V + A)) / sum(1 / (V + A))
v <- 2 / (k - 3) * (typical + A) / (V + A)
municipalities <- list(
  value = value, error = own, tau2 = A, mean = mean,
  shrunken = (1 - B) * value + B * mean,
  se = sqrt(V * (1 - (k - 1) / k * B) + v * B^2 * (value - mean)^2))

# --- Schools' changes on participation within municipalities, two plausible values.
n <- 60
stratum <- rep(1:5, each = 12)
intensity <- round(runif(n), 2)
variance <- round(runif(n, 30, 200), 2)
truth <- 3 * stratum + 15 * intensity + rnorm(n, 0, 12)
pv <- sapply(1:2, function(m) round(truth + sqrt(variance) * rnorm(n), 3))
y <- rowMeans(pv)
meta <- rma(yi = y, vi = variance, mods = ~ 0 + factor(stratum) + intensity, method = "DL")
weights <- 1 / (meta$tau2 + variance)
each <- lapply(1:2, function(m) {
  fit <- lm(pv[, m] ~ 0 + factor(stratum) + intensity, weights = weights)
  c(coef(fit)[["intensity"]], vcovHC(fit, type = "HC2")["intensity", "intensity"])
})
# Errors of equal variance once every row is divided by its expected SD.
scaled <- as.data.frame(sqrt(weights) * model.matrix(~ 0 + factor(stratum) + intensity))
scaled$y <- sqrt(weights) * pv[, 1]
whole <- lm(y ~ 0 + ., data = scaled)
satterthwaite <- coef_test(whole, vcov = "CR2", cluster = seq_len(n), test = "Satterthwaite")
dose <- list(
  df = satterthwaite[satterthwaite$Coef == "intensity", "df_Satt"],
  stratum = stratum, intensity = intensity, variance = variance, pv = t(pv),
  tau2 = meta$tau2,
  slope = mean(sapply(each, `[`, 1)), sampling = mean(sapply(each, `[`, 2)),
  between = var(sapply(each, `[`, 1)), residualDf = n - 6)

# --- A confounder as strong as the robustness value, built into the data.
unit <- function(v) v / sqrt(sum(v^2))
x1 <- rnorm(n)
d <- 0.4 * x1 + rnorm(n)
out <- 0.3 * d + 0.5 * x1 + rnorm(n)
base <- lm(out ~ d + x1)
t <- summary(base)$coefficients["d", "t value"]
d_left <- unit(resid(lm(d ~ x1)))
y_left <- unit(resid(base))
noise <- unit(resid(lm(rnorm(n) ~ x1 + d + out)))
# Explains the share r of what is left of d, and of what is left of out given d.
adjusted <- function(r) {
  z <- sqrt(r) * d_left + sqrt(1 - r) * (sign(t) * sqrt(r) * y_left + sqrt(1 - r) * noise)
  coef(lm(out ~ d + x1 + z))[["d"]]
}
found <- uniroot(adjusted, c(0.001, 0.9), tol = 1e-14)$root
robustness <- list(t = t, df = base$df.residual, partialR2 = t^2 / (t^2 + base$df.residual),
                   robustnessValue = found)

# --- The same until the t-value is that of the level, by the published formula.
strong <- list(t = 6.1, df = 57)
fq <- strong$t / sqrt(strong$df)
fc <- qt(0.975, strong$df - 1) / sqrt(strong$df - 1)
strong$robustnessOfSign <- 0.5 * (sqrt((fq - fc)^4 + 4 * (fq - fc)^2) - (fq - fc)^2)

write_json(
  list(origin = list(script = "development.R", r = R.version.string,
                     metafor = as.character(packageVersion("metafor")),
                     sandwich = as.character(packageVersion("sandwich")),
                     clubSandwich = as.character(packageVersion("clubSandwich")), seed = 20191101),
       tests = tests, municipalities = municipalities, dose = dose,
       robustness = robustness, strong = strong),
  "development.json", auto_unbox = TRUE, digits = 17, pretty = TRUE)
