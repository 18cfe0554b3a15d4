import { expect, test } from "vitest";
import { loadCodebook, programmeById } from "#lib/codebook/mod.ts";
import { readProgramme } from "#lib/data/mod.ts";
import { estimateScale } from "#lib/profiles/mod.ts";
import { generateProgramme, reduceCodebook } from "#lib/samples/mod.ts";
import { scaleRespondents } from "#lib/scaling/mod.ts";
import {
  type CoverageInput,
  type CoverageRow,
  tallyCoverage,
} from "../../lib/cli/coverage.ts";

// Thirteen municipalities of eight schools with forty pupils each: the sizes at
// which schools, classes and few answers all matter.
const SCALES = [
  "e4_skoletrivsel",
  "e4_feedback",
  "e4_faglig_trivsel",
  "kl_faglighed",
  "fo_tillid",
  "pr_laesning",
  "pe_teamsamarbejde",
];

function estimated(
  seed: number,
  flaws: "none" | "as-stated",
): CoverageInput[] {
  const codebook = reduceCodebook(loadCodebook(), { scales: SCALES });
  const folder = Deno.makeTempDirSync();
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
  Deno.removeSync(folder, { recursive: true });
  return codebook.scales.map((scale, scaleIndex) => ({
    table: estimateScale(
      data,
      scaleIndex,
      scaleRespondents(data.frames.get(scale.group)!, scale, {
        codebook,
        waves: 3,
        seed,
        schoolStratum: data.schools.municipality,
      }),
    ),
    truth: truth.programme,
    codebook,
    programme: programmeById(codebook, "program-for-laeringsledelse"),
  }));
}

function overSeeds(
  seeds: readonly number[],
  flaws: "none" | "as-stated",
): readonly CoverageRow[] {
  return tallyCoverage(seeds.flatMap((seed) => estimated(seed, flaws)));
}

const share = (
  rows: readonly CoverageRow[],
  quantity: "mean" | "change",
  drift: boolean,
): number => {
  const row = rows.find((r) =>
    r.quantity === quantity && r.drift === drift && r.group === "all"
  )!;
  return row.covered / row.intervals;
};

test(
  "95 % intervals of wave means and changes hold the generating value 92–98 % of the time",
  () => {
    const rows = overSeeds([1, 2, 3, 4, 5, 6], "none");
    for (const quantity of ["mean", "change"] as const) {
      const covered = share(rows, quantity, false);
      expect(covered, quantity).toBeGreaterThan(0.92);
      expect(covered, quantity).toBeLessThan(0.98);
    }
  },
  120_000,
);

test(
  "intervals of changes fall short where items drift: the link error is not in them yet",
  () => {
    const rows = overSeeds([11, 12], "as-stated");
    expect(share(rows, "change", true)).toBeLessThan(
      share(rows, "change", false),
    );
  },
  120_000,
);
