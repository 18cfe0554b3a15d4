import { decomposeRateGap } from "#lib/background/mod.ts";
import { LOW_SCORE } from "#lib/inference/mod.ts";
import { linkPart } from "../estimates/link_part.ts";
import type { ScaleInput } from "../scale_input.ts";
import type { WeakSplit } from "./decomposition_types.ts";
import type { RegionColumns } from "./region_columns.ts";
import { attempt, cellOf, dataOf, whyHidden, withLink } from "./region_gap.ts";

const CELLS = ["low", "middle", "high", "unanswered"] as const;

/**
 * Splits the change in the share of weak results from the first to the last wave into
 * what follows from the groups of parents' education having other sizes, and what is
 * there within the groups.
 */
export function weakSplit(input: ScaleInput, region: RegionColumns): WeakSplit {
  const groups = ["last", "first"] as const;
  const cells = CELLS.filter((cell) => region.columns[cell]!.includes(1));
  const found = whyHidden(region, groups) ??
    attempt(() =>
      decomposeRateGap(dataOf(region), {
        groups,
        cells,
        rate: { side: "below", cut: LOW_SCORE },
      })
    );
  if (typeof found === "string") {
    const hidden = { hidden: found } as const;
    return { total: hidden, composition: hidden, rates: hidden };
  }
  const levels = found.groups.map((rate) =>
    typeof rate === "string" ? NaN : rate.value
  );
  const { variance: link } = linkPart(input.link, {
    statistic: "share-low",
    from: 0,
    to: input.waves - 1,
    level: (levels[0]! + levels[1]!) / 2,
  });
  return {
    total: withLink(found.gap, link),
    composition: cellOf(found.composition),
    rates: withLink(found.rates, link),
  };
}
