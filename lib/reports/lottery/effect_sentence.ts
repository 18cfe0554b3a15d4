import { formatMagnitude, formatPValue } from "../format.ts";
import { intervalPhrase } from "../sentences.ts";
import { directionOf } from "../words.ts";
import type { OutcomeAnalysis } from "./analyse_lottery.ts";

/**
 * Says what the lottery shows about one outcome; the only place in the reports
 * that speaks of an effect, since schools were drawn at random.
 */
export function effectSentence(
  { outcome, effect, test, certain }: Pick<
    OutcomeAnalysis,
    "outcome" | "effect" | "test" | "certain"
  >,
): string {
  const evidence = `${intervalPhrase(effect)}; ${
    formatPValue(test.studentised.pValue)
  }`;
  const direction = directionOf(effect);
  if (direction === "same") {
    return `${outcome.label}: ingen sikker effekt (${evidence}).`;
  }
  const side = direction === "higher" ? "højere" : "lavere";
  const size = formatMagnitude(effect);
  if (!certain) {
    return `${outcome.label}: de udtrukne skoler ligger ${size} ${side} (${evidence}), men ses alle resultater under ét, er det ikke sikkert en effekt.`;
  }
  return `${outcome.label}: at blive trukket ud har haft en effekt; skolerne ligger ${size} ${side}, end de ellers ville (${evidence}).`;
}
