/** Variables multiplied with one another, e.g. `["wave", "program"]`; one name is a main effect. */
export type ModelTerm = readonly string[];

/** What varies between the levels of a grouping, e.g. `(1 + ses | school)`. */
export interface RandomTermSpec {
  /** Variables whose combinations are the levels, e.g. `["school", "wave"]`. */
  readonly group: readonly string[];
  /** A level of its own for each group. @default {true} */
  readonly intercept?: boolean;
  /** Slopes that differ between groups. @default {[]} */
  readonly terms?: readonly ModelTerm[];
  /** Intercept and slopes may covary. @default {true} */
  readonly correlated?: boolean;
}

/** A linear model in words: what a formula such as `"y ~ wave * program"` says. */
export interface ModelSpec {
  /** Name of the outcome; null where outcomes are given apart. */
  readonly response: string | null;
  /** The fixed part without its intercept; main effects are not implied. */
  readonly terms: readonly ModelTerm[];
  /** A column of ones. @default {true} */
  readonly intercept?: boolean;
  /** Numeric variables to be taken as categories. @default {[]} */
  readonly factors?: readonly string[];
  /** Random terms; regressions refuse them, mixed models need them. @default {[]} */
  readonly random?: readonly RandomTermSpec[];
}

/** A {@linkcode RandomTermSpec} with its defaults. */
export type RandomTerm = Required<RandomTermSpec>;

/** A {@linkcode ModelSpec} with its defaults, terms in order and none twice. */
export interface Model extends Required<ModelSpec> {
  /** The random terms with their defaults. */
  readonly random: readonly RandomTerm[];
}
