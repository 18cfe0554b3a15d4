import { type Display, display } from "../display.ts";
import { markup } from "../markup.ts";
import type { Report } from "../report.ts";

const limits: readonly (readonly [title: string, text: string])[] = [
  [
    "Udvikling, ikke årsag.",
    "Der er ingen kontrolgruppe. Rapporten viser, hvad der er sket i perioden, ikke hvad programmet har gjort ved det. Andre reformer, vaner med at svare og almindelige udsving kan også flytte tallene.",
  ],
  [
    "Ikke de samme elever.",
    "Fra den ene kortlægning til den næste er de ældste elever gået ud og nye kommet til. Udviklingen er skolernes, ikke den enkelte elevs. Kun afsnittet »De samme klassetrin og de samme elever« følger elever over tid, og de fulgte er ikke nødvendigvis som de andre.",
  ],
  [
    "Ord kan skifte betydning.",
    "Udviklingen hviler på, at de fælles spørgsmål betyder det samme hvert år. Et spørgsmål, der tydeligt har flyttet sig i forhold til de andre, binder ikke årene sammen, og den usikkerhed, der er tilbage (linkfejlen), er regnet med i intervallerne for udvikling. Den er fælles for alle og påvirker ikke sammenligningen med programmet. Har alle spørgsmål på en skala skiftet betydning på samme måde, kan det ikke ses.",
  ],
  [
    "Piger og drenge kan læse et spørgsmål forskelligt.",
    "Metoderapporten viser for hvert spørgsmål, om det er lige let for piger og drenge. Skalaerne er ikke rettet for det, så små forskelle mellem grupper skal læses med det forbehold.",
  ],
  [
    "Oplevelser er ikke resultater.",
    "De fleste skalaer bygger på, hvordan elever, forældre og personale oplever skolen. De kan ikke læses som karakterer.",
  ],
  [
    "Én lærer vurderer en hel klasse.",
    "Klasselærere vurderer forskelligt strengt. Derfor er skalaer fra klasselærere mere usikre, end antallet af elever får dem til at se ud, og det er regnet med i intervallerne.",
  ],
  [
    "Forældrene svarer ikke alle.",
    "De familier, der ikke svarer, er ikke som de andre. Tal om social baggrund bygger kun på elever, hvis baggrund er oplyst.",
  ],
  [
    "Små grupper vises ikke.",
    "Under syv svar vises intet tal for en klasse eller skole, og tal, der ville afsløre et skjult tal, er også skjult. Svarene er fortrolige og pseudonymiserede.",
  ],
  [
    "Ikke en rangliste.",
    "Rapporten er lavet til udvikling, ikke til kontrol, og den kan ikke bruges til at stille skoler eller kommuner op efter hinanden.",
  ],
];

/** Says what the report cannot show. */
export function limitsNote(report: Report): Display {
  return display(
    markup`<ul>${
      limits.map(([title, text]) =>
        markup`<li><strong>${title}</strong> ${text}</li>`
      )
    }${
      report.provenance.synthetic &&
      markup`<li><strong>Simulerede data.</strong> Tallene er frembragt af et program til at vise og afprøve rapporten. De siger intet om virkelige skoler, og skolenavnene er opdigtede.</li>`
    }</ul>`,
  );
}
