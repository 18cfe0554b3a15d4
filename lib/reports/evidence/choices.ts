/** The choices of inference that are shown by simulation. */
export type Choice =
  | "clusters"
  | "plausible-values"
  | "link-error"
  | "few-schools"
  | "school-by-wave"
  | "no-change"
  | "planning";

/** How the study of a choice is told. */
export interface ChoiceSpec {
  /** Name of the study. */
  readonly study: string;
  /** The share that is promised, 0–1. */
  readonly promised: number;
  /** What that share is. */
  readonly line: string;
  /** The main message; shares are found by place in the study. */
  readonly message: (
    share: (quantity: number, setting: number) => string,
  ) => string;
}

const intervals = "så mange intervaller skal holde sandheden";

/** Every choice with its study; the studies' first setting is the largest. */
export const CHOICES: Readonly<Record<Choice, ChoiceSpec>> = {
  clusters: {
    study: "valg-elever-som-uafhaengige",
    promised: 0.95,
    line: intervals,
    message: (share) =>
      `Regnes elever for uafhængige, holder kun ${
        share(0, 0)
      } af 95 %-intervallerne sandheden, selv med 242 skoler. Med skoler som klynger er det ${
        share(2, 0)
      }.`,
  },
  "plausible-values": {
    study: "valg-plausible-vaerdier",
    promised: 0.95,
    line: intervals,
    message: (share) =>
      `Med én plausibel værdi holder ${
        share(3, 1)
      } af intervallerne for elevernes spredning sandheden, med værdiernes gennemsnit (EAP) ${
        share(4, 1)
      } og med ti værdier ${share(5, 1)} (22 skoler).`,
  },
  "link-error": {
    study: "valg-linkfejl",
    promised: 0.95,
    line: intervals,
    message: (share) =>
      `Uden linkfejl holder kun ${
        share(0, 0)
      } af programmets intervaller for en ændring sandheden; med den ${
        share(1, 0)
      }.`,
  },
  "few-schools": {
    study: "valg-faa-skoler",
    promised: 0.05,
    line: "så mange fejl må en test på 5 % højst begå",
    message: (share) =>
      `Med 22 skoler finder den normalfordelte p-værdi en virkning, der ikke er der, i ${
        share(0, 1)
      } af lodtrækningerne, den eksakte i ${share(3, 1)}.`,
  },
  "school-by-wave": {
    study: "valg-skole-og-maaling",
    promised: 0.95,
    line: intervals,
    message: (share) =>
      `Glemmes det, at skoler svinger fra måling til måling, holder kun ${
        share(0, 0)
      } af intervallerne sandheden, også med 242 skoler.`,
  },
  "no-change": {
    study: "valg-ingen-aendring",
    promised: 0.05,
    line: "så ofte må dommen højst være forkert, når ændringen er 5 point",
    message: (share) =>
      `Tages p over 5 % for »ingen ændring«, overses en ændring på 5 point i ${
        share(0, 2)
      } af tilfældene med 18 skoler. Ækvivalenstesten siger det forkert i ${
        share(1, 2)
      }.`,
  },
  planning: {
    study: "valg-planlaegning",
    promised: 0.8,
    line: "så ofte skal den mindste ændring eller effekt findes",
    message: (share) =>
      `Planlægningens løfte på 80 % holder: den mindste ændring findes i ${
        share(0, 0)
      } af målingerne med 242 skoler, den mindste effekt i ${
        share(1, 1)
      } af lodtrækningerne med 22.`,
  },
};
