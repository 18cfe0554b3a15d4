import type { Estimate } from "#lib/inference/mod.ts";
import type { Domain, Scale } from "#lib/codebook/mod.ts";
import type {
  Cell,
  ScaleResults,
  UnitResults,
  WaveResults,
} from "#lib/profiles/mod.ts";
import {
  formatInterval,
  formatMagnitude,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import {
  hasAnswers,
  isShown,
  resultsOfScale,
  shownOrNull,
  waveOf,
} from "../report.ts";
import { questionList } from "../sections/next_steps.ts";
import {
  capitalise,
  directionOf,
  domainName,
  groupPhrase,
  hiddenText,
} from "../words.ts";
import { intervalStrip } from "./interval_strip.ts";

/** What the profile's numbers are held against. */
export interface ProfileReference {
  /** e.g. "kommunen" or "programmet"; in definite form. */
  readonly name: string;
  readonly results: UnitResults;
  /** Which difference of a wave belongs to the reference. */
  readonly difference: (wave: WaveResults) => Cell;
}

/** What {@linkcode profileSection} shows. */
export interface ProfileSectionInput {
  readonly results: UnitResults;
  readonly scales: readonly Scale[];
  readonly year: number;
  readonly reference: ProfileReference | null;
}

/** The scales of one domain in a profile: strip, numbers, comparison, team questions. */
export function profileSection(
  domain: Domain,
  input: ProfileSectionInput,
): Markup {
  const rows = input.scales
    .filter((scale) => scale.domain === domain)
    .flatMap((scale) => {
      const results = resultsOfScale(input.results, scale.id);
      return results ? [{ scale, results }] : [];
    });
  const shown = rows.filter(({ results }) => {
    const mean = waveOf(results, input.year)?.mean;
    return mean !== undefined && hasAnswers(mean);
  });
  if (shown.length === 0) return markup``;
  const visible = shown.filter(({ results }) =>
    shownOrNull(waveOf(results, input.year)?.mean)
  );
  return markup`<section><h2 id="${domain}">${
    domainName(domain)
  }</h2><ul class="scale-rows">${
    shown.map(({ scale, results }) => profileRow(scale, results, input))
  }</ul>${
    visible.length > 0 &&
    markup`<details class="help"><summary>Spørgsmål til teamet</summary>${
      questionList(visible.map(({ scale }) => scale))
    }</details>`
  }</section>`;
}

function profileRow(
  scale: Scale,
  results: ScaleResults,
  input: ProfileSectionInput,
): Markup {
  const wave = waveOf(results, input.year);
  const head =
    markup`<div class="name"><strong>${scale.label}</strong> <span class="note">${
      capitalise(groupPhrase(scale.group))
    }</span><br><span class="note">${scale.highMeans}</span></div>`;
  if (!wave || !isShown(wave.mean)) {
    const reason = wave && !isShown(wave.mean)
      ? hiddenText(wave.mean.hidden)
      : "ingen svar";
    return markup`<li>${head}<div class="hidden">Vises ikke: ${reason}.</div></li>`;
  }
  const reference = input.reference
    ? shownOrNull(
      waveOf(resultsOfScale(input.reference.results, scale.id), input.year)
        ?.mean,
    )
    : null;
  return markup`<li>${head}<div class="value">${
    intervalStrip(wave.mean, { reference: reference?.value ?? null })
  } <span class="number"><strong>${formatPoints(wave.mean.value)}</strong> (${
    formatInterval(wave.mean)
  })</span></div><div class="words">${
    statusWords(wave, { results, input })
  }</div></li>`;
}

function statusWords(
  wave: WaveResults,
  { results, input }: {
    readonly results: ScaleResults;
    readonly input: ProfileSectionInput;
  },
): string {
  const { reference, year } = input;
  const change = results.changes
    .filter(({ to, mean }) => to === year && isShown(mean))
    .toSorted((a, b) => a.from - b.from)[0];
  const same: string[] = [];
  const sentences: string[] = [];
  if (reference) {
    const cell = reference.difference(wave);
    if (!isShown(cell)) {
      sentences.push(
        `Sammenligning med ${reference.name} vises ikke: ${
          hiddenText(cell.hidden)
        }.`,
      );
    } else if (directionOf(cell) === "same") same.push(reference.name);
    else sentences.push(differenceWords(cell, reference.name));
  }
  const development = shownOrNull(change?.mean);
  if (change && development) {
    const from = formatYear(change.from);
    if (directionOf(development) === "same") same.push(from);
    else sentences.push(developmentWords(development, from));
  }
  if (same.length > 0) {
    sentences.push(`Ikke sikkert forskellig fra ${same.join(" eller fra ")}.`);
  }
  return sentences.join(" ");
}

function differenceWords(difference: Estimate, reference: string): string {
  const isHigher = directionOf(difference) === "higher";
  return `${isHigher ? "▲" : "▼"} ${formatMagnitude(difference)} ${
    isHigher ? "over" : "under"
  } ${reference}.`;
}

function developmentWords(change: Estimate, from: string): string {
  const verb = directionOf(change) === "higher" ? "Steget" : "Faldet";
  return `${verb} ${formatMagnitude(change)} siden ${from}.`;
}

/** The sentence that explains strip and numbers. */
export function profileKey(reference: ProfileReference | null): string {
  const diamond = reference ? ` Ruden er ${reference.name}.` : "";
  return `Prikken er gennemsnittet, stregen dets ${intervalLabel} på en akse fra 400 til 600 point.${diamond}`;
}
