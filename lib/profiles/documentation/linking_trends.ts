import { exp } from "#lib/numerics/mod.ts";
import {
  type CalibrateOptions,
  type Calibration,
  type CurvePoints,
  fitAnswers,
  type FittedAnswers,
  gridOf,
  type ItemInGroup,
  linkByCurves,
  linkByMoments,
  linkingItems,
  type ScaleResponses,
  type SearchMemory,
} from "#lib/scaling/mod.ts";
import type { LinkingChoice, LinkingTrend } from "./scale_documentation.ts";

/** Options for {@linkcode linkingTrends}. */
export interface LinkingTrendsOptions {
  /** Fit of the answers with every item alike in all waves. */
  readonly common: FittedAnswers;
  /** Items freed in a wave in what is published. */
  readonly freed: readonly ItemInGroup[];
}

/** Where the curves are compared: smooth, they need no more points than this. */
const POINTS: CurvePoints = {
  theta: Array.from({ length: 21 }, (_, q) => (q - 10) * 0.4),
  weight: Array.from({ length: 21 }, (_, q) => {
    const theta = (q - 10) * 0.4;
    return exp(-theta * theta / 2);
  }),
};
/** Enough for a tenth of a point. */
const TOLERANCE = 1e-5;

/**
 * The programme's trend under every way of linking the waves, from the same
 * answers: 500 + 100 (mean of the wave − mean of the first) / SD of the first,
 * of the fitted normal distributions.
 *
 * @returns The published choice first; a choice that the answers do not allow has nulls.
 */
export function linkingTrends(
  responses: ScaleResponses,
  { common, freed }: LinkingTrendsOptions,
): readonly LinkingTrend[] {
  const { calibration, memory } = common;
  const { model, reference } = calibration;
  const fit = {
    model,
    reference,
    gradientTolerance: TOLERANCE,
    startAt: calibration,
    memory,
    grid: gridOf(calibration),
  };
  const alone = calibration.groups.map(({ persons }, wave) =>
    persons > 0 ? fitAlone(responses, wave, fit) : null
  );
  const first = alone[reference] ?? null;
  return [
    trend(
      "partial",
      reference,
      () => fitAnswers(responses, { ...fit, freeInGroup: freed }).calibration,
    ),
    trend("common", reference, () => calibration),
    trend("anchored", reference, () =>
      first && fitAnswers(responses, {
        ...fit,
        fixedItems: new Map(first.items.map((item) => [item.id, item])),
      }).calibration),
    separate("mean-sigma", alone, reference),
    separate("haebara", alone, reference),
  ];
}

/** One wave by itself; null where its answers do not carry a fit. */
function fitAlone(
  responses: ScaleResponses,
  wave: number,
  fit: Omit<CalibrateOptions, "reference"> & { readonly memory: SearchMemory },
): Calibration | null {
  const columns = responses.columns.map((column) =>
    column.map((x, p) => responses.group[p] === wave ? x : -1)
  );
  return orNull(() =>
    fitAnswers({ ...responses, columns }, { ...fit, reference: wave })
      .calibration
  );
}

/** A fit that the answers do not allow is no fit. */
function orNull<Value>(compute: () => Value): Value | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function trend(
  choice: LinkingChoice,
  reference: number,
  compute: () => Calibration | null,
): LinkingTrend {
  const calibration = orNull(compute);
  if (!calibration) return { choice, means: [] };
  const { groups } = calibration;
  const { mean, standardDeviation } = groups[reference]!;
  return {
    choice,
    means: groups.map((group) =>
      group.persons > 0
        ? 500 + 100 * (group.mean - mean) / standardDeviation
        : null
    ),
  };
}

function separate(
  choice: "mean-sigma" | "haebara",
  alone: readonly (Calibration | null)[],
  reference: number,
): LinkingTrend {
  const target = alone[reference];
  return {
    choice,
    means: alone.map((own, wave) => {
      if (!own || !target) return null;
      if (wave === reference) return 500;
      const [from, to] = [own, target].map(({ items }) => linkingItems(items));
      const link = orNull(() =>
        choice === "haebara"
          ? linkByCurves(from!, to!, { criterion: "haebara", points: POINTS })
          : linkByMoments(from!, to!, { method: "mean-sigma" })
      );
      const spread = target.groups[reference]!.standardDeviation;
      const shift = link ? 100 * link.shift / spread : NaN;
      return Number.isFinite(shift) ? 500 + shift : null;
    }),
  };
}
