import type { Measure } from "#lib/background/mod.ts";
import { measureGroups } from "../../background/measure_words.ts";
import type { PrintedInterval, StudyReference } from "./printed_interval.ts";

const inStudy = (name: string): StudyReference => ({
  study: "social-baggrund",
  quantity: `dækning, ${name}`,
});

/** Studies of the measures' levels and changes, by kind; the others are not tried. */
const TRIED: Readonly<Record<string, StudyReference>> = {
  "observed/slope-change": inStudy("ændring i hældning"),
  "observed/within-change": inStudy("ændring i hældning inden for skolerne"),
  "observed/slope-corrected-change": inStudy(
    "ændring i hældning, renset for usikkerhed i indekset",
  ),
  "imputed/slope-change": inStudy(
    "ændring i hældning, manglende baggrund indsat",
  ),
};

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

function measured(kind: string, label: string): PrintedInterval {
  const short = SHORT_NAMES[kind];
  return {
    kinds: [`background/${kind}`, ...(short ? [short] : [])],
    label,
    coverage: TRIED[kind] ?? null,
  };
}

/** Levels of the measures first, then their changes. */
const MEASURED: readonly PrintedInterval[] = [
  { ending: "", words: "" },
  { ending: "-change", words: ", ændring" },
].flatMap(({ ending, words }) =>
  measureGroups.flatMap(({ measures }) =>
    measures.flatMap(([measure, label]) => [
      measured(`observed/${measure}${ending}`, label + words),
      ...(IMPUTED.includes(measure)
        ? [measured(
          `imputed/${measure}${ending}`,
          `${label}${words}, manglende baggrund indsat`,
        )]
        : []),
    ])
  )
);

/** What social background means, and what differences are made of. */
export const BACKGROUND_INTERVALS: readonly PrintedInterval[] = [
  ...MEASURED,
  {
    kinds: [
      "mean/education-low",
      "mean/education-middle",
      "mean/education-high",
      "mean/education-unknown",
    ],
    label: "Gennemsnit efter forældres uddannelse",
    coverage: null,
  },
  {
    kinds: [
      "change-split/total",
      "change-split/composition",
      "change-split/remainder",
    ],
    label: "Udviklingen delt i elevsammensætning og resten",
    coverage: null,
  },
  {
    kinds: [
      "homes-split/total",
      "homes-split/schools",
      "homes-split/remainder",
    ],
    label: "Forskellen mellem hjem delt i skoler og resten",
    coverage: null,
  },
  {
    kinds: ["total", "pupil", "family", "class", "school", "municipality"].map(
      (part) => `explained-split/${part}`,
    ),
    label: "Forklaret andel delt på elev, familie, klasse og skole",
    coverage: null,
  },
  {
    kinds: ["total", "composition", "rates"].map((part) =>
      `weak-split/${part}`
    ),
    label: "Ændringen i svage resultater delt i andre hjem og samme gruppe",
    coverage: null,
  },
  {
    kinds: [
      "alone",
      "with-all",
      "pupil",
      "occupation",
      "possessions",
      "surroundings",
    ].map((part) => `homes-explained/${part}`),
    label: "Forskellen mellem hjem delt på det, den følger",
    coverage: null,
  },
  {
    kinds: ["total", "schools", "remainder"].map((part) =>
      `homes-change-split/${part}`
    ),
    label: "Ændringen i forskellen mellem hjem delt i skoler og resten",
    coverage: null,
  },
  {
    kinds: ["p10", "p50", "p90"].flatMap((percentile) =>
      ["total", "composition", "remainder"].map((part) =>
        `change-split-${percentile}/${part}`
      )
    ),
    label: "Udviklingen blandt svage, midten og stærke delt op",
    coverage: null,
  },
  {
    kinds: ["p10", "p50", "p90"].flatMap((percentile) =>
      ["total", "schools", "remainder"].map((part) =>
        `homes-split-${percentile}/${part}`
      )
    ),
    label: "Forskellen mellem hjem blandt svage, midten og stærke delt op",
    coverage: null,
  },
  {
    kinds: ["gradient-condition-level", "gradient-condition-change"],
    label: "Læringsmiljø mod hældning",
    coverage: null,
  },
  { kinds: ["expected"], label: "Forventet resultat", coverage: null },
  {
    kinds: ["versus-expected", "versus-expected-shrunken"],
    label: "Opnået minus forventet",
    coverage: null,
  },
  {
    kinds: ["versus-expected-change", "versus-expected-shrunken-change"],
    label: "Opnået minus forventet, ændring",
    coverage: null,
  },
];
