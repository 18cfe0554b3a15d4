import type { Measure } from "#lib/background/mod.ts";

/** Measures of one kind, with what they are called in a table. */
export interface MeasureGroup {
  /** Danish heading of the group. */
  readonly title: string;
  /** Danish, one line on how to read them. */
  readonly help: string;
  /** The measures with their Danish names, in the order shown. */
  readonly measures: readonly (readonly [measure: Measure, label: string])[];
}

/** Every measure of what social background means, by the question it answers. */
export const measureGroups: readonly MeasureGroup[] = [
  {
    title: "Hældning og styrke",
    help:
      "Hældningen er point for hver standardafvigelse i baggrund. De mål, der bygger på rangorden, ændrer sig ikke, fordi skalaen trækkes sammen.",
    measures: [
      ["slope", "Hældning, point pr. standardafvigelse"],
      ["standardised", "Standardiseret hældning (korrelation)"],
      ["explained", "Forklaret andel"],
      ["rank-slope", "Fra laveste til højeste rang, point"],
      ["rank-correlation", "Korrelation mellem rangordener"],
    ],
  },
  {
    title: "Afstande og andele",
    help:
      "Fjerdedelene er dannet efter elevernes sociale baggrund i den enkelte måling. Svage resultater er under 400 point. Hvor samlede de er (Erreygers’ indeks), er 0, når de er lige hyppige i alle hjem, og over 0, når de samler sig hos elever med svag baggrund.",
    measures: [
      ["quarter-gap", "Øverste minus nederste fjerdedel, point"],
      ["upper-gap", "Øverste fjerdedel minus midten, point"],
      ["lower-gap", "Midten minus nederste fjerdedel, point"],
      ["education-gap", "Lang minus kort uddannelse, point"],
      ["resilience", "Elever fra nederste fjerdedel blandt de bedste 25 %"],
      ["relative-risk", "Risiko for svage resultater, gange de andres"],
      ["attributable", "Svage resultater, der følger baggrund"],
      ["weak-concentration", "Hvor samlede svage resultater er, −1 til 1"],
    ],
  },
  {
    title: "Inden for og mellem skoler",
    help:
      "Hældningen består af forskelle mellem elever på samme skole og af forskelle mellem skoler med forskellige elever.",
    measures: [
      ["within", "Hældning blandt elever på samme skole"],
      ["between", "Hældning mellem skolers gennemsnit"],
      ["contextual-latent", "Skolens sammensætning ud over eleven selv"],
      ["segregation", "Andel af forskelle i baggrund mellem skoler"],
      ["social-inclusion", "Social blanding på skolerne"],
      ["academic-inclusion", "Faglig blanding på skolerne"],
    ],
  },
  {
    title: "Hvor godt baggrund er målt",
    help:
      "De korrigerede linjer viser, hvad tallene ville være, hvis baggrund var målt uden fejl. De er et skøn, ikke resultatet.",
    measures: [
      ["reliability", "Baggrundsmålets pålidelighed"],
      ["slope-corrected", "Hældning korrigeret for målefejl"],
      ["explained-corrected", "Forklaret andel korrigeret for målefejl"],
      ["score-spread", "Spredning i resultater, point"],
      ["residual-spread", "Spredning blandt elever med samme baggrund, point"],
      ["score-skew", "Skævhed: afstand opad minus nedad, point"],
      ["background-spread", "Spredning i baggrund"],
      ["unknown-share", "Elever med uoplyst baggrund"],
      ["unknown-gap", "Deres afstand til de andre, point"],
    ],
  },
];
