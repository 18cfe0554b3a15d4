import { type Markup, markup } from "../markup.ts";
import type { Report, ScaleEntry } from "../report.ts";
import { capitalise, groupPhrase } from "../words.ts";

/** Explains the scales: what a high score means and how many questions lie behind. */
export function scaleMeanings(
  report: Report,
  entries: readonly ScaleEntry[],
): Markup {
  return markup`<details class="help meanings"><summary>Hvad måler skalaerne?</summary><dl class="team-questions">${
    entries.map(({ scale }) => {
      const quality = report.quality.find((q) => q.scale === scale.id);
      return markup`<div><dt>${scale.label}</dt><dd>${scale.highMeans} <span class="note">${
        capitalise(groupPhrase(scale.group))
      }${
        quality
          ? `, ${quality.items} ${
            scale.kind === "test" ? "opgaver" : "spørgsmål"
          }`
          : ""
      }.</span></dd></div>`;
    })
  }</dl></details>`;
}
