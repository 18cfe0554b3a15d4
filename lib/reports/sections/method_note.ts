import { type Display, display } from "../display.ts";
import { formatCount, formatNumber, formatYear } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { latestYear, type Report, wavesOf } from "../report.ts";
import { dataTable } from "../table.ts";
import { groupPhrase } from "../words.ts";
import { linkEstimates, linkTables } from "./link_tables.ts";

/** Reliability under which a scale is flagged. */
const lowReliability = 0.7;

/** Explains how the numbers came about, with the reliability of every scale. */
export function methodNote(report: Report): Display {
  const [first = latestYear(report)] = wavesOf(report);
  return display(
    markup`<p>Svarene på en skala er samlet med en statistisk model (generalized partial credit model), som tager højde for, at nogle spørgsmål er lettere at sige ja til end andre, og at ikke alle er spurgt om det samme hvert år. Alle år er beregnet sammen, så målestokken er fælles; 500 og 100 er fastlagt i ${
      formatYear(first)
    } og ligger fast.</p><p>Et resultat er et gennemsnit over ti plausible værdier pr. person. Usikkerheden i parentes rummer både, at få spørgsmål måler upræcist, og at skoler, klasser og elever kunne have været andre: den er beregnet ved at udelade én skole ad gangen, på én gang for alle år. Derfor er det regnet med, at en skole svinger fra år til år, også når intet har ændret sig. Alle skoler er spurgt; når der alligevel er usikkerhed, er det, fordi tallene skal sige noget om vilkårene i kommunen og ikke kun om netop de elever, klasser og skoler, der var der de år. Vægte retter op på forskelle i deltagelse mellem skoler og køn.</p><p>Et spørgsmål, der tydeligt har flyttet sig i forhold til de andre på sin skala, regnes for sig det år, og intervallerne for udvikling rummer linkfejlen: hvor meget ændringen ville flytte sig, hvis ét fælles spørgsmål ad gangen ikke bandt årene sammen. Linkfejlen er fælles for alle og indgår derfor hverken i sammenligninger mellem enheder eller i et enkelt års tal.</p>${
      reliabilityTable(report)
    }${linkTables(report)}${provenanceList(report)}`,
    linkEstimates(report),
  );
}

function reliabilityTable(report: Report): Markup {
  const shown = report.codebook.scales.flatMap((scale) => {
    const quality = report.quality.find((q) => q.scale === scale.id);
    return quality ? [{ scale, quality }] : [];
  });
  const unconverged = shown.filter(({ quality }) => !quality.converged);
  return markup`<details class="help"><summary>Hvor præcist måler skalaerne?</summary>${
    dataTable({
      caption: "Reliabilitet i hele programmet (0 til 1)",
      columns: [
        { label: "Skala", kind: "text" },
        { label: "Svar fra", kind: "text" },
        { label: "Spørgsmål" },
        { label: "Personer" },
        { label: "Reliabilitet" },
        ...wavesOf(report).map((year) => ({
          label: `Alfa ${formatYear(year)}`,
        })),
      ],
      rows: shown.map(({ scale, quality }) => [
        scale.label,
        groupPhrase(scale.group),
        formatCount(quality.items),
        formatCount(quality.answered),
        reliabilityText(quality.reliability),
        ...wavesOf(report).map((_, i) =>
          reliabilityText(quality.alpha[i] ?? null)
        ),
      ]),
      note: `Under ${
        formatNumber(lowReliability, { decimals: 2 })
      } er mærket med *. En lav reliabilitet gør intervallerne bredere; den er regnet med.`,
    })
  }</details>${
    unconverged.length > 0
      ? markup`<p><strong>Bemærk:</strong> beregningen fandt ikke helt hvile for ${
        unconverged.map(({ scale }) => scale.label).join(", ")
      }. Læs de skalaer med forbehold.</p>`
      : null
  }`;
}

function reliabilityText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  return formatNumber(value, { decimals: 2 }) +
    (value < lowReliability ? "*" : "");
}

function provenanceList({ provenance, codebook }: Report): Markup {
  const short = (digest: string) => digest.slice(0, 12);
  return markup`<details class="help"><summary>Versioner og fingeraftryk</summary><p>${codebook.note}</p><dl class="team-questions"><dt>Kodebog</dt><dd>${provenance.codebookVersion} (<code>${
    short(provenance.codebookDigest)
  }</code>)</dd><dt>Data</dt><dd><code>${
    short(provenance.dataDigest)
  }</code>, ${
    formatCount(provenance.answersRead)
  } svar</dd><dt>Programkode</dt><dd><code>${
    short(provenance.codeDigest)
  }</code></dd><dt>Startværdi for tilfældige tal</dt><dd>${
    String(provenance.seed)
  }</dd></dl></details>`;
}
