/** Unit that an {@linkcode Estimate} is stated in. */
export type EstimateUnit =
  | "points"
  | "share"
  | "logits"
  | "r2"
  | "points-per-sd"
  | "correlation"
  | "ratio"
  | "sd";

/** The sources of uncertainty behind a standard error; they sum to its square. */
export interface VarianceLedger {
  /** From schools, classes and pupils being draws. */
  readonly sampling: number;
  /** From scores being estimated from few answers (between plausible values). */
  readonly measurement: number;
  /** From imputed background. */
  readonly missing: number;
  /** From the choice of common items between waves. */
  readonly link: number;
}

/** One published number with its uncertainty. */
export interface Estimate {
  /** In `unit`. */
  readonly value: number;
  /** Root of the sum of the ledger, in `unit`. */
  readonly standardError: number;
  /** `Infinity` where normal. */
  readonly degreesOfFreedom: number;
  /** 95 % interval. */
  readonly interval: readonly [lower: number, upper: number];
  /** Where the uncertainty comes from, in `unit`². */
  readonly variance: VarianceLedger;
  /** People behind the number. */
  readonly n: number;
  /** People left out for missing values. */
  readonly dropped: number;
  /** What the value is counted in. */
  readonly unit: EstimateUnit;
  /** e.g. "mean of 10 plausible values, school jackknife". */
  readonly method: string;
}
