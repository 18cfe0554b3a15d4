import { createStream } from "#lib/numerics/mod.ts";
import {
  cellAt,
  estimateScale,
  NO_CHANGE,
  type Statistic,
  STATISTICS,
} from "#lib/profiles/mod.ts";
import { type ChoiceOptions, schoolsLabel } from "./choices/count_shares.ts";
import { IntervalTally } from "./interval_tally.ts";
import {
  programmeOf,
  type Sheet,
  type SheetClass,
} from "./simulate_cohorts.ts";
import type { Study, StudyRow } from "./study.ts";

/** Holds the intervals of single schools and classes against their own levels. */
export const schoolStudy: Study = {
  name: "skoler-og-klasser",
  title: "95 %-intervaller for den enkelte skole og klasse",
  run: () => [
    ...schoolCoverage({ schools: 22, replications: 200 }),
    ...schoolCoverage({ schools: 18, replications: 240 }),
  ],
};

const WAVES = 2;
const GRADES = [4, 5, 6, 7, 8, 9] as const;
const CLASSES_PER_GRADE = 2;
const PUPILS = 18;
/** Mean of all schools, points. */
const MUNICIPALITY = 500;
/** SDs in points. */
const SPREADS = { school: 25, schoolInWave: 15, class: 20, pupil: 92 } as const;
/** Schools, classes and pupils with what is true of them. */
interface SchoolWorld {
  readonly sheets: readonly Sheet[];
  readonly classes: readonly SheetClass[];
  /** By school and wave. */
  readonly schoolLevels: readonly (readonly number[])[];
  /** By class. */
  readonly classLevels: readonly number[];
}

function drawWorld(schools: number, replication: number): SchoolWorld {
  const stream = createStream(411, schools, replication);
  const sheets: Sheet[] = [], classes: SheetClass[] = [];
  const schoolLevels: number[][] = [], classLevels: number[] = [];
  for (let school = 0; school < schools; school++) {
    const lasting = MUNICIPALITY + SPREADS.school * stream.normal();
    const levels: number[] = [];
    for (let wave = 0; wave < WAVES; wave++) {
      levels.push(lasting + SPREADS.schoolInWave * stream.normal());
      for (let k = 0; k < GRADES.length * CLASSES_PER_GRADE; k++) {
        const grade = GRADES[k % GRADES.length]!;
        const level = levels[wave]! + SPREADS.class * stream.normal();
        const classIndex = classes.push({ school, wave, grade }) - 1;
        classLevels.push(level);
        for (let pupil = 0; pupil < PUPILS; pupil++) {
          sheets.push({
            person: sheets.length,
            school,
            wave,
            grade,
            score: level + SPREADS.pupil * stream.normal(),
            classIndex,
          });
        }
      }
    }
    schoolLevels.push(levels);
  }
  return { sheets, classes, schoolLevels, classLevels };
}

/**
 * Share of the printed 95 % intervals of schools' means and changes, and of classes'
 * means, that hold the school's or the class's own level, and of their differences from
 * the municipality, whose other schools are draws with the mean 500.
 */
export function schoolCoverage(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  const tally = new IntervalTally();
  for (let replication = 0; replication < replications; replication++) {
    countWorld(drawWorld(schools, replication), tally);
  }
  return tally.rows(schoolsLabel(schools));
}

function countWorld(
  { sheets, classes, schoolLevels, classLevels }: SchoolWorld,
  tally: IntervalTally,
): void {
  const schools = schoolLevels.length, municipalities = 1;
  const firstSchool = 1 + municipalities, firstClass = firstSchool + schools;
  const points = Float32Array.from(sheets, ({ score }) => score);
  const table = estimateScale(
    programmeOf(sheets, { schools, municipalities, classes }),
    0,
    {
      rows: Int32Array.from(sheets, (_, row) => row),
      // Scores without error: both plausible values are the same.
      points: [points, points],
    },
  );
  const { columns } = table;
  for (let i = 0; i < table.rows; i++) {
    const unit = columns.unit[i]!, cell = cellAt(table, i);
    const statistic = STATISTICS[columns.statistic[i]!]!;
    if (unit < firstSchool || "hidden" in cell) continue;
    const level = unit >= firstClass
      ? () => classLevels[unit - firstClass]!
      : (wave: number) => schoolLevels[unit - firstSchool]![wave]!;
    const known = knownOf(level, {
      statistic,
      from: columns.wave[i]!,
      to: columns.to[i]!,
      others: unit >= firstClass ? 1 : 1 - 1 / schools,
    });
    if (known === null) continue;
    // All are compared with the same mean: only one of a sample is independent.
    const isOne = unit === firstSchool || unit === firstClass;
    if (statistic !== "mean" && !isOne) continue;
    const whose = unit >= firstClass ? "klassens" : "skolens";
    tally.add({
      name: `${whose} ${known.name}`,
      interval: cell.interval,
      truth: known.truth,
    });
  }
}

/** What is true of a number of a school or class; null where none is asked for. */
function knownOf(
  level: (wave: number) => number,
  { statistic, from, to, others }: {
    readonly statistic: Statistic;
    readonly from: number;
    readonly to: number;
    /** Part of the municipality that is not the unit itself. */
    readonly others: number;
  },
): { readonly name: string; readonly truth: number } | null {
  const isLevel = to === NO_CHANGE;
  if (statistic === "mean") {
    return isLevel
      ? { name: "gennemsnit", truth: level(from) }
      : { name: "ændring", truth: level(to) - level(from) };
  }
  return statistic === "versus-municipality" && isLevel
    ? {
      name: "forskel til kommunen",
      truth: others * (level(from) - MUNICIPALITY),
    }
    : null;
}
