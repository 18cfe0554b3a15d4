import type { ParticipationResults } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { formatCount, formatList, formatShare, formatYear } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { syntheticNotice } from "../page.ts";
import {
  isProgrammeReport,
  latestYear,
  type Report,
  wavesOf,
} from "../report.ts";
import { groupPhrase } from "../words.ts";

/**
 * Says what a report rests on: people asked and answered in the latest wave,
 * answers read and set aside, and the version of the codebook.
 *
 * The fragment carries `data-synthetic` when the data are simulated; a page
 * finds it there and puts the notice at its head.
 */
export function dataNote(report: Report): Display {
  const { results, provenance, codebook } = report;
  const year = latestYear(report);
  const latest = results.participation.filter(({ wave }) => wave === year);
  return display(
    markup`<div class="data-note"${
      provenance.synthetic && markup` data-synthetic="true"`
    }>${
      provenance.synthetic &&
      markup`<p><strong>${syntheticNotice}.</strong></p>`
    }<p>${
      isProgrammeReport(report) ? "Programmets skoler" : results.unit.label
    } er kortlagt i ${formatList(wavesOf(report).map(formatYear))}. ${
      answeredSentence(latest, year)
    }</p><p>Hele datasættet rummer ${
      formatCount(provenance.answersRead)
    } svar. ${
      quarantineSentence(provenance.quarantined)
    } Kodebog ${codebook.version}.</p></div>`,
  );
}

function answeredSentence(
  participation: readonly ParticipationResults[],
  year: number,
): Markup {
  const parts = participation
    .filter(({ invited }) => invited > 0)
    .map(({ group, invited, answered }) =>
      `${formatCount(answered)} af ${formatCount(invited)} ${
        groupOfPeople(group)
      } (${formatShare(answered / invited)})`
    );
  if (parts.length === 0) return markup`Der er ingen svar fra ${year}.`;
  return markup`I ${formatYear(year)} foreligger der svar for ${
    formatList(parts)
  }.`;
}

function groupOfPeople(group: ParticipationResults["group"]): string {
  if (group === "class-teachers") return "elever vurderet af klasselæreren";
  if (group === "parents") return "elevers forældre";
  if (group === "tests") return "elever i prøverne";
  return groupPhrase(group);
}

function quarantineSentence(count: number): string {
  if (count === 0) return "Ingen svar er sat til side ved indlæsningen.";
  const verb = count === 1 ? "svar eller række" : "svar eller rækker";
  return `${
    formatCount(count)
  } ${verb} kunne ikke bruges og er sat til side med begrundelse.`;
}
