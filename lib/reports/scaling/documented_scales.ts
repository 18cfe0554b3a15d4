import { type Domain, type Scale, scaleById } from "#lib/codebook/mod.ts";
import type { ScaleDocumentation, ScalingReport } from "#lib/profiles/mod.ts";

/** A scale with its documentation. */
export interface DocumentedScale {
  /** What the variables mean. */
  readonly scale: Scale;
  /** How it was scaled. */
  readonly documentation: ScaleDocumentation;
}

/** The documented scales in the order of the codebook, all or of one domain. */
export function documentedScales(
  { codebook, scales }: ScalingReport,
  domain?: Domain,
): readonly DocumentedScale[] {
  return scales
    .map((documentation): DocumentedScale => ({
      scale: scaleById(codebook, documentation.scale),
      documentation,
    }))
    .filter(({ scale }) => domain === undefined || scale.domain === domain);
}
