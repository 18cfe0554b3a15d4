import { type Display, display } from "../display.ts";
import { formatNumber, formatPoints } from "../format.ts";
import { markup } from "../markup.ts";
import { latestYear, type Report, wavesOf } from "../report.ts";

/** Standard deviation of the frozen scale, points. */
const scaleSpread = 100;

/** Normal 97.5 % point. */
const normalPoint = 1.96;

/**
 * Half the width of a 95 % interval from chance alone for n answers, when
 * answers vary freely with SD 100; classes and schools make it wider.
 */
export function chanceMargin(answers: number): number {
  return normalPoint * scaleSpread / Math.sqrt(answers);
}

/** Explains 500, 100, intervals and the size of 20 points to a lay reader. */
export function readingGuide(report: Report): Display {
  const [first = latestYear(report)] = wavesOf(report);
  const margin = (answers: number) => formatPoints(chanceMargin(answers));
  return display(
    markup`<details class="help"><summary>Sådan læses tallene</summary>
<p><strong>500 og 100.</strong> Hver skala er lagt, så gennemsnittet i hele programmet i ${
      String(first)
    } er 500 point, og så spredningen mellem personer er 100 point. Målestokken ligger fast i alle årene. For en skala, hvor svarene fordeler sig jævnt om midten, ligger omkring to ud af tre personer mellem 400 og 600.</p>
<p><strong>Interval.</strong> Et tal som 512 (505–519) er et bedste bud på 512 point. De værdier, som svarene også er forenelige med, går fra 505 til 519. Intervallet er beregnet, så det i 95 ud af 100 tilfælde rummer det rigtige tal.</p>
<p><strong>Forskelle.</strong> Vi skriver kun, at noget er højere, lavere, steget eller faldet, når intervallet for forskellen ligger helt på den ene side af 0. Ellers skriver vi »ikke sikkert forskellig fra«. Det betyder ikke, at de to er ens, men at svarene ikke kan skille dem ad.</p>
<p><strong>Er 20 point meget?</strong> 20 point er ${
      formatNumber(20 / scaleSpread, { decimals: 1 })
    } af spredningen mellem personer. For én klasse med 21 svar er usikkerheden alene mindst ±${
      margin(21)
    } point, så dér siger 20 point næsten intet. For en skole med 330 svar er den mindst ±${
      margin(330)
    } point, og dér er 20 point som regel mere end et tilfælde. Se derfor altid på intervallet før tallet.</p>
<p><strong>Sammenlign ikke på tværs af skalaer.</strong> 520 på én skala er ikke mere end 510 på en anden. Skalaer kan sammenlignes med sig selv: over tid, mellem grupper og med programmet.</p></details>`,
  );
}
