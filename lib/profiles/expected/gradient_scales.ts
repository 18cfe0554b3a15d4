import type { Codebook } from "#lib/codebook/mod.ts";

/** Ids of the scales that a criterion asks the social gradient of. */
export function gradientScales(codebook: Codebook): ReadonlySet<string> {
  return new Set(
    codebook.criteria
      .filter(({ estimand }) => estimand !== "mean-change")
      .flatMap(({ scales }) => scales),
  );
}
