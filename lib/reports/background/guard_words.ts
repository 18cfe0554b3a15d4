import type { GradientGuard } from "#lib/background/mod.ts";

/** What a guard is called. */
export interface GuardWords {
  /** What is watched, Danish. */
  readonly label: string;
  /** What it means when it has moved. */
  readonly warning: string;
}

/** Danish names and warnings of the guards. */
export const guardWords: Readonly<Record<GradientGuard, GuardWords>> = {
  "index-reliability": {
    label: "Baggrundsmålets pålidelighed",
    warning:
      "baggrund er målt mere eller mindre præcist end før, og det flytter alle mål for dens betydning",
  },
  "background-spread": {
    label: "Spredning i baggrund",
    warning:
      "hjemmene ligner hinanden mere eller mindre end før, og det flytter den forklarede andel",
  },
  "score-spread": {
    label: "Spredning blandt elever med samme baggrund",
    warning:
      "elever med samme baggrund ligger tættere eller længere fra hinanden end før, og det flytter alle afstande i point",
  },
  "ceiling": {
    label: "Loft i toppen",
    warning:
      "de bedste resultater ligger tættere end før: prøven kan være blevet for let til at vise, hvad de kan",
  },
  "missing-background": {
    label: "Uoplyst baggrund",
    warning: "det er ikke de samme forældre, der har oplyst deres baggrund",
  },
  "measures-disagree": {
    label: "Uenighed mellem målene",
    warning:
      "hældningen, den forklarede andel og risikoen for svage resultater har ikke flyttet sig ens",
  },
};
