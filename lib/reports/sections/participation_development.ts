import { differencePValue } from "#lib/effects/mod.ts";
import { adjustBenjaminiHochberg } from "#lib/inference/mod.ts";
import type { DoseResults } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import {
  formatDifference,
  formatList,
  formatPeriod,
  formatShare,
  intervalLabel,
} from "../format.ts";
import { falseFindingShare } from "../findings.ts";
import { type Markup, markup } from "../markup.ts";
import type { Report } from "../report.ts";
import { dataTable } from "../table.ts";
import { groupPhrase, scalePhraseWithGroup } from "../words.ts";

/** Most associations told in words. */
const mostTold = 5;

/**
 * Shows how schools' development goes with how intensely they took part, and how
 * strong something unknown would have to be to explain it. An association: schools
 * chose themselves how much to take part.
 */
export function participationDevelopment(report: Report): Display {
  const rows = longestPeriods(report.dose);
  if (rows.length === 0) {
    return display(
      markup`<p>Skolernes deltagelse er ikke oplyst, eller for få skoler kan sammenlignes. Derfor kan det ikke vises, om deltagelse og udvikling følges ad.</p>`,
    );
  }
  const adjusted = adjustBenjaminiHochberg(
    rows.map(({ slope }) => differencePValue(slope)),
  );
  const clear = rows.filter((_, i) => adjusted[i]! <= falseFindingShare);
  return display(
    markup`<p>Skolerne deltog ikke lige meget. Tallene viser, hvor mange point udviklingen er større på en skole, der deltog fuldt ud, end på en skole i samme kommune, der slet ikke deltog.</p>${
      clear.length === 0
        ? markup`<p>Der er ingen sikker sammenhæng mellem deltagelse og udvikling på nogen af de ${
          String(rows.length)
        } skalaer.</p>`
        : markup`<ul>${
          clear.slice(0, mostTold).map((row) => sentence(report, row))
        }</ul>${
          clear.length > mostTold &&
          markup`<p class="note">Hertil kommer ${
            String(clear.length - mostTold)
          } sammenhænge i tabellen.</p>`
        }`
    }<p>En sammenhæng er ikke en årsag. Skoler, der deltog meget, kan også være anderledes på andre måder.</p>${
      doseTable(report, rows)
    }`,
    rows.map(({ scale, from, to, slope }) => ({
      name: `${scale}/${from}-${to}/participation-slope`,
      estimate: slope,
    })),
  );
}

/** One row per scale, over most years. */
function longestPeriods(dose: readonly DoseResults[]): readonly DoseResults[] {
  return dose.filter((one) =>
    !dose.some((other) =>
      other.scale === one.scale && other.to - other.from > one.to - one.from
    ) &&
    !dose.some((other) =>
      other.scale === one.scale &&
      other.to - other.from === one.to - one.from &&
      other.from > one.from
    )
  );
}

function labelOf({ codebook }: Report, id: string): string {
  const scale = codebook.scales.find((one) => one.id === id);
  return scale ? scalePhraseWithGroup(scale) : id;
}

function sentence(report: Report, row: DoseResults): Markup {
  const { slope, robustness, robustnessOfSign } = row;
  return markup`<li>${labelOf(report, row.scale)} ${
    formatPeriod(row.from, row.to)
  }: ${
    formatDifference(slope)
  } point ved fuld deltagelse. Et ukendt forhold kan kun forklare hele sammenhængen, hvis det kan forklare mindst ${
    formatShare(robustness)
  } af både skolernes deltagelse og deres udvikling. ${
    robustnessOfSign > 0
      ? `Kan det forklare ${
        formatShare(robustnessOfSign)
      }, er sammenhængen ikke længere sikker.`
      : ""
  }</li>`;
}

function doseTable(report: Report, rows: readonly DoseResults[]): Markup {
  const schools = formatList(
    [...new Set(rows.map((row) => row.schools))].sort((a, b) => a - b)
      .filter((_, i, all) => i === 0 || i === all.length - 1).map(String),
  );
  return markup`<details class="numbers"><summary>Vis deltagelse og udvikling for alle skalaer</summary>${
    dataTable({
      caption:
        `Sammenhæng mellem skolers deltagelse og udvikling i point med ${intervalLabel}`,
      columns: [
        { label: "Skala", kind: "text" },
        { label: "Svar fra", kind: "text" },
        { label: "Periode", kind: "short-text" },
        { label: "Fuld mod ingen deltagelse" },
        { label: "Styrke, der fjerner sammenhængen" },
        { label: "Styrke, der gør den usikker" },
      ],
      rows: rows.map((row) => {
        const scale = report.codebook.scales.find((s) => s.id === row.scale);
        return [
          scale?.label ?? row.scale,
          scale ? groupPhrase(scale.group) : "",
          formatPeriod(row.from, row.to),
          formatDifference(row.slope),
          ...(row.robustnessOfSign > 0
            ? [formatShare(row.robustness), formatShare(row.robustnessOfSign)]
            : ["–", "–"]),
        ];
      }),
      note:
        `Regression over skolerne inden for kommunerne (${schools} skoler); en skole med få svar tæller mindre. De to sidste kolonner er andele: så meget af det, der er tilbage af både deltagelse og udvikling, skal et ukendt forhold forklare; – står, hvor sammenhængen ikke er sikker. Listen ovenfor nævner kun sammenhænge, der holder, når der ses på alle skalaer på én gang.`,
    })
  }</details>`;
}
