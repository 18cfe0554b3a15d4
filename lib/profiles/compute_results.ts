import type { ProgrammeData } from "#lib/data/mod.ts";

import {
  concatTables,
  type EstimateTable,
  selectRows,
  writeEstimates,
} from "./estimate_table.ts";
import { estimateConditions } from "./expected/estimate_conditions.ts";
import { writeExpected } from "./expected/expected_store.ts";
import { allParticipation } from "./participation_results.ts";
import {
  estimatesFile,
  makeResultsFolders,
  type ResultsIndex,
  writeIndex,
} from "./results_store.ts";
import { provenanceOf } from "./provenance.ts";
import { writeBackgroundIndex } from "./background_index_file.ts";
import { listUnits, type UnitList } from "./units.ts";
import {
  PHASES,
  type PhaseSeconds,
  type ScaleOutcome,
  type ScoringStart,
} from "./scoring/scale_outcome.ts";
import { runWorkers } from "./worker_pool.ts";

/** Options for {@linkcode computeResults}. */
export interface ComputeOptions {
  /** Where the results go; made when missing. */
  readonly folder: URL;
  /** Seed of the plausible values. */
  readonly seed: number;
  /** Worker threads; the results do not depend on it. @default {2} */
  readonly jobs?: number;
  /** Called after each scale. */
  readonly onProgress?: (done: number, total: number, scale: string) => void;
  /** Called when all scales are done. */
  readonly onScaled?: (work: ScalingWork) => void;
}

/** What scaling all scales has taken. */
export interface ScalingWork {
  /** Seconds of all threads per part of the work. */
  readonly seconds: PhaseSeconds;
  /** Persons scored, summed over the scales. */
  readonly scored: number;
}

function sumOfWork(outcomes: readonly ScaleOutcome[]): ScalingWork {
  const seconds = { score: 0, document: 0, estimate: 0, write: 0 };
  let scored = 0;
  for (const outcome of outcomes) {
    for (const phase of PHASES) seconds[phase] += outcome.seconds[phase];
    scored += outcome.quality.answered;
  }
  return { seconds, scored };
}

/**
 * Computes everything that reports and profiles read: scores every scale of
 * the programme and writes plausible values, item parameters and the standard
 * estimates of every unit.
 *
 * @throws {Error} Naming the scale that could not be scored.
 */
export async function computeResults(
  data: ProgrammeData,
  { folder, seed, jobs = 2, onProgress, onScaled }: ComputeOptions,
): Promise<ResultsIndex> {
  await makeResultsFolders(folder);
  const { codebook, programme } = data;
  const scales = heaviestFirst(data);
  let done = 0;
  const outcomes = await runWorkers<ScoringStart, number, ScaleOutcome>(
    scales,
    {
      module: new URL("./scoring/scoring_worker.ts", import.meta.url),
      start: { data, folder: folder.href, seed },
      jobs,
      onDone: ({ scaleIndex }) =>
        onProgress?.(++done, scales.length, codebook.scales[scaleIndex]!.label),
    },
  );
  onScaled?.(sumOfWork(outcomes));
  outcomes.sort((a, b) => a.scaleIndex - b.scaleIndex);
  const units = listUnits(data);
  await writeBackgroundIndex(folder, data);
  await writeTables(folder, {
    data,
    units,
    table: concatTables(outcomes.map((o) => o.table)),
  });
  const index: ResultsIndex = {
    programme: programme.id,
    waves: programme.waves,
    units: units.units,
    firstSchool: units.firstSchool,
    firstClass: units.firstClass,
    municipalityOfSchool: [...data.schools.municipality],
    schoolOfClass: [...data.classes.school],
    waveOfClass: [...data.classes.wave],
    participation: allParticipation(data),
    quality: outcomes.map((o) => o.quality),
    dose: outcomes.flatMap((o) => o.dose),
    decompositions: outcomes.flatMap((o) => o.background.decompositions),
    conditions: estimateConditions(
      data,
      outcomes.flatMap(({ background }) => background.conditions ?? []),
    ),
    national: data.national,
    provenance: provenanceOf(data, seed),
  };
  await writeExpected(
    folder,
    outcomes.flatMap(({ background }) => background.expected),
    index,
  );
  writeIndex(folder, index);
  return index;
}

/** Scales by number of people times items, largest first; ties by number. */
function heaviestFirst(
  { codebook, programme, frames }: ProgrammeData,
): number[] {
  const weight = (scale: number): number => {
    const { group, items } = codebook.scales[scale]!;
    return (frames.get(group)?.rows ?? 0) * (5 + items.length);
  };
  return codebook.scales
    .flatMap((scale, i) => programme.scales.includes(scale.id) ? [i] : [])
    .sort((a, b) => weight(b) - weight(a) || a - b);
}

/** One table for the programme and its municipalities, one per municipality for its schools and classes. */
async function writeTables(
  folder: URL,
  { data, units, table }: {
    readonly data: ProgrammeData;
    readonly units: UnitList;
    readonly table: EstimateTable;
  },
): Promise<void> {
  const { programme, schools, classes } = data;
  const parts: number[][] = Array.from(
    { length: 1 + programme.municipalities.length },
    () => [],
  );
  for (let row = 0; row < table.rows; row++) {
    const unit = table.columns.unit[row]!;
    const school = unit >= units.firstClass
      ? classes.school[unit - units.firstClass]!
      : unit - units.firstSchool;
    parts[school < 0 ? 0 : 1 + schools.municipality[school]!]!.push(row);
  }
  const names = ["programme", ...programme.municipalities];
  for (const [part, rows] of parts.entries()) {
    await writeEstimates(
      estimatesFile(folder, names[part]!),
      selectRows(table, rows),
    );
  }
}
