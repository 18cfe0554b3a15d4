import type { Cell } from "#lib/profiles/mod.ts";
import { estimateExpected } from "#lib/profiles/mod.ts";
import {
  type Homes,
  simulateHomes,
  SLOPE_PER_STANDING,
} from "../simulate_homes.ts";
import type { StudyRow } from "../study.ts";
import { CoverageTally } from "./coverage_tally.ts";
import { homesInput } from "./homes_input.ts";
import { placeOf, PROGRAMME, PROGRAMME_HOMES } from "./programme_homes.ts";

const YEARS = [2015, 2019] as const;
const FIRST_SCHOOL = 1 + PROGRAMME.municipalities;
const GRADIENT = PROGRAMME_HOMES.gradient!;

/** What is true of a unit, points. */
interface Truth {
  /** Mean of ever more pupils. */
  readonly observed: number;
  /** Mean that its pupils' background leads to expect. */
  readonly expected: number;
  /** What the unit lies above that. */
  readonly deviation: number;
}

/**
 * Share of 95 % intervals of expected results, and of what lies beyond them, that hold
 * the truth: that of a school for its own pupils and classes, that of a municipality
 * for ever more schools like its own, which lie as expected.
 */
export function expectedCoverage(
  { replications }: { readonly replications: number },
): readonly StudyRow[] {
  const tally = new CoverageTally();
  for (let seed = 1; seed <= replications; seed++) {
    const homes = simulateHomes({
      ...PROGRAMME_HOMES,
      seed,
      schools: PROGRAMME.schools,
    });
    const truthOf = truths(homes);
    const found = estimateExpected(
      homesInput(homes, {
        municipalities: PROGRAMME.municipalities,
        years: YEARS,
      }),
      { scale: "x", firstMunicipality: 1, firstSchool: FIRST_SCHOOL },
    );
    for (const { unit, wave, to, ...cells } of found) {
      const isSchool = unit >= FIRST_SCHOOL;
      const add = (name: string, cell: Cell, truth: number): void =>
        tally.add(cell, {
          name,
          setting: isSchool ? "skoler i programmet" : "kommuner, 18 skoler",
          truth,
          // Municipalities are all alike here, so drawing them together must help.
          isSafe: !isSchool && name.includes("forsigtigt"),
        });
      const first = truthOf(unit, YEARS.indexOf(wave as 2015));
      if (to === null) {
        add("opnået resultat", cells.observed, first.observed);
        add("forventet resultat", cells.expected, first.expected);
        add("opnået minus forventet", cells.deviation, first.deviation);
        add(
          "opnået minus forventet, forsigtigt skøn",
          cells.shrunken,
          first.deviation,
        );
        continue;
      }
      const change = truthOf(unit, 1).deviation - first.deviation;
      add("opnået minus forventet, ændring", cells.deviation, change);
      add(
        "opnået minus forventet, forsigtigt skøn, ændring",
        cells.shrunken,
        change,
      );
    }
  }
  return tally.rows();
}

/** What is true of each unit in each wave. */
function truths(homes: Homes): (unit: number, wave: number) => Truth {
  const mean = meanBackground(homes);
  return (unit, wave) => {
    const gradient = GRADIENT[wave]!;
    const slope = gradient * SLOPE_PER_STANDING;
    const expected = 500 + slope * mean(unit, wave);
    if (unit < FIRST_SCHOOL) return { observed: 500, expected, deviation: 0 };
    const { standing, level, passing } = homes.schools[unit - FIRST_SCHOOL]!;
    const own = level + passing[wave]!;
    return {
      observed: 500 + gradient * standing + own,
      expected,
      // The index of a school's pupils says only a part of where it stands.
      deviation: own +
        (gradient - slope * SLOPE_PER_STANDING) * standing,
    };
  };
}

/** Mean index of the pupils of a school or municipality in a wave. */
function meanBackground(
  { people: { school, wave }, background }: Homes,
): (unit: number, wave: number) => number {
  const sum = new Map<string, { n: number; sum: number }>();
  background.forEach((x, i) => {
    for (const unit of [1 + placeOf(school[i]!), FIRST_SCHOOL + school[i]!]) {
      const key = `${unit} ${wave[i]}`;
      const own = sum.get(key) ?? { n: 0, sum: 0 };
      own.n++;
      own.sum += x;
      sum.set(key, own);
    }
  });
  return (unit, wave) => {
    const own = sum.get(`${unit} ${wave}`)!;
    return own.sum / own.n;
  };
}
