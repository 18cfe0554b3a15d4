/**
 * How the schools could have been drawn; all draws of a plan are equally likely.
 *
 * A p-value is only as right as its plan: a draw within strata or a draw that was
 * repeated until the groups looked alike has fewer possible outcomes than a plain one.
 */
export type DrawPlan =
  | CompletePlan
  | StratifiedPlan
  | AcceptedPlan
  | ListedPlan;

/** So many of all schools, in one draw. */
export interface CompletePlan {
  /** Which plan it is. */
  readonly kind: "complete";
  /** Schools drawn. @default {as many as the recorded draw has} */
  readonly drawn?: number;
}

/** A draw of its own within each stratum; matched pairs are strata of two. */
export interface StratifiedPlan {
  /** Which plan it is. */
  readonly kind: "stratified";
  /** Stratum of each school. */
  readonly strata: readonly string[];
  /** Schools drawn in each stratum. @default {as many as the recorded draw has} */
  readonly drawn?: Readonly<Record<string, number>>;
}

/** Draws of another plan that passed a rule set beforehand; the others were drawn again. */
export interface AcceptedPlan {
  /** Which plan it is. */
  readonly kind: "accepted";
  /** Where the draws came from. */
  readonly of: CompletePlan | StratifiedPlan;
  /** Whether a draw (1 drawn, 0 not, in the order of the schools) was let pass. */
  readonly accept: (treated: Uint8Array) => boolean;
}

/** Exactly these draws; one that is listed twice was twice as likely. */
export interface ListedPlan {
  /** Which plan it is. */
  readonly kind: "listed";
  /** 1 for drawn schools, 0 for the others, per draw. */
  readonly draws: readonly ArrayLike<number>[];
}
