import type { Estimate } from "#lib/inference/mod.ts";
import type { ChangeMeasure, Measure } from "../gradient/measures.ts";

/** What can make social background look as if it mattered less than it does. */
export type GradientGuard =
  /** The index is measured with more error, so everything leans on it less. */
  | "index-reliability"
  /** The homes differ more or less from each other: the explained share moves with it. */
  | "background-spread"
  /** Scores of pupils of the same background lie closer together, and all distances with them. */
  | "score-spread"
  /** The best cannot show more than they do: a test that is too easy. */
  | "ceiling"
  /** Other parents answer than before. */
  | "missing-background"
  /** The measures do not point the same way. */
  | "measures-disagree";

/** A published number, or the reason why there is none. */
export type MaybeEstimate = Estimate | { readonly hidden: string };

/** What is known of the gradient in two waves. */
export interface GradientTrend {
  /** Measures in the earlier wave. */
  readonly from: Readonly<Partial<Record<Measure, MaybeEstimate>>>;
  /** Their changes. */
  readonly change: Readonly<Partial<Record<ChangeMeasure, MaybeEstimate>>>;
  /** Their changes with missing background imputed. */
  readonly imputed: Readonly<Partial<Record<ChangeMeasure, MaybeEstimate>>>;
}

/** What one guard says. */
export interface GuardFinding {
  /** Which guard. */
  readonly guard: GradientGuard;
  /** "warns" where what it watches has moved beyond its uncertainty. */
  readonly verdict: "clear" | "warns" | "unknown";
  /** Change in what it watches; null where that is not known. */
  readonly change: Estimate | null;
  /**
   * What this alone would do to the slope, points per SD: to hold against the change
   * in the slope. NaN where it cannot be said.
   */
  readonly slopePoints: number;
}

/**
 * Looks for what else than learning may have changed the social gradient.
 *
 * Each guard watches one number and warns when its 95 % interval of change does not
 * hold 0. With b the earlier slope, a reliability that moves by Δ takes the slope along
 * by b Δ / reliability, scores whose SD moves by Δ by b Δ / SD; the SD is that among
 * pupils of the same background, which a flatter gradient does not make smaller. A
 * ceiling shows as scores that lie closer above the middle than they did. Missing background warns when the share of unknown or their distance to the
 * others has moved, or when imputing them moves the change of the slope by more than
 * its standard error.
 *
 * @returns One finding per guard, in a fixed order.
 */
export function gradientGuards(
  { from, change, imputed }: GradientTrend,
): readonly GuardFinding[] {
  const slope = known(from.slope)?.value ?? NaN;
  const along = (measure: Measure): number => {
    const level = known(from[measure])?.value ?? NaN;
    const moved = known(change[measure])?.value ?? NaN;
    return slope * moved / level;
  };
  return [
    watch("index-reliability", change.reliability, along("reliability")),
    watch("background-spread", change["background-spread"], 0),
    watch(
      "score-spread",
      change["residual-spread"],
      along("residual-spread"),
    ),
    ceiling(change["score-skew"]),
    missingBackground(change, imputed),
    disagreement(change),
  ];
}

function known(cell: MaybeEstimate | undefined): Estimate | null {
  return cell && !("hidden" in cell) ? cell : null;
}

function hasMoved({ interval: [lower, upper] }: Estimate): boolean {
  return lower > 0 || upper < 0;
}

function watch(
  guard: GradientGuard,
  cell: MaybeEstimate | undefined,
  slopePoints: number,
): GuardFinding {
  const change = known(cell);
  const verdict = change === null
    ? "unknown"
    : hasMoved(change)
    ? "warns"
    : "clear";
  return { guard, verdict, change, slopePoints };
}

/** Only scores that close up above the middle are a ceiling. */
function ceiling(cell: MaybeEstimate | undefined): GuardFinding {
  const finding = watch("ceiling", cell, NaN);
  return finding.verdict === "warns" && finding.change!.value > 0
    ? { ...finding, verdict: "clear" }
    : finding;
}

function missingBackground(
  change: GradientTrend["change"],
  imputed: GradientTrend["imputed"],
): GuardFinding {
  const share = watch("missing-background", change["unknown-share"], NaN);
  const gap = known(change["unknown-gap"]);
  const observed = known(change.slope), completed = known(imputed.slope);
  const slopePoints = observed && completed
    ? observed.value - completed.value
    : NaN;
  const matters = observed !== null &&
    Math.abs(slopePoints) > observed.standardError;
  const warns = share.verdict === "warns" || (gap && hasMoved(gap)) || matters;
  return { ...share, verdict: warns ? "warns" : share.verdict, slopePoints };
}

/** Slope, explained share and relative risk of weak results, by the side of 0 they lie on. */
function disagreement(change: GradientTrend["change"]): GuardFinding {
  const cells = [change.slope, change.explained, change["relative-risk"]]
    .map(known);
  const sides = new Set(
    cells.map((cell) => cell && hasMoved(cell) ? Math.sign(cell.value) : 0),
  );
  return {
    guard: "measures-disagree",
    verdict: cells.includes(null)
      ? "unknown"
      : sides.size > 1
      ? "warns"
      : "clear",
    change: cells[0] ?? null,
    slopePoints: NaN,
  };
}
