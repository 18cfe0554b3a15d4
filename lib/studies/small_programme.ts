import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCodebook, programmeById } from "#lib/codebook/mod.ts";
import { readProgramme } from "#lib/data/mod.ts";
import { estimateScale } from "#lib/profiles/mod.ts";
import { generateProgramme, reduceCodebook } from "#lib/samples/mod.ts";
import { scaleRespondents, type WaveInvariance } from "#lib/scaling/mod.ts";
import type { CoverageInput } from "./coverage.ts";

/** Scales of every kind of respondent, three of them with drifting items. */
const SCALES = [
  "e4_skoletrivsel",
  "e4_feedback",
  "e4_faglig_trivsel",
  "kl_faglighed",
  "fo_tillid",
  "pr_laesning",
  "pe_teamsamarbejde",
];

/** What {@linkcode estimateSmallProgramme} simulates and how it is scaled. */
export interface SmallProgrammeOptions {
  /** Another seed, another programme. */
  readonly seed: number;
  /** "as-stated": some items drift, as in the full sample. */
  readonly flaws: "none" | "as-stated";
  /** Whether items that drift are freed. @default {"partial"} */
  readonly invariance?: WaveInvariance;
  /** Only the scales with drifting items? @default {"all"} */
  readonly scales?: "all" | "drifting";
}

/**
 * Simulates, scales and estimates a small programme: thirteen municipalities of
 * eight schools with forty pupils each, the sizes at which schools, classes and
 * few answers all matter.
 *
 * @returns One per scale, with the truth.
 */
export function estimateSmallProgramme(
  { seed, flaws, invariance = "partial", scales = "all" }:
    SmallProgrammeOptions,
): readonly CoverageInput[] {
  const codebook = reduceCodebook(loadCodebook(), { scales: SCALES });
  const folder = mkdtempSync(join(tmpdir(), "study-"));
  const { truth } = generateProgramme({
    codebook,
    seed,
    outFolder: folder,
    schoolsPerMunicipality: 8,
    pupilsPerSchool: 40,
    flaws,
    lottery: "leave-out",
  });
  const data = readProgramme(folder, codebook, "program-for-laeringsledelse");
  rmSync(folder, { recursive: true });
  const drifting = new Set(truth.programme.flaws.drift.map((d) => d.scale));
  return codebook.scales.flatMap((scale, scaleIndex) =>
    scales === "drifting" && !drifting.has(scale.id) ? [] : [{
      table: estimateScale(
        data,
        scaleIndex,
        scaleRespondents(data.frames.get(scale.group)!, scale, {
          codebook,
          waves: 3,
          seed,
          schoolStratum: data.schools.municipality,
          invariance,
        }),
      ),
      truth: truth.programme,
      codebook,
      programme: programmeById(codebook, "program-for-laeringsledelse"),
    }]
  );
}
