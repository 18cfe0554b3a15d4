import type { WaveChangeDesign } from "#lib/effects/mod.ts";
import {
  changeOf,
  type Report,
  resultsOfScale,
  shownOrNull,
  waveOf,
  wavesOf,
} from "../report.ts";

/** A design in SDs of pupils, and that SD. */
export interface PlannedWave {
  /** The design. */
  readonly design: WaveChangeDesign;
  /** Standard deviation of pupils' scores, points. */
  readonly pupilSpread: number;
}

/**
 * The design of the next wave as the last two waves let expect it, in SDs of pupils.
 *
 * Schools and pupils are those of the last wave, the ICC its variance between schools,
 * the link error that of the last change. The stability of schools is what makes the
 * design's sampling variance that of the last change; with so many pupils in both
 * waves that even schools that all move alike would give more, it is 1.
 *
 * @returns null where a number that is needed is hidden.
 */
export function nextWaveDesign(
  report: Report,
  scaleId: string,
): PlannedWave | null {
  const [from, to] = wavesOf(report).slice(-2);
  const results = resultsOfScale(report.results, scaleId);
  const scale = report.codebook.scales.find(({ id }) => id === scaleId);
  if (from === undefined || to === undefined || !scale) return null;
  const wave = waveOf(results, to);
  const spread = shownOrNull(wave?.standardDeviation)?.value;
  const between = shownOrNull(wave?.betweenSchools)?.value;
  const change = shownOrNull(changeOf(results, { from, to })?.mean);
  const schools = report.results.participation.find((one) =>
    one.group === scale.group && one.wave === to
  )?.schoolsAnswered;
  if (!wave || !spread || between === undefined || !change || !schools) {
    return null;
  }
  const pupilsPerSchool = wave.n / schools;
  const icc = Math.min(1, between * between / (spread * spread));
  const { sampling, measurement, link } = change.variance;
  const perSchool = schools * (sampling + measurement) / (spread * spread) -
    2 * (1 - icc) / pupilsPerSchool;
  const design = {
    schools,
    pupilsPerSchool,
    icc,
    schoolStability: icc > 0
      ? Math.min(1, Math.max(0, 1 - perSchool / (2 * icc)))
      : 1,
    linkError: Math.sqrt(link) / spread,
  };
  return { design, pupilSpread: spread };
}
