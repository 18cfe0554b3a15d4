import type { PrintedInterval, StudyReference } from "./printed_interval.ts";

const level = (name: string): StudyReference => ({
  study: "niveauer",
  quantity: `dækning, ${name}`,
});
const change = (name: string): StudyReference => ({
  study: "aendringer",
  quantity: `dækning, ${name}`,
});
const unit = (name: string): StudyReference => ({
  study: "skoler-og-klasser",
  quantity: `dækning, ${name}`,
});
const claim = (name: string): StudyReference => ({
  study: "succeskriterier",
  quantity: name,
});

/** Levels, development and participation, of the programme and its municipalities. */
export const DEVELOPMENT_INTERVALS: readonly PrintedInterval[] = [
  { kinds: ["mean"], label: "Gennemsnit", coverage: level("gennemsnit") },
  {
    kinds: ["versus-programme"],
    label: "Kommunen minus programmet",
    coverage: level("kommune minus programmet"),
  },
  {
    kinds: ["between-schools"],
    label: "Spredning mellem skoler",
    coverage: level("spredning mellem skoler"),
  },
  {
    kinds: ["mean-change"],
    label: "Ændring i gennemsnit",
    coverage: change("gennemsnit"),
  },
  {
    kinds: ["standard-deviation-change"],
    label: "Ændring i spredning",
    coverage: change("spredning"),
  },
  {
    kinds: ["percentile-10-change"],
    label: "Ændring i den nederste tiendedels grænse",
    coverage: change("nederste tiendedel"),
  },
  {
    kinds: ["percentile-90-change"],
    label: "Ændring i den øverste tiendedels grænse",
    coverage: change("øverste tiendedel"),
  },
  {
    kinds: ["same-grade-change"],
    label: "Ændring, samme klassetrin",
    coverage: change("samme klassetrin"),
  },
  {
    kinds: ["same-cohort-change"],
    label: "Ændring, samme årgang",
    coverage: change("samme årgang"),
  },
  {
    kinds: ["followed-change"],
    label: "Ændring, samme elever",
    coverage: change("samme elever"),
  },
  {
    kinds: ["followed-versus-left-change", "followed-versus-new-change"],
    label: "Fulgte elever minus øvrige",
    coverage: null,
  },
  {
    kinds: ["mean-change/versus-country"],
    label: "Ændring minus landets ændring",
    coverage: null,
  },
  {
    kinds: [
      "mean-change/shrunken",
      "gradient-change/shrunken",
      "explained-change/shrunken",
    ],
    label: "Kommunens ændring set sammen med de andres",
    coverage: claim("dækning, kommunens ændring set sammen med de andres"),
  },
  {
    kinds: ["participation-slope"],
    label: "Deltagelse mod udvikling",
    coverage: claim("dækning, deltagelse mod udvikling"),
  },
];

/** The quality profiles of schools and classes, whose numbers have no published names. */
export const PROFILE_INTERVALS: readonly PrintedInterval[] = [
  {
    kinds: ["school/mean"],
    label: "Skolens gennemsnit",
    coverage: unit("skolens gennemsnit"),
  },
  {
    kinds: ["school/mean-change"],
    label: "Skolens ændring",
    coverage: unit("skolens ændring"),
  },
  {
    kinds: ["school/versus-municipality"],
    label: "Skolen minus kommunen",
    coverage: null,
  },
  {
    kinds: ["class/mean"],
    label: "Klassens gennemsnit",
    coverage: unit("klassens gennemsnit"),
  },
  {
    kinds: ["class/versus-municipality"],
    label: "Klassen minus kommunen",
    coverage: null,
  },
];
