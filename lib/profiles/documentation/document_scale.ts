import type { ProgrammeData, RespondentFrame } from "#lib/data/mod.ts";
import {
  economicalGrid,
  fitAnswers,
  type ItemInGroup,
  responsesOfScale,
  type ScaledScale,
  selectPersons,
} from "#lib/scaling/mod.ts";
import { documentItems } from "./document_items.ts";
import { linkingTrends } from "./linking_trends.ts";
import { checkPlausibleValues, precisionOf } from "./plausible_checks.ts";
import { trendError } from "./trend_error.ts";
import type { ScaleDocumentation, ScaleInWave } from "./scale_documentation.ts";

/** Answers examined, at most: people × items. */
const MOST_ANSWERS = 60_000;
/** People examined, at most. */
const MOST_PEOPLE = 10_000;
/** Gradient per person; a tenth of a point is not told apart. */
const TOLERANCE = 1e-5;

/**
 * Documents one scored scale: items in points, fit and drift per wave, DIF by
 * gender, reliability, link errors, and the trend under every linking choice.
 *
 * Fit, DIF and the linking choices come from every k-th scored person, so that at
 * most 10,000 people and 60,000 answers are examined, the predictive check from
 * at most 2,000 people; the rest from everybody.
 *
 * @param scaleIndex Number of the scale in the codebook.
 */
export function documentScale(
  data: ProgrammeData,
  scaleIndex: number,
  scored: ScaledScale,
): ScaleDocumentation {
  const { codebook, programme, frames } = data;
  const { calibration, quality } = scored;
  const scale = codebook.scales[scaleIndex]!;
  const frame = frames.get(scale.group)!;
  const years = programme.waves;
  const all = responsesOfScale(frame, scale, {
    codebook,
    waves: years.length,
  });
  const rows = everyKth(scored.rows, scale.items.length);
  const sample = selectPersons(all, rows);
  const freed = freedItems(scored);
  const { model, reference } = calibration;
  const common = fitAnswers(sample, {
    model,
    reference,
    gradientTolerance: TOLERANCE,
    startAt: calibration,
    grid: economicalGrid(calibration),
  });
  return {
    scale: scale.id,
    model,
    answered: scored.rows.length,
    examined: rows.length,
    converged: quality.converged,
    items: documentItems(frame, {
      scored,
      years,
      all,
      sample,
      rows,
      freed,
      common,
    }),
    waves: years.map((year, w) => documentWave(frame, scored, { year, w })),
    links: scored.link.map(({ from, to, items, mean }) => ({
      from: years[from]!,
      to: years[to]!,
      items,
      linkError: Math.sqrt(mean),
    })),
    trends: linkingTrends(sample, { common, freed }),
    trendError: trendError(frame, scored),
    predictive: checkPlausibleValues(frame, scored, { all, freed }),
    precision: precisionOf(scored),
    notes: quality.notes,
  };
}

/** Every k-th row, by a rule that depends on nothing but the counts. */
function everyKth(rows: Int32Array, items: number): Int32Array {
  const most = Math.min(MOST_PEOPLE, MOST_ANSWERS / items);
  const step = Math.max(1, Math.ceil(rows.length / most));
  return rows.filter((_, i) => i % step === 0);
}

function freedItems({ quality }: ScaledScale): readonly ItemInGroup[] {
  return quality.notes.flatMap((note) =>
    note.kind === "item-freed" ? [{ item: note.item, group: note.group }] : []
  );
}

/** EAP reliability of one wave: variance of the EAP over itself and the error. */
function documentWave(
  frame: RespondentFrame,
  { rows, eap, posteriorStandardDeviation, quality }: ScaledScale,
  { year, w }: { readonly year: number; readonly w: number },
): ScaleInWave {
  let [n, sum, squares, error] = [0, 0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    if (frame.wave[rows[i]!] !== w) continue;
    const distance = eap[i]! - 500;
    n++;
    sum += distance;
    squares += distance * distance;
    error += posteriorStandardDeviation[i]! * posteriorStandardDeviation[i]!;
  }
  const variance = n > 0 ? squares / n - (sum / n) * (sum / n) : 0;
  const total = variance + error / n;
  return {
    wave: year,
    answered: n,
    reliability: total > 0 ? variance / total : null,
    alpha: quality.alpha[w] ?? null,
  };
}
