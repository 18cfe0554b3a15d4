import type { Codebook, ProgrammeSpec } from "#lib/codebook/mod.ts";

/** What {@linkcode reduceCodebook} keeps. */
export interface ReduceCodebookOptions {
  /** Scale ids. */
  readonly scales?: readonly string[];
  /** Municipality ids; programmes without any of them keep their own. */
  readonly municipalities?: readonly string[];
}

/**
 * Keeps some scales and municipalities of an instrument, so that simulation and
 * reading of a small programme agree on what it holds.
 *
 * Kept scales get the same answers as in the full instrument, as far as the same
 * people are simulated.
 */
export function reduceCodebook(
  codebook: Codebook,
  { scales, municipalities }: ReduceCodebookOptions,
): Codebook {
  const isKept = (id: string) => scales === undefined || scales.includes(id);
  const reduce = (
    { primaryScale, ...programme }: ProgrammeSpec,
  ): ProgrammeSpec => {
    const some = programme.municipalities.filter((id) =>
      municipalities === undefined || municipalities.includes(id)
    );
    return {
      ...programme,
      ...(primaryScale !== undefined && isKept(primaryScale) &&
        { primaryScale }),
      scales: programme.scales.filter(isKept),
      municipalities: some.length > 0 ? some : programme.municipalities,
    };
  };
  return {
    ...codebook,
    scales: codebook.scales.filter(({ id }) => isKept(id)),
    criteria: codebook.criteria
      .map((one) => ({ ...one, scales: one.scales.filter(isKept) }))
      .filter((one) => one.scales.length > 0),
    programmes: codebook.programmes.map(reduce),
  };
}
