import type { Measure } from "#lib/background/mod.ts";
import { measureGroups } from "../../background/measure_words.ts";
import { capitalise } from "../../words.ts";
import type { PrintedInterval, StudyReference } from "./printed_interval.ts";

const tried = (study: string, name: string): StudyReference => ({
  study,
  quantity: `dækning, ${name}`,
});

/** Measures that are also published under a shorter name of their own. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  "observed/slope": "gradient",
  "observed/slope-change": "gradient-change",
  "observed/explained": "explained",
  "observed/explained-change": "explained-change",
  "observed/education-gap": "education-gap",
  "observed/education-gap-change": "education-gap-change",
};

/** Measures that are also shown with missing background imputed. */
const IMPUTED: readonly Measure[] = [
  "slope",
  "explained",
  "education-gap",
  "relative-risk",
];

function measured(
  kind: string,
  label: string,
  study: string,
): PrintedInterval {
  const short = SHORT_NAMES[kind];
  return {
    kinds: [`background/${kind}`, ...(short ? [short] : [])],
    label,
    coverage: tried(study, label),
  };
}

/** Levels of the measures first, then their changes. */
const MEASURED: readonly PrintedInterval[] = [
  { ending: "", words: "" },
  { ending: "-change", words: ", ændring" },
].flatMap(({ ending, words }) =>
  measureGroups.flatMap(({ measures }) =>
    measures.flatMap(([measure, label]) => [
      measured(`observed/${measure}${ending}`, label + words, "baggrund-maal"),
      ...(IMPUTED.includes(measure)
        ? [measured(
          `imputed/${measure}${ending}`,
          `${label}${words}, manglende baggrund indsat`,
          "baggrund-indsat",
        )]
        : []),
    ])
  )
);

/** One entry per kind, whose label is what the study calls it. */
function inStudy(
  study: string,
  names: Readonly<Record<string, string>>,
): readonly PrintedInterval[] {
  return Object.entries(names).map(([kind, name]) => ({
    kinds: [kind],
    label: capitalise(name),
    coverage: tried(study, name),
  }));
}

/** Names of the splits at percentiles. */
function percentileSplits(): Readonly<Record<string, string>> {
  const among = { p10: "svage", p50: "midten", p90: "stærke" };
  return Object.fromEntries(
    Object.entries(among).flatMap(([percentile, who]) => [
      [`change-split-${percentile}/total`, `udviklingen blandt ${who}`],
      [
        `change-split-${percentile}/composition`,
        `udviklingen blandt ${who}, andre elever`,
      ],
      [
        `change-split-${percentile}/remainder`,
        `udviklingen blandt ${who}, med ens elever`,
      ],
      [`homes-split-${percentile}/total`, `afstand mellem hjem blandt ${who}`],
      [
        `homes-split-${percentile}/schools`,
        `afstand mellem hjem blandt ${who}, heraf skolerne`,
      ],
      [
        `homes-split-${percentile}/remainder`,
        `afstand mellem hjem blandt ${who}, heraf resten`,
      ],
    ]),
  );
}

/** What social background means, and what differences are made of. */
export const BACKGROUND_INTERVALS: readonly PrintedInterval[] = [
  ...MEASURED,
  ...inStudy("baggrund-maal", {
    "background/observed/part-within-change":
      "Hældningen inden for skoler, ændring",
    "background/observed/part-between-change":
      "Hældningen mellem skoler, ændring",
    "background/observed/part-segregation-change":
      "Skolernes sammensætning, ændring",
  }),
  ...inStudy("baggrund-opdeling", {
    "change-split/total": "udviklingen",
    "change-split/composition": "udviklingen, andre elever",
    "change-split/remainder": "udviklingen, med ens elever",
    "homes-split/total": "afstand mellem hjem",
    "homes-split/schools": "afstand mellem hjem, heraf skolerne",
    "homes-split/remainder": "afstand mellem hjem, heraf resten",
    "explained-split/total": "forklaret andel i alt",
    "explained-split/pupil": "forklaret andel, køn og klassetrin",
    "explained-split/family": "forklaret andel, familien",
    "explained-split/class": "forklaret andel, klassens elever",
    "explained-split/school": "forklaret andel, skolens elever",
    "explained-split/municipality": "forklaret andel, kommunens elever",
    "weak-split/total": "ændring i svage resultater",
    "weak-split/composition": "ændring i svage resultater, andre hjem",
    "weak-split/rates": "ændring i svage resultater, samme gruppe",
    "homes-explained/alone": "afstand mellem hjem, før der er set på andet",
    "homes-explained/with-all": "afstand mellem hjem, alt andet ens",
    "homes-explained/pupil": "afstand mellem hjem, køn og klassetrin",
    "homes-explained/occupation": "afstand mellem hjem, forældrenes stilling",
    "homes-explained/possessions": "afstand mellem hjem, bøger i hjemmet",
    "homes-explained/surroundings": "afstand mellem hjem, de andre elever",
    "homes-change-split/total": "ændring i afstanden mellem hjem",
    "homes-change-split/schools":
      "ændring i afstanden mellem hjem, heraf skolerne",
    "homes-change-split/remainder":
      "ændring i afstanden mellem hjem, heraf resten",
    ...percentileSplits(),
  }),
  ...inStudy("baggrund-laeringsmiljoe", {
    "gradient-condition-level": "læringsmiljø mod hældning, niveau",
    "gradient-condition-change": "læringsmiljø mod hældning, ændring",
  }),
  ...inStudy("baggrund-forventet", {
    "mean/education-low": "gennemsnit, kort uddannelse",
    "mean/education-middle": "gennemsnit, mellemlang uddannelse",
    "mean/education-high": "gennemsnit, lang uddannelse",
    "mean/education-unknown": "gennemsnit, uoplyst uddannelse",
    "expected": "forventet resultat",
    "versus-expected": "opnået minus forventet",
    "versus-expected-shrunken": "opnået minus forventet, forsigtigt skøn",
    "versus-expected-change": "opnået minus forventet, ændring",
    "versus-expected-shrunken-change":
      "opnået minus forventet, forsigtigt skøn, ændring",
  }),
];
