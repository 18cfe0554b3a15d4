import { createStream } from "#lib/numerics/mod.ts";
import {
  cellAt,
  estimateScale,
  NO_CHANGE,
  STATISTICS,
} from "#lib/profiles/mod.ts";
import type { ChoiceOptions } from "./choices/count_shares.ts";
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
    ...schoolCoverage({ schools: 22, replications: 100 }),
    ...schoolCoverage({ schools: 18, replications: 120 }),
  ],
};

const WAVES = 2;
const GRADES = [4, 5, 6, 7, 8, 9] as const;
const CLASSES_PER_GRADE = 2;
const PUPILS = 18;
/** SDs in points. */
const SPREADS = { school: 25, schoolInWave: 15, class: 20, pupil: 92 } as const;
const BAND = [0.92, 0.98] as const;
/** A school's change has classes as draws in both waves: few, and other ones. */
const NAMES = {
  school: "dækning, skolens gennemsnit",
  change: "dækning, skolens ændring",
  class: "dækning, klassens gennemsnit",
} as const;

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
    const lasting = 500 + SPREADS.school * stream.normal();
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
 * means, that hold the school's or the class's own level.
 */
export function schoolCoverage(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  const held = new Map<string, { count: number; trials: number }>(
    Object.values(NAMES).map((name) => [name, { count: 0, trials: 0 }]),
  );
  for (let replication = 0; replication < replications; replication++) {
    countWorld(drawWorld(schools, replication), (name, isHeld) => {
      const tally = held.get(name)!;
      tally.trials++;
      if (isHeld) tally.count++;
    });
  }
  return [...held].map(([quantity, { count, trials }]) => ({
    quantity,
    setting: `${schools} skoler`,
    value: count / trials,
    trials,
    band: BAND,
  }));
}

function countWorld(
  { sheets, classes, schoolLevels, classLevels }: SchoolWorld,
  count: (name: string, isHeld: boolean) => void,
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
    const isMean = STATISTICS[columns.statistic[i]!] === "mean";
    if (!isMean || unit < firstSchool || "hidden" in cell) continue;
    const [lower, upper] = cell.interval;
    const holds = (truth: number) => lower <= truth && truth <= upper;
    if (unit >= firstClass) {
      count(NAMES.class, holds(classLevels[unit - firstClass]!));
      continue;
    }
    const levels = schoolLevels[unit - firstSchool]!;
    const from = columns.wave[i]!, to = columns.to[i]!;
    if (to === NO_CHANGE) count(NAMES.school, holds(levels[from]!));
    else count(NAMES.change, holds(levels[to]! - levels[from]!));
  }
}
