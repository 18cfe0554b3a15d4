import { expect, test } from "vitest";
import { loadCodebook, programmeById } from "#lib/codebook/mod.ts";
import { readProgramme } from "#lib/data/mod.ts";
import { estimateScale, type EstimateTable } from "#lib/profiles/mod.ts";
import { generateProgramme, reduceCodebook } from "#lib/samples/mod.ts";
import { scaleRespondents, type WaveInvariance } from "#lib/scaling/mod.ts";
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
  { invariance = "partial", scales = "all" }: {
    readonly invariance?: WaveInvariance;
    readonly scales?: "all" | "drifting";
  } = {},
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

/** How the drift is met: freed or not, and the link error counted or not. */
interface Treatment {
  readonly invariance: WaveInvariance;
  readonly link: "counted" | "left-out";
}

/** The same table as if nobody had thought of the link error. */
function withoutLink(table: EstimateTable): EstimateTable {
  const { rows, columns } = table;
  return { rows, columns: { ...columns, link: new Float64Array(rows) } };
}

test(
  "intervals of changes on scales with drifting items hold the generating value by freeing the items and by the link error, not without",
  () => {
    const seeds = [11, 12, 13, 14, 15, 16];
    const tables = new Map<WaveInvariance, CoverageInput[]>(
      (["partial", "full"] as const).map((invariance) => [
        invariance,
        seeds.flatMap((seed) =>
          estimated(seed, "as-stated", { invariance, scales: "drifting" })
        ),
      ]),
    );
    const covered = (
      units: "programme" | "municipalities",
      { invariance, link }: Treatment,
    ): number =>
      share(
        tallyCoverage(
          tables.get(invariance)!.map((input) => ({
            ...input,
            units,
            table: link === "counted" ? input.table : withoutLink(input.table),
          })),
        ),
        "change",
        true,
      );
    const asPublished = { invariance: "partial", link: "counted" } as const;
    expect(covered("municipalities", asPublished)).toBeGreaterThan(0.92);
    expect(covered("municipalities", asPublished)).toBeLessThan(0.98);
    // The programme's own change is the most certain: there drift shows most.
    const naive = { invariance: "full", link: "left-out" } as const;
    expect(covered("programme", naive)).toBeLessThan(0.8);
    expect(covered("municipalities", naive)).toBeLessThan(
      covered("municipalities", asPublished),
    );
    expect(covered("programme", asPublished)).toBeGreaterThan(0.9);
    const linkOnly = { invariance: "full", link: "counted" } as const;
    expect(covered("programme", linkOnly)).toBeGreaterThan(0.9);
  },
  120_000,
);
