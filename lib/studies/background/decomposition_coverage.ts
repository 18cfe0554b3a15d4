import {
  type Cell,
  type DecompositionResults,
  estimateDecompositions,
} from "#lib/profiles/mod.ts";
import { schoolsLabel } from "../choices/count_shares.ts";
import { simulateHomes } from "../simulate_homes.ts";
import type { StudyRow } from "../study.ts";
import { CoverageTally } from "./coverage_tally.ts";
import { homesInput } from "./homes_input.ts";
import { PARTLY_SILENT, PROGRAMME, SETTINGS } from "./programme_homes.ts";

/** Danish names of the parts that reports print, by their place in the results. */
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
  "weak/total": "ændring i svage resultater",
  "weak/composition": "ændring i svage resultater, andre hjem",
  "weak/rates": "ændring i svage resultater, samme gruppe",
  "explained/alone": "afstand mellem hjem, før der er set på andet",
  "explained/withAll": "afstand mellem hjem, alt andet ens",
  "explained/pupil": "afstand mellem hjem, køn og klassetrin",
  "explained/occupation": "afstand mellem hjem, forældrenes stilling",
  "explained/possessions": "afstand mellem hjem, bøger i hjemmet",
  "explained/surroundings": "afstand mellem hjem, de andre elever",
  "homesChange/total": "ændring i afstanden mellem hjem",
  "homesChange/schools": "ændring i afstanden mellem hjem, heraf skolerne",
  "homesChange/remainder": "ændring i afstanden mellem hjem, heraf resten",
  ...Object.fromEntries(
    [[0.1, "svage"], [0.5, "midten"], [0.9, "stærke"]].flatMap((
      [share, who],
    ) => [
      [`change ${share}/total`, `udviklingen blandt ${who}`],
      [
        `change ${share}/composition`,
        `udviklingen blandt ${who}, andre elever`,
      ],
      [
        `change ${share}/remainder`,
        `udviklingen blandt ${who}, med ens elever`,
      ],
      [`homes ${share}/total`, `afstand mellem hjem blandt ${who}`],
      [
        `homes ${share}/schools`,
        `afstand mellem hjem blandt ${who}, heraf skolerne`,
      ],
      [
        `homes ${share}/remainder`,
        `afstand mellem hjem blandt ${who}, heraf resten`,
      ],
    ]),
  ),
};

/**
 * Nothing goes with gender, grade or municipality here: a part of 0, a product of two
 * small numbers, cannot be missed on both sides.
 */
const SAFE: readonly string[] = [
  "shares/pupil",
  "shares/municipality",
  "explained/pupil",
];

/** Schools of a sample that stands for ever more, and how many such samples. */
const LARGE = { schools: 484, municipalities: 26, samples: 10 } as const;
const LARGE_SEED = 800000;

/** How many samples of which size, and which parts are looked at. */
export interface DecompositionCoverageOptions {
  /** Simulated programmes. */
  readonly replications: number;
  /** Schools of the programme. @default {242} */
  readonly schools?: number;
  /** Municipalities that share them. @default {13} */
  readonly municipalities?: number;
  /** With the splits that only the programme has, and no others. @default {"all units"} */
  readonly parts?: "all units" | "programme only";
}

type Sample = Required<Omit<DecompositionCoverageOptions, "replications">> & {
  readonly seed: number;
};

/** Share of 95 % intervals of the parts of differences that hold the truth. */
export function decompositionCoverage(
  {
    replications,
    schools = PROGRAMME.schools,
    municipalities = PROGRAMME.municipalities,
    parts = "all units",
  }: DecompositionCoverageOptions,
): readonly StudyRow[] {
  const truth = largeSampleParts(parts);
  const tally = new CoverageTally();
  for (let seed = 1; seed <= replications; seed++) {
    const found = decomposed({ seed, schools, municipalities, parts });
    for (const results of found) {
      for (const [part, cell] of partsOf(results, parts)) {
        tally.add(cell, {
          name: NAMES[part]!,
          setting: results.unit > 0
            ? SETTINGS.municipality
            : schools === PROGRAMME.schools
            ? SETTINGS.programme
            : schoolsLabel(schools),
          truth: truth.get(part)!,
          isSafe: SAFE.includes(part),
        });
      }
    }
  }
  return tally.rows();
}

function decomposed(
  { seed, schools, municipalities, parts }: Sample,
): readonly DecompositionResults[] {
  const homes = simulateHomes({ ...PARTLY_SILENT, seed, schools });
  return estimateDecompositions(
    homesInput(homes, { municipalities, years: [2015, 2019] }),
    {
      scale: "x",
      firstMunicipality: 1,
      ...(parts === "programme only" && {
        components: ["occupation", "possessions"].map((id, k) => ({
          id,
          values: homes.people.components[1 + k]!,
        })),
      }),
    },
  );
}

/** The parts of the whole, averaged over large samples. */
function largeSampleParts(
  parts: Sample["parts"],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (let sample = 0; sample < LARGE.samples; sample++) {
    const [whole] = decomposed({
      ...LARGE,
      seed: LARGE_SEED + sample,
      parts,
    });
    for (const [part, cell] of partsOf(whole!, parts)) {
      if ("hidden" in cell) continue;
      sums.set(part, (sums.get(part) ?? 0) + cell.value / LARGE.samples);
    }
  }
  return sums;
}

function partsOf(
  { change, homes, shares, weak, deeper }: DecompositionResults,
  parts: Sample["parts"],
): readonly (readonly [part: string, cell: Cell])[] {
  const groups: readonly (readonly [name: string, cells: object])[] = [
    ...(parts === "all units"
      ? Object.entries({ change, homes, shares, weak })
      : []),
    ...(deeper === null ? [] : [
      ["explained", { ...deeper.homes, ...deeper.homes.parts, parts: null }],
      ["homesChange", deeper.homesChange],
      ...deeper.percentiles.flatMap(({ share, change, homes }) =>
        [[`change ${share}`, change], [`homes ${share}`, homes]] as const
      ),
    ] as const),
  ];
  return groups.flatMap(([group, cells]) =>
    Object.entries(cells).flatMap(([part, cell]: [string, Cell | null]) =>
      cell === null ? [] : [[`${group}/${part}`, cell] as const]
    )
  );
}
