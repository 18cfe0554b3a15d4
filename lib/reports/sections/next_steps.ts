import type { Scale } from "#lib/codebook/mod.ts";
import type { Finding } from "../findings.ts";
import { type Markup, markup } from "../markup.ts";

/** What the next steps build on. */
export interface NextStepsInput {
  readonly challenges: readonly Finding[];
  readonly strengths: readonly Finding[];
}

/** Most questions given to a team at once. */
const mostQuestions = 3;

/** The steps of pædagogisk analyse, in order. */
const analysisSteps: readonly string[] = [
  "Sæt et mål for eleverne.",
  "Saml viden: hvad siger denne rapport, og hvad ved I selv?",
  "Formulér det problem, I vil gøre noget ved.",
  "Find det, der holder problemet ved lige.",
  "Vælg få tiltag, der retter sig mod det.",
  "Gennemfør dem som aftalt.",
  "Se efter, om målet er nået, og justér.",
];

/**
 * Turns findings into work for a team: the questions of the scales concerned
 * and the steps of pædagogisk analyse.
 */
export function nextSteps({ challenges, strengths }: NextStepsInput): Markup {
  const scales = uniqueScales(challenges).slice(0, mostQuestions);
  const chosen = scales.length > 0
    ? scales
    : uniqueScales(strengths).slice(0, mostQuestions);
  const lead = scales.length > 0
    ? "Udfordringerne kan tages op på et teammøde med disse spørgsmål:"
    : chosen.length > 0
    ? "Ingen skala kalder særligt på opmærksomhed. Hold fast i det, der lykkes, med disse spørgsmål:"
    : "Tallene peger ikke på bestemte skalaer. Vælg det område, I selv finder vigtigst, og brug kapitlerne nedenfor som udgangspunkt.";
  return markup`<p>${lead}</p>${
    chosen.length > 0 && questionList(chosen)
  }<details class="help"><summary>Fra tal til handling: pædagogisk analyse i syv trin</summary><ol>${
    analysisSteps.map((step) => markup`<li>${step}</li>`)
  }</ol></details>`;
}

/** Team questions as a list: the scale, then its question. */
export function questionList(scales: readonly Scale[]): Markup {
  return markup`<dl class="team-questions">${
    scales.map((scale) =>
      markup`<dt>${scale.label}</dt><dd class="team-question">${scale.teamQuestion}</dd>`
    )
  }</dl>`;
}

function uniqueScales(findings: readonly Finding[]): readonly Scale[] {
  return [...new Set(findings.map(({ scale }) => scale))];
}
