import { type DrawSet, packInPlace } from "./draw_set.ts";

/** The recorded draw alone: enough to estimate, nothing to compare with. */
export function recordedOnly(draws: DrawSet): DrawSet {
  const { treated, bytesPerDraw } = draws;
  const bits = new Uint8Array(bytesPerDraw);
  packInPlace(treated, bits, 0);
  return { ...draws, bits, size: 1, recorded: 0 };
}

/** A recorded draw among fewer schools. */
export interface RemainingDraw {
  /** The recorded draw alone. */
  readonly draw: DrawSet;
  /** Numbers of the schools that are left. */
  readonly kept: readonly number[];
}

/**
 * The recorded draw without a school; a stratum in which no comparison is left goes
 * with it, as a pair does.
 *
 * @throws {RangeError} If no comparison is left at all.
 */
export function withoutSchool(draws: DrawSet, school: number): RemainingDraw {
  const { treated, stratum, strata } = draws;
  const counts = new Float64Array(2 * strata);
  stratum.forEach((s, i) => {
    if (i !== school) counts[2 * s + treated[i]!]!++;
  });
  const isLeft = (s: number) => counts[2 * s]! > 0 && counts[2 * s + 1]! > 0;
  const kept = [...stratum.keys()].filter((i) =>
    i !== school && isLeft(stratum[i]!)
  );
  if (kept.length === 0) {
    throw new RangeError(
      `Cannot leave out a school: without school ${school} no drawn school has another to be compared with`,
    );
  }
  const names = [...new Set(kept.map((i) => stratum[i]!))];
  const marks = Float64Array.from(kept, (i) => treated[i]!);
  return {
    kept,
    draw: recordedOnly({
      ...draws,
      schools: kept.length,
      treated: marks,
      drawn: marks.reduce((total, mark) => total + mark, 0),
      stratum: Int32Array.from(kept, (i) => names.indexOf(stratum[i]!)),
      strata: names.length,
      bytesPerDraw: kept.length + 7 >> 3,
    }),
  };
}
