import { type Display, display } from "../display.ts";
import { markup } from "../markup.ts";
import type { LotteryReport } from "#lib/profiles/mod.ts";

const caveats: readonly (readonly [title: string, text: string])[] = [
  [
    "Frivillige skoler.",
    "Skolerne meldte sig selv. Effekten gælder skoler som dem og kan ikke uden videre overføres til alle skoler.",
  ],
  [
    "Afsmitning.",
    "De øvrige skoler deler forvaltning og netværk med de udtrukne. Har de lært noget af dem, bliver forskellen mindre end den sande effekt.",
  ],
  [
    "Udtrukket er ikke det samme som deltaget.",
    "Resultaterne er effekten af at blive trukket ud. Effekten af at deltage står under »Holder resultaterne?«. Har skoler brugt få af deres pladser, kan den være større endnu.",
  ],
  [
    "Hvem der svarer.",
    "Falder flere elever fra i den ene gruppe end i den anden, kan det forskyde resultatet. Lodtrækningen beskytter ikke mod frafald efter trækningen.",
  ],
  [
    "Lodtrækningens regler.",
    "Beregningen følger den lodtrækning, der er skrevet ned. Blev der trukket om, eller var nogle valg udelukket, uden at det er skrevet ned, er p og intervaller ikke rigtige.",
  ],
  [
    "Kort tid.",
    "Fra ledernes udvikling til elevernes resultater er der langt. To år kan være for kort tid til at se en effekt.",
  ],
];

/** Says what the lottery cannot show. */
export function lotteryCaveats(lottery: LotteryReport): Display {
  return display(
    markup`<ul>${
      caveats.map(([title, text]) =>
        markup`<li><strong>${title}</strong> ${text}</li>`
      )
    }${
      lottery.provenance.synthetic &&
      markup`<li><strong>Simulerede data.</strong> Både skoler, lodtrækning og resultater er frembragt af et program. De siger intet om det virkelige forløb i Aalborg.</li>`
    }</ul>`,
  );
}
