import {
  type Cell,
  type DecompositionResults,
  estimateDecompositions,
} from "#lib/profiles/mod.ts";
import { type HomesOptions, simulateHomes } from "../simulate_homes.ts";
import type { StudyRow } from "../study.ts";
import { CoverageTally } from "./coverage_tally.ts";
import { homesInput } from "./homes_input.ts";
import { PARTLY_SILENT, PROGRAMME, SETTINGS } from "./programme_homes.ts";

/** Danish names of the parts that reports print. */
const NAMES: Readonly<Record<string, string>> = {
  "change/total": "udviklingen",
  "change/composition": "udviklingen, andre elever",
  "change/remainder": "udviklingen, med ens elever",
  "homes/total": "afstand mellem hjem",
  "homes/schools": "afstand mellem hjem, heraf skolerne",
  "homes/remainder": "afstand mellem hjem, heraf resten",
  "shares/total": "forklaret andel i alt",
  "shares/pupil": "forklaret andel, køn og klassetrin",
  "shares/family": "forklaret andel, familien",
  "shares/class": "forklaret andel, klassens elever",
  "shares/school": "forklaret andel, skolens elever",
  "shares/municipality": "forklaret andel, kommunens elever",
};

/**
 * Nothing goes with gender, grade or municipality here: a share of 0 cannot be missed
 * on both sides.
 */
const SAFE: readonly string[] = ["shares/pupil", "shares/municipality"];

/** Schools of a sample that stands for ever more, and how many such samples. */
const LARGE = { schools: 1302, municipalities: 70, samples: 4 } as const;
const LARGE_SEED = 800000;

/** Share of 95 % intervals of the parts of differences that hold the truth. */
export function decompositionCoverage(
  { replications }: { readonly replications: number },
): readonly StudyRow[] {
  const truth = largeSampleParts();
  const tally = new CoverageTally();
  for (let seed = 1; seed <= replications; seed++) {
    for (const results of decomposed({ seed, ...PROGRAMME })) {
      for (const [part, cell] of partsOf(results)) {
        tally.add(cell, {
          name: NAMES[part] ?? part,
          setting: results.unit === 0
            ? SETTINGS.programme
            : SETTINGS.municipality,
          truth: truth.get(part)!,
          isSafe: SAFE.includes(part),
        });
      }
    }
  }
  return tally.rows();
}

function decomposed(
  { seed, schools, municipalities }:
    & Required<Pick<HomesOptions, "seed" | "schools">>
    & { readonly municipalities: number },
): readonly DecompositionResults[] {
  const homes = simulateHomes({ ...PARTLY_SILENT, seed, schools });
  return estimateDecompositions(
    homesInput(homes, { municipalities, years: [2015, 2019] }),
    { scale: "x", firstMunicipality: 1 },
  );
}

/** The parts of the whole, averaged over large samples. */
function largeSampleParts(): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (let sample = 0; sample < LARGE.samples; sample++) {
    const [whole] = decomposed({ seed: LARGE_SEED + sample, ...LARGE });
    for (const [part, cell] of partsOf(whole!)) {
      if ("hidden" in cell) continue;
      sums.set(part, (sums.get(part) ?? 0) + cell.value / LARGE.samples);
    }
  }
  return sums;
}

function partsOf(
  { change, homes, shares }: DecompositionResults,
): readonly (readonly [part: string, cell: Cell])[] {
  return Object.entries({ change, homes, shares }).flatMap(([group, cells]) =>
    Object.entries(cells).map(([part, cell]) =>
      [`${group}/${part}`, cell] as const
    )
  );
}
