import type { LabelledExpected, VerdictCounts } from "#lib/profiles/mod.ts";
import { formatMagnitude } from "../format.ts";
import { shownOrNull } from "../report.ts";
import { hiddenSentence } from "../sections/cell_text.ts";
import { countWord } from "../words.ts";

/** What a result against its expectation may be called, e.g. "som forventet". */
export function verdictWords(
  { verdict, deviation }: Pick<LabelledExpected, "verdict" | "deviation">,
): string {
  const estimate = shownOrNull(deviation);
  if (verdict === null || estimate === null) {
    return `vises ikke. ${hiddenSentence(deviation)}`;
  }
  if (verdict === "as-expected") return "som forventet";
  return `${formatMagnitude(estimate)} ${
    verdict === "above" ? "over" : "under"
  } det forventede`;
}

/** How the schools fall, e.g. "9 skoler er som forventet, en ligger over …". */
export function schoolCounts(
  { schools, above, below, hidden }: VerdictCounts,
): string {
  if (schools === 0) return "Ingen skoler har svar nok til at blive vurderet.";
  const usual = schools - above - below;
  const others = [
    ...(above > 0 ? [`${countWord(above)} ligger over`] : []),
    ...(below > 0 ? [`${countWord(below)} ligger under`] : []),
  ];
  const text = others.length === 0
    ? `Alle ${countWord(schools)} skoler ligger som forventet`
    : `Af ${countWord(schools)} skoler ligger ${
      countWord(usual)
    } som forventet; ${others.join(", og ")}`;
  return hidden > 0 ? `${text} (${countWord(hidden)} vises ikke).` : `${text}.`;
}
