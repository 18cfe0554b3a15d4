import { type Display, display } from "../display.ts";
import { markup, trusted } from "../markup.ts";
import type { Report } from "../report.ts";
import { scalePhrase } from "../words.ts";
import { nextWaveDesign } from "./next_wave_design.ts";
import { nextWavePlan } from "./next_wave_plan.ts";

/** Smallest change that matters, points, where no criterion names one for the scale. */
const usualMargin = 5;

/**
 * Shows which change of one scale the next wave can be expected to find, planned with
 * what the last two waves have shown of the unit's schools and pupils.
 */
export function nextWave(report: Report, scaleId: string): Display {
  const scale = report.codebook.scales.find(({ id }) => id === scaleId);
  const planned = nextWaveDesign(report, scaleId);
  if (!scale || !planned) {
    return display(
      markup`<p>De seneste målinger giver ikke grundlag for at planlægge den næste.</p>`,
    );
  }
  const criterion = report.codebook.criteria.find(({ scales, estimand }) =>
    estimand === "mean-change" && scales.includes(scaleId)
  );
  const { html } = nextWavePlan({
    ...planned,
    smallestThatMatters: criterion?.margin ?? usualMargin,
  });
  return display(
    markup`<p>Eksemplet er ${
      scalePhrase(scale)
    }. Antagelserne er taget fra de to seneste målinger.</p>${trusted(html)}`,
  );
}
