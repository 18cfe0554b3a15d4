import type { GuardFinding } from "#lib/background/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import { type Display, display } from "../display.ts";
import {
  formatDifference,
  formatList,
  formatNumber,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import { capitalise, directionOf } from "../words.ts";
import { guardWords } from "./guard_words.ts";

/** What is done to the second wave of simulated pupils. */
export type IllusionName =
  | "nothing"
  | "worse-index"
  | "smaller-spread"
  | "ceiling"
  | "missing-parents"
  | "real-fall";

/** One simulated programme: what was done, what a reader sees, what the guards say. */
export interface GradientIllusion {
  /** What is done to the second wave. */
  readonly name: IllusionName;
  /** True change in what a home's standing means, points per SD of the index. */
  readonly trueChange: number;
  /** Change in the slope as it is measured. */
  readonly slope: Estimate | null;
  /** Change in the correlation of score and background. */
  readonly standardised: Estimate | null;
  /** Change in the explained share. */
  readonly explained: Estimate | null;
  /** Change in the slope had background been measured without error. */
  readonly corrected: Estimate | null;
  /** Change in the slope with missing background imputed. */
  readonly imputed: Estimate | null;
  /** What the report's guards find. */
  readonly guards: readonly GuardFinding[];
}

interface IllusionWords {
  readonly title: string;
  readonly done: string;
  readonly look: string;
}

const words: Readonly<Record<IllusionName, IllusionWords>> = {
  "nothing": {
    title: "Intet er ændret",
    done: "De to målinger er ens bortset fra tilfældigheder.",
    look:
      "Et fald eller en stigning skal her kaldes »ikke sikkert forskellig fra«.",
  },
  "worse-index": {
    title: "Baggrund er målt dårligere",
    done:
      "Forældrene svarer mindre præcist i anden måling. Elevernes resultater og hjem er de samme.",
    look:
      "Målene falder. Pålideligheden er faldet, og linjen, der er korrigeret for målefejl, falder ikke med.",
  },
  "smaller-spread": {
    title: "Resultaterne ligger tættere",
    done:
      "Alle resultater er trukket en femtedel ind mod midten, f.eks. af en anden prøve.",
    look:
      "Hældningen falder i point, men korrelationen og den forklarede andel står stille: Baggrund betyder lige så meget for, hvem der ligger højt.",
  },
  "ceiling": {
    title: "Prøven har fået et loft",
    done: "Ingen kan få mere end 560 point i anden måling.",
    look:
      "De elever, loftet rammer, har oftere stærke hjem, så hældningen falder. Fordelingen er blevet skæv: De bedste ligger tættere end de svageste.",
  },
  "missing-parents": {
    title: "Andre forældre svarer",
    done:
      "I anden måling svarer langt færre forældre, og især forældre til elever med svage resultater tier.",
    look:
      "Hældningen er regnet på dem, der svarede. Andelen med uoplyst baggrund er steget, og linjen, hvor den manglende baggrund er udfyldt, viser, hvor meget det flytter.",
  },
  "real-fall": {
    title: "Baggrund betyder mindre",
    done: "I anden måling følger resultatet virkelig hjemmet mindre end før.",
    look:
      "Hældning, korrelation og forklaret andel falder sammen, og den korrigerede linje falder med.",
  },
};

/**
 * Shows how a gradient can seem to fall, one simulation after another, and what the
 * report says of each.
 */
export function gradientIllusions(
  illusions: readonly GradientIllusion[],
): Display {
  return display(
    markup`${illusions.map(section)}`,
    illusions.flatMap((one) =>
      columns.flatMap(({ key }) => {
        const estimate = one[key];
        return estimate
          ? [{ name: `simulation/${one.name}/${key}-change`, estimate }]
          : [];
      })
    ),
  );
}

const columns = [
  { key: "slope", label: "Hældning" },
  { key: "standardised", label: "Korrelation" },
  { key: "explained", label: "Forklaret andel" },
  { key: "corrected", label: "Korrigeret for målefejl" },
  { key: "imputed", label: "Med uoplyst baggrund udfyldt" },
] as const;

function section(one: GradientIllusion): Markup {
  const { title, done, look } = words[one.name];
  return markup`<section data-synthetic="true"><h3>${title}</h3><p>${done} ${look}</p><p><strong>${
    verdict(one)
  }</strong></p><details class="numbers"><summary>Vis tallene</summary>${
    dataTable({
      caption:
        `${title}: ændring fra første til anden måling med ${intervalLabel}`,
      columns: [
        { label: "Sandheden", kind: "text" },
        ...columns.map(({ label }) => ({ label })),
      ],
      rows: [[
        `${
          formatNumber(one.trueChange, { decimals: 1, sign: "always" })
        } i hældning`,
        ...columns.map(({ key }) => {
          const estimate = one[key];
          return estimate === null ? "–" : formatDifference(estimate);
        }),
      ]],
    })
  }</details></section>`;
}

function verdict({ slope, guards }: GradientIllusion): string {
  const seen = slope === null || directionOf(slope) === "same"
    ? "Hældningen ser uændret ud"
    : directionOf(slope) === "lower"
    ? "Hældningen ser ud til at falde"
    : "Hældningen ser ud til at stige";
  const warning = guards.filter(({ verdict }) => verdict === "warns").map((
    { guard },
  ) => guardWords[guard].label);
  return warning.length === 0
    ? `${seen}, og rapporten har ingen forbehold.`
    : `${seen}, men rapporten skriver »Vær forsigtig«: ${
      formatList(warning.map((label, i) => i === 0 ? label : lowerFirst(label)))
    }.`;
}

function lowerFirst(text: string): string {
  return capitalise(text).charAt(0).toLowerCase() + text.slice(1);
}
