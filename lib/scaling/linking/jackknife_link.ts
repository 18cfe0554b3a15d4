import type { LinearLink, LinkingItem } from "./linking_item.ts";

/** The link with what its common items disagree about. */
export interface LinkWithError {
  /** The link over all items. */
  readonly link: LinearLink;
  /** Standard error of the slope from the choice of items. */
  readonly slopeError: number;
  /** Standard error of the shift from the choice of items. */
  readonly shiftError: number;
  /** Units left out in turn. */
  readonly units: number;
}

/**
 * Link error of two separate calibrations by leaving out items, or whole testlets of
 * items that belong together, in turn: LE² = (G − 1) / G Σ (link_(−g) − mean)².
 *
 * @param options.unitOf Testlet of an item; each item by itself by default.
 * @param options.linkForms Any linking method.
 * @throws {RangeError} If there are fewer than two units.
 * @see Monseur & Berezner (2007), Journal of Applied Measurement 8, 323–335.
 */
export function jackknifeLink(
  from: readonly LinkingItem[],
  to: readonly LinkingItem[],
  { linkForms, unitOf = (id) => id }: {
    readonly linkForms: (
      from: readonly LinkingItem[],
      to: readonly LinkingItem[],
    ) => LinearLink;
    readonly unitOf?: (id: string) => string;
  },
): LinkWithError {
  const there = new Set(to.map(({ id }) => id));
  const common = from.filter(({ id }) => there.has(id));
  const units = [...new Set(common.map(({ id }) => unitOf(id)))];
  if (units.length < 2) {
    throw new RangeError(
      `Cannot find a link error: found ${units.length} units of common items, at least 2 are needed`,
    );
  }
  const replicates = units.map((unit) =>
    linkForms(common.filter(({ id }) => unitOf(id) !== unit), to)
  );
  const error = (key: "slope" | "shift"): number => {
    const mean = replicates.reduce((sum, r) => sum + r[key], 0) / units.length;
    const squares = replicates.reduce(
      (sum, r) => sum + (r[key] - mean) * (r[key] - mean),
      0,
    );
    return Math.sqrt((units.length - 1) / units.length * squares);
  };
  return {
    link: linkForms(from, to),
    slopeError: error("slope"),
    shiftError: error("shift"),
    units: units.length,
  };
}
