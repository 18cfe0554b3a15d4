import type { Domain } from "#lib/codebook/mod.ts";
import type { ItemInWave, ScalingReport } from "#lib/profiles/mod.ts";
import { itemMapChart } from "../charts/item_map_chart.ts";
import { precisionChart } from "../charts/precision_chart.ts";
import { type Display, display } from "../display.ts";
import {
  formatCount,
  formatNumber,
  formatPoints,
  formatPValue,
  formatYear,
} from "../format.ts";
import { type Markup, markup, trusted } from "../markup.ts";
import { dataTable } from "../table.ts";
import { groupPhrase } from "../words.ts";
import { type DocumentedScale, documentedScales } from "./documented_scales.ts";
import { decisionText, type ItemFlag, itemFlags } from "./flagged_items.ts";
import { predictiveTable } from "./predictive_checks.ts";

/** Shows every scale of a domain, folded: items, fit, reliability, linking. */
export function scaleDetails(report: ScalingReport, domain: Domain): Display {
  const flags = itemFlags(report);
  return display(
    markup`${
      documentedScales(report, domain).map((one) =>
        scaleDetail(
          one,
          flags.filter(({ scale }) => scale === one.scale),
        )
      )
    }`,
  );
}

function scaleDetail(
  one: DocumentedScale,
  flags: readonly ItemFlag[],
): Markup {
  const { scale, documentation } = one;
  const { model, answered, examined, items } = documentation;
  const modelName = model === "GPCM"
    ? "GPCM med en hældning pr. spørgsmål"
    : "PCM med samme hældning for alle";
  return markup`<details><summary>${scale.label} – ${groupPhrase(scale.group)}${
    flags.length > 0 ? ` (${formatCount(flags.length)} markeret)` : null
  }</summary><p>${scale.highMeans} Model: ${modelName}. ${
    formatCount(answered)
  } besvarelser; pasning og sammenligninger er regnet ud af ${
    formatCount(examined)
  } af dem.</p>${
    flags.length > 0 &&
    markup`<ul>${
      flags.map((flag) =>
        markup`<li>»${flag.item.text}«: ${flag.finding} ${
          decisionText(flag)
        }</li>`
      )
    }</ul>`
  }${itemTable(one)}${
    items.some(({ steps }) => steps.length > 0) && itemMap(one)
  }${precisionFigure(one)}${fitTable(one)}${waveTable(one)}${
    predictiveTable(one)
  }</details>`;
}

function itemTable({ scale, documentation }: DocumentedScale): Markup {
  return dataTable({
    caption: `${scale.label}: ordlyd, hældning og trin`,
    columns: [
      { label: "Nr. og ordlyd", kind: "text" },
      { label: "Hældning" },
      { label: "Trin (point)" },
      { label: "Piger minus drenge (point)" },
      { label: "p" },
    ],
    rows: documentation.items.map(({ slope, steps, gender }, i) => [
      `${i + 1}. ${scale.items[i]!.text}`,
      numberOrDash(slope, 2),
      steps.length > 0 ? steps.map(formatPoints).join(" · ") : "–",
      gender
        ? formatNumber(gender.points, { decimals: 1, sign: "always" })
        : "–",
      gender && gender.pValue !== null
        ? formatPValue(gender.pValue).replace(/^p\s(=\s)?/, "")
        : "–",
    ]),
  });
}

/** The numbers are in the table above. */
function itemMap({ scale, documentation }: DocumentedScale): Markup {
  return markup`<figure class="chart"><figcaption><p class="scope">Hvor spørgsmålenes trin ligger på skalaen. Tallene er trinnenes numre; rækkerne følger tabellen ovenfor.</p></figcaption>${
    trusted(itemMapChart(
      documentation.items.map(({ steps }, i) => ({
        label: `${i + 1}.`,
        steps,
      })),
      {
        title: `Trin på skalaen ${scale.label}`,
        description: "Tallene står i tabellen ovenfor.",
      },
    ))
  }</figure>`;
}

/** Where on the scale a person is measured sharply. */
function precisionFigure({ scale, documentation }: DocumentedScale): Markup {
  const { precision } = documentation;
  const best = precision.reduce((a, b) =>
    b.standardError < a.standardError ? b : a
  );
  const text = `Skalaen måler skarpest ved ${
    formatPoints(best.at)
  } point; der er målefejlen på én person ${
    formatPoints(best.standardError)
  } point.`;
  return markup`<figure class="chart"><figcaption><p class="scope">Målefejl på én person langs skalaen, i point (testinformationens kvadratrod, omvendt). ${text}</p></figcaption>${
    trusted(precisionChart(precision, {
      title: `Målefejl langs skalaen ${scale.label}`,
      description: text,
    }))
  }</figure>`;
}

function fitTable({ scale, documentation }: DocumentedScale): Markup {
  const { items, waves } = documentation;
  return dataTable({
    caption: `${scale.label}: svar og pasning pr. målerunde`,
    columns: [
      { label: "Nr.", kind: "text" },
      ...waves.flatMap(({ wave }) => [
        { label: `${formatYear(wave)}: svar` },
        { label: "infit / outfit" },
        { label: "RMSD" },
      ]),
    ],
    rows: items.map((
      item,
      i,
    ) => [`${i + 1}.`, ...item.waves.flatMap(waveCells)]),
    note: "* har egne parametre i målerunden (sat frit).",
  });
}

function waveCells(
  { answered, infit, outfit, rmsd, isFreed }: ItemInWave,
): readonly string[] {
  return [
    answered > 0 ? formatCount(answered) : "–",
    `${numberOrDash(infit, 2)} / ${numberOrDash(outfit, 2)}`,
    numberOrDash(rmsd, 2) + (isFreed ? "*" : ""),
  ];
}

function waveTable({ scale, documentation }: DocumentedScale): Markup {
  const { waves, links } = documentation;
  return markup`${
    dataTable({
      caption: `${scale.label}: reliabilitet`,
      columns: [
        { label: "Målerunde", kind: "text" },
        { label: "Besvarelser" },
        { label: "Reliabilitet (EAP)" },
        { label: "Cronbachs alfa" },
      ],
      rows: waves.map(({ wave, answered, reliability, alpha }) => [
        formatYear(wave),
        formatCount(answered),
        numberOrDash(reliability, 2),
        numberOrDash(alpha, 2),
      ]),
    })
  }${
    links.length > 0
      ? dataTable({
        caption: `${scale.label}: sammenkobling`,
        columns: [
          { label: "Målerunder", kind: "text" },
          { label: "Fælles spørgsmål" },
          { label: "Linkfejl (point)" },
        ],
        rows: links.map(({ from, to, items, linkError }) => [
          `${formatYear(from)} og ${formatYear(to)}`,
          formatCount(items),
          formatNumber(linkError, { decimals: 2 }),
        ]),
      })
      : markup`<p class="note">For få fælles spørgsmål til at sige, hvad valget af dem betyder.</p>`
  }`;
}

function numberOrDash(value: number | null, decimals: number): string {
  return value === null ? "–" : formatNumber(value, { decimals });
}
