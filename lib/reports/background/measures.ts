import type { Cell, ChangeResults, WaveResults } from "#lib/profiles/mod.ts";
import type { WavePanelsOptions } from "../charts/wave_panels_chart.ts";
import type { NamedEstimate } from "../display.ts";
import { intervalLabel } from "../format.ts";
import type { ScaleEntry } from "../report.ts";
import { changeName, named, waveName } from "../sections/estimate_names.ts";

/** One of the three measures of what social background means. */
export interface Measure {
  readonly statistic: "gradient" | "explained" | "education-gap";
  readonly title: string;
  readonly scope: string;
  readonly ofWave: (wave: WaveResults) => Cell;
  readonly ofChange: (change: ChangeResults) => Cell;
  readonly chart: Pick<
    WavePanelsOptions,
    "factor" | "smallestWidth" | "include"
  >;
}

/** The three measures, always side by side since they can disagree. */
export const measures: readonly Measure[] = [
  {
    statistic: "gradient",
    title: "Hældningen: hvor meget resultatet følger social baggrund",
    scope:
      `Point for hver standardafvigelse i social baggrund, med ${intervalLabel}.`,
    ofWave: ({ gradient }) => gradient,
    ofChange: ({ gradient }) => gradient,
    chart: { smallestWidth: 20, include: 0 },
  },
  {
    statistic: "explained",
    title:
      "Den forklarede andel: hvor godt social baggrund kan forudsige resultatet",
    scope: `Procent af forskellene mellem eleverne, med ${intervalLabel}.`,
    ofWave: ({ explained }) => explained,
    ofChange: ({ explained }) => explained,
    chart: { factor: 100, smallestWidth: 8, include: 0 },
  },
  {
    statistic: "education-gap",
    title: "Afstanden mellem elever, hvis forældre har lang og kort uddannelse",
    scope:
      `Forskel i point mellem de to yderste uddannelsesgrupper, med ${intervalLabel}.`,
    ofWave: ({ educationGap }) => educationGap,
    ofChange: ({ educationGap }) => educationGap,
    chart: { smallestWidth: 30, include: 0 },
  },
];

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
