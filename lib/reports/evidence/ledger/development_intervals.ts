import type { PrintedInterval } from "./printed_interval.ts";

/** How a study counts one kind of interval: how often it holds, and finds what is not there. */
function tried(
  study: string,
  name: string,
): Pick<PrintedInterval, "coverage" | "falseFindings"> {
  return {
    coverage: { study, quantity: `dækning, ${name}` },
    falseFindings: { study, quantity: `fund uden grund, ${name}` },
  };
}

/** Levels, development and participation, of the programme and its municipalities. */
export const DEVELOPMENT_INTERVALS: readonly PrintedInterval[] = [
  {
    kinds: ["mean"],
    label: "Gennemsnit",
    coverage: { study: "niveauer", quantity: "dækning, gennemsnit" },
  },
  {
    kinds: ["versus-programme"],
    label: "Kommunen minus programmet",
    ...tried("niveauer", "kommune minus programmet"),
  },
  {
    kinds: ["between-schools"],
    label: "Spredning mellem skoler",
    ...tried("niveauer", "spredning mellem skoler"),
  },
  {
    kinds: ["mean-change"],
    label: "Ændring i gennemsnit",
    ...tried("aendringer", "gennemsnit"),
  },
  {
    kinds: ["standard-deviation-change"],
    label: "Ændring i spredning",
    ...tried("aendringer", "spredning"),
  },
  {
    kinds: ["percentile-10-change"],
    label: "Ændring i den nederste tiendedels grænse",
    ...tried("aendringer", "nederste tiendedel"),
  },
  {
    kinds: ["percentile-90-change"],
    label: "Ændring i den øverste tiendedels grænse",
    ...tried("aendringer", "øverste tiendedel"),
  },
  {
    kinds: ["same-grade-change"],
    label: "Ændring, samme klassetrin",
    ...tried("aendringer", "samme klassetrin"),
  },
  {
    kinds: ["same-cohort-change"],
    label: "Ændring, samme årgang",
    ...tried("aendringer", "samme årgang"),
  },
  {
    kinds: ["followed-change"],
    label: "Ændring, samme elever",
    ...tried("aendringer", "samme elever"),
  },
  {
    kinds: ["followed-versus-left-change"],
    label: "Fulgte elever minus øvrige, før",
    ...tried("aendringer", "fulgte elever minus øvrige, før"),
  },
  {
    kinds: ["followed-versus-new-change"],
    label: "Fulgte elever minus øvrige, efter",
    ...tried("aendringer", "fulgte elever minus øvrige, efter"),
  },
  {
    kinds: ["mean-change/versus-country"],
    label: "Ændring minus landets ændring",
    ...tried("aendringer", "gennemsnit minus landets"),
  },
  {
    kinds: [
      "mean-change/shrunken",
      "gradient-change/shrunken",
      "explained-change/shrunken",
    ],
    label: "Kommunens ændring set sammen med de andres",
    coverage: {
      study: "succeskriterier",
      quantity: "dækning, kommunens ændring set sammen med de andres",
    },
  },
  {
    kinds: ["participation-slope"],
    label: "Deltagelse mod udvikling",
    ...tried("succeskriterier", "deltagelse mod udvikling"),
  },
];

/** The quality profiles of schools and classes, whose numbers have no published names. */
export const PROFILE_INTERVALS: readonly PrintedInterval[] = [
  {
    kinds: ["school/mean"],
    label: "Skolens gennemsnit",
    coverage: {
      study: "skoler-og-klasser",
      quantity: "dækning, skolens gennemsnit",
    },
  },
  {
    kinds: ["school/mean-change"],
    label: "Skolens ændring",
    coverage: {
      study: "skoler-og-klasser",
      quantity: "dækning, skolens ændring",
    },
  },
  {
    kinds: ["school/versus-municipality"],
    label: "Skolen minus kommunen",
    coverage: {
      study: "skoler-og-klasser",
      quantity: "dækning, skolens forskel til kommunen",
    },
  },
  {
    kinds: ["class/mean"],
    label: "Klassens gennemsnit",
    coverage: {
      study: "skoler-og-klasser",
      quantity: "dækning, klassens gennemsnit",
    },
  },
  {
    kinds: ["class/versus-municipality"],
    label: "Klassen minus kommunen",
    coverage: {
      study: "skoler-og-klasser",
      quantity: "dækning, klassens forskel til kommunen",
    },
  },
];

/** Verdicts on the success criteria: no intervals, but claims that must seldom be false. */
export const VERDICTS: readonly PrintedInterval[] = [
  {
    kinds: ["verdict/programme"],
    label:
      "»Dokumenteret fremgang«, »tilbagegang« og »ingen sikker ændring«, programmet",
    coverage: null,
    falseFindings: {
      study: "succeskriterier",
      quantity: "risiko for mindst én forkert påstand",
    },
  },
  {
    kinds: ["verdict/municipality"],
    label: "De samme ord om kommunerne",
    coverage: null,
    falseFindings: {
      study: "succeskriterier",
      quantity: "andel forkerte påstande blandt påstandene",
    },
  },
  {
    kinds: ["verdict/equivalence"],
    label: "»Ingen sikker ændring« om en ændring på grænsen",
    coverage: null,
    falseFindings: {
      study: "valg-ingen-aendring",
      quantity: "sand ændring 5 point: ækvivalenstest (bruges)",
    },
  },
];
