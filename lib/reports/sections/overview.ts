import { type Display, display } from "../display.ts";
import { falseFindingShare, type Finding, findingsOf } from "../findings.ts";
import { formatCount, formatShare } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import type { Report } from "../report.ts";
import { countNoun } from "../words.ts";
import { headlineNumbers } from "./headline_numbers.ts";
import { nextSteps } from "./next_steps.ts";

/** Most findings told in the summary on each side; the rest are counted. */
const mostTold = 5;

/**
 * Writes the summary that a school leader reads in five minutes: a few key
 * numbers, where the effort succeeds, where the challenges are, how to go on.
 */
export function overview(report: Report): Display {
  const findings = findingsOf(report);
  const headline = headlineNumbers(report);
  const up = told(findings.filter(({ kind }) => kind === "up"));
  const down = told(findings.filter(({ kind }) => kind === "down"));
  const content =
    markup`${headline.content}<section class="question"><h3 id="hvor-lykkes-indsatsen">Hvor lykkes indsatsen?</h3>${
      findingList(
        up,
        "Ingen skala viser en fremgang eller et forspring, der er større end usikkerheden.",
      )
    }</section><section class="question"><h3 id="hvor-er-udfordringerne">Hvor er udfordringerne?</h3>${
      findingList(
        down,
        "Ingen skala viser en tilbagegang eller et efterslæb, der er større end usikkerheden.",
      )
    }</section><section class="question"><h3 id="hvordan-kommer-vi-videre">Hvordan kommer vi videre?</h3>${
      nextSteps({ challenges: down.shown, strengths: up.shown })
    }</section>${caution(report, findings)}`;
  const shown = [...up.shown, ...down.shown];
  return display(content, [...headline.estimates, ...shown]);
}

interface Told {
  readonly shown: readonly Finding[];
  /** How many more there are. */
  readonly rest: number;
}

/**
 * Picks what is told: alternately from each kind, so that no kind hides another,
 * the largest of a kind first. They are told in the order of the codebook.
 */
function told(findings: readonly Finding[]): Told {
  const kinds = ["background", "development", "comparison"] as const;
  const queues = kinds.map((about) =>
    findings
      .filter((finding) => finding.about === about)
      .toSorted((a, b) =>
        Math.abs(b.estimate.value) - Math.abs(a.estimate.value)
      )
  );
  const picked = new Set<Finding>();
  for (let turn = 0; turn < findings.length; turn++) {
    for (const queue of queues) {
      const next = queue[turn];
      if (next && picked.size < mostTold) picked.add(next);
    }
  }
  return {
    shown: findings.filter((finding) => picked.has(finding)),
    rest: findings.length - picked.size,
  };
}

function findingList({ shown, rest }: Told, none: string): Markup {
  if (shown.length === 0) return markup`<p>${none}</p>`;
  const more = countNoun(rest, { one: "anden", many: "andre" });
  return markup`<ul class="findings">${
    shown.map(({ kind, sentence }) =>
      markup`<li class="${kind}">${sentence}</li>`
    )
  }</ul>${
    rest > 0 &&
    markup`<p class="note">Hertil kommer ${more}, som står i kapitlerne nedenfor.</p>`
  }`;
}

function caution(report: Report, findings: readonly Finding[]): Markup {
  const scales = formatCount(report.results.scales.length);
  return markup`<p class="note">Rapporten undersøger ${scales} skalaer på én gang. Derfor nævner sammenfatningen kun forskelle, der holder, når der tages højde for de mange sammenligninger: højst ${
    formatShare(falseFindingShare)
  } af dem forventes at skyldes tilfældigheder. ${
    findings.length === 0
      ? "Denne gang er der ingen."
      : `I alt er der ${
        countNoun(findings.length, {
          one: "sådan forskel",
          many: "sådanne forskelle",
        })
      }.`
  } Rapporten beskriver udvikling. Den kan ikke sige, hvad udviklingen skyldes.</p>`;
}
