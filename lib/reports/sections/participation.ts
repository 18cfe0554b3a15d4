import type { ParticipationResults } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { formatCount, formatList, formatShare, formatYear } from "../format.ts";
import { markup } from "../markup.ts";
import { type Report, wavesOf } from "../report.ts";
import { dataTable } from "../table.ts";
import { capitalise, groupPhrase } from "../words.ts";

/** Response rates below this get a warning. */
const lowRate = 0.5;

/** Shows how many were asked and how many answered, with a warning where few did. */
export function participation(report: Report): Display {
  const waves = wavesOf(report);
  const groups = report.codebook.groups
    .map(({ id }) => ({
      label: capitalise(groupPhrase(id)),
      waves: waves.map((year) => find(report, { group: id, wave: year })),
    }))
    .filter((row) => row.waves.some((p) => p && p.invited > 0));
  const low = groups.flatMap(({ label, waves }) =>
    waves.flatMap((p) =>
      p && p.invited > 0 && p.answered / p.invited < lowRate
        ? [`${label.toLowerCase()} i ${formatYear(p.wave)}`]
        : []
    )
  );
  return display(markup`${
    dataTable({
      caption: "Deltagelse: svar ud af inviterede, og skoler med svar",
      columns: [
        { label: "Gruppe", kind: "text" },
        ...waves.map((year) => ({ label: formatYear(year) })),
        { label: `Skoler ${formatYear(waves.at(-1) ?? 0)}` },
      ],
      rows: groups.map(({ label, waves }) => [
        label,
        ...waves.map(rateText),
        schoolsText(waves.at(-1)),
      ]),
    })
  }${
    low.length > 0
      ? markup`<p><strong>Læs med forbehold:</strong> under halvdelen svarede blandt ${
        formatList(low)
      }. Vægte retter op på skæv deltagelse mellem skoler og køn, men ikke på, at de, der svarer, kan være anderledes end dem, der lader være.</p>`
      : null
  }`);
}

function find(
  { results }: Report,
  { group, wave }: Pick<ParticipationResults, "group" | "wave">,
): ParticipationResults | undefined {
  return results.participation.find((p) =>
    p.group === group && p.wave === wave
  );
}

function rateText(p: ParticipationResults | undefined): string {
  if (!p || p.invited === 0) return "–";
  return `${formatShare(p.answered / p.invited)} (${
    formatCount(p.answered)
  } af ${formatCount(p.invited)})`;
}

function schoolsText(p: ParticipationResults | undefined): string {
  if (!p || p.schoolsInvited === 0) return "–";
  return `${formatCount(p.schoolsAnswered)} af ${
    formatCount(p.schoolsInvited)
  }`;
}
