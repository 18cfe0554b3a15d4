import type { Cell, ChangeResults, WaveResults } from "#lib/profiles/mod.ts";
import type { WavePanelsOptions } from "../charts/wave_panels_chart.ts";
import type { NamedEstimate } from "../display.ts";
import { intervalLabel, noBreakSpace } from "../format.ts";
import type { ScaleEntry } from "../report.ts";
import { changeName, named, waveName } from "../sections/estimate_names.ts";

/** A measure of what social background means, as it is drawn. */
export interface MeasureView {
  /** Heading of its figure. */
  readonly title: string;
  /** What it is counted in. */
  readonly scope: string;
  /** Its number in one wave. */
  readonly ofWave: (wave: WaveResults) => Cell;
  /** Its change over a period. */
  readonly ofChange: (change: ChangeResults) => Cell;
  /** How its axis is laid out. */
  readonly chart: Pick<
    WavePanelsOptions,
    "factor" | "smallestWidth" | "include"
  >;
}

/** One of the three measures of what social background means. */
export interface Measure extends MeasureView {
  /** Published name. */
  readonly statistic: "gradient" | "explained" | "education-gap";
  /** Inside a sentence, e.g. "hældningen". */
  readonly phrase: string;
  /** After its number in a sentence; empty where the number has its own. */
  readonly unit: string;
}

/** The three measures, always side by side since they can disagree. */
export const measures: readonly Measure[] = [
  {
    statistic: "gradient",
    phrase: "hældningen",
    unit: `${noBreakSpace}point`,
    title: "Hældningen: hvor meget resultatet følger social baggrund",
    scope:
      `Point for hver standardafvigelse i social baggrund, med ${intervalLabel}.`,
    ofWave: ({ gradient }) => gradient,
    ofChange: ({ gradient }) => gradient,
    chart: { smallestWidth: 20, include: 0 },
  },
  {
    statistic: "explained",
    phrase: "den forklarede andel",
    unit: "",
    title:
      "Den forklarede andel: hvor godt social baggrund kan forudsige resultatet",
    scope: `Procent af forskellene mellem eleverne, med ${intervalLabel}.`,
    ofWave: ({ explained }) => explained,
    ofChange: ({ explained }) => explained,
    chart: { factor: 100, smallestWidth: 8, include: 0 },
  },
  {
    statistic: "education-gap",
    phrase: "afstanden mellem hjem",
    unit: `${noBreakSpace}point`,
    title: "Afstanden mellem elever, hvis forældre har lang og kort uddannelse",
    scope:
      `Forskel i point mellem de to yderste uddannelsesgrupper, med ${intervalLabel}.`,
    ofWave: ({ educationGap }) => educationGap,
    ofChange: ({ educationGap }) => educationGap,
    chart: { smallestWidth: 30, include: 0 },
  },
];

/** Beside the three where there are pupils enough: it counts people, not points. */
export const concentration: MeasureView = {
  title:
    "Svage resultater: hvor meget de samler sig hos elever med svag baggrund",
  scope:
    `Erreygers’ indeks: 0, når resultater under 400 point er lige hyppige i alle hjem, og højere, jo mere de samler sig, med ${intervalLabel}.`,
  ofWave: ({ background }) =>
    background?.observed["weak-concentration"] ?? { hidden: "level" },
  ofChange: ({ background }) =>
    background?.observed["weak-concentration"] ?? { hidden: "level" },
  chart: { smallestWidth: 0.2, include: 0 },
};

/** The numbers of one scale on one measure, with their published names. */
export function measureEstimates(
  { scale, own, programme }: ScaleEntry,
  { statistic, ofWave, ofChange }: Measure,
): readonly NamedEstimate[] {
  return [
    ...own.waves.flatMap((wave) =>
      named(waveName(scale.id, wave.wave, statistic), ofWave(wave))
    ),
    ...(programme?.waves ?? []).flatMap((wave) =>
      named(
        `programme/${waveName(scale.id, wave.wave, statistic)}`,
        ofWave(wave),
      )
    ),
    ...own.changes.flatMap((change) =>
      named(changeName(scale.id, { ...change, statistic }), ofChange(change))
    ),
  ];
}
