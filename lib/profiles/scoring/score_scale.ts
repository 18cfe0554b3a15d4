import { writeFile } from "node:fs/promises";
import { scaleById } from "#lib/codebook/mod.ts";
import { type ProgrammeData, writeParquet } from "#lib/data/mod.ts";
import {
  type ScaledScale,
  scaleRespondents,
  serialiseFrozenScale,
} from "#lib/scaling/mod.ts";
import { documentScale } from "../documentation/document_scale.ts";
import { estimateDose } from "../estimates/estimate_dose.ts";
import { estimateScale } from "../estimates/estimate_scale.ts";
import { backgroundOutcome } from "../expected/background_outcome.ts";
import { frozenFile, scalingFile, scoresFile } from "../results_store.ts";
import { gather, scaleInput } from "../scale_input.ts";
import type { MovedItem } from "../types.ts";
import type {
  Phase,
  PhaseSeconds,
  ScaleOutcome,
  ScoringStart,
} from "./scale_outcome.ts";

/**
 * Scores one scale, writes its plausible values, item parameters and
 * documentation, and computes its standard estimates.
 *
 * @param scaleIndex Number of the scale in the codebook.
 * @throws {Error} If the scale cannot be scored.
 */
export async function scoreScale(
  { data, folder, seed }: ScoringStart,
  scaleIndex: number,
): Promise<ScaleOutcome> {
  const { codebook, programme, frames } = data;
  const scale = codebook.scales[scaleIndex]!;
  const frame = frames.get(scale.group)!;
  const watch = stopwatch();
  const scored = scaleRespondents(frame, scale, {
    codebook,
    waves: programme.waves.length,
    seed,
    schoolStratum: data.schools.municipality,
  });
  watch.lap("score");
  const documentation = documentScale(data, scaleIndex, scored);
  watch.lap("document");
  const input = scaleInput(data, scaleIndex, scored);
  const table = estimateScale(data, scaleIndex, scored);
  const dose = estimateDose(input, scale.id);
  const background = backgroundOutcome(data, input, scored);
  watch.lap("estimate");
  const store = new URL(folder);
  await writeScores(store, data, scored);
  await writeFile(
    frozenFile(store, scale.id),
    serialiseFrozenScale(scored.frozen),
  );
  await writeFile(
    scalingFile(store, scale.id),
    JSON.stringify(documentation),
  );
  watch.lap("write");
  const { items, reliability, alpha, answered, converged, notes } =
    scored.quality;
  const year = (wave: number): number => programme.waves[wave]!;
  return {
    scaleIndex,
    table,
    dose,
    background,
    seconds: watch.seconds,
    quality: {
      scale: scale.id,
      items,
      reliability,
      alpha,
      answered,
      converged,
      movedItems: notes.flatMap((note): MovedItem[] =>
        note.kind === "item-freed"
          ? [{ item: note.item, wave: year(note.group) }]
          : []
      ),
      withoutLinkError: notes.flatMap((note) =>
        note.kind === "no-link-error"
          ? [[year(note.from), year(note.to)] as const]
          : []
      ),
    },
  };
}

/** Measures the parts of the work; the times are only shown. */
function stopwatch(): {
  readonly seconds: PhaseSeconds;
  readonly lap: (phase: Phase) => void;
} {
  const seconds = { score: 0, document: 0, estimate: 0, write: 0 };
  let start = performance.now();
  return {
    seconds,
    lap: (phase) => {
      const now = performance.now();
      seconds[phase] += (now - start) / 1000;
      start = now;
    },
  };
}

/** One row per scored person: who, where, when, ten plausible values, WLE and its error. */
function writeScores(
  folder: URL,
  { codebook, frames }: ProgrammeData,
  { scale, rows, points, wle, wleStandardError }: ScaledScale,
): Promise<void> {
  const frame = frames.get(scaleById(codebook, scale).group)!;
  const n = rows.length;
  return writeParquet(scoresFile(folder, scale), {
    person: gather(frame.person, rows, new Int32Array(n)),
    wave: gather(frame.wave, rows, new Int32Array(n)),
    municipality: gather(frame.municipality, rows, new Int32Array(n)),
    school: gather(frame.school, rows, new Int32Array(n)),
    class: gather(frame.classIndex, rows, new Int32Array(n)),
    weight: gather(frame.weight, rows, new Float64Array(n)),
    ...Object.fromEntries(points.map((p, i) => [`pv${i + 1}`, p])),
    wle,
    wle_standard_error: wleStandardError,
  });
}
