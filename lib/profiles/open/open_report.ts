import { readFile } from "node:fs/promises";
import {
  type Codebook,
  loadCodebook,
  type SuccessCriterion,
} from "#lib/codebook/mod.ts";
import { assembleUnit } from "./assemble.ts";
import {
  cellAt,
  type EstimateTable,
  estimateTable,
  NO_CHANGE,
  readEstimates,
  tablesByUnit,
} from "../estimate_table.ts";
import {
  currentFolder,
  estimatesFile,
  lotteryFile,
  readIndex,
  type ResultsIndex,
} from "../results_store.ts";
import { countVerdicts, readExpected } from "../expected/expected_store.ts";
import type { ExpectedResults } from "../expected/expected_types.ts";
import type { LotteryReport } from "../lottery/lottery_types.ts";
import { type CriteriaInput, criteriaResults } from "../criteria_results.ts";
import { type Statistic, STATISTICS } from "../statistics.ts";
import type { ReportData, SchoolPoint, UnitResults } from "../types.ts";

/** Results on disk with what is needed to read them. */
interface OpenResults {
  readonly folder: URL;
  readonly index: ResultsIndex;
  readonly codebook: Codebook;
}

async function openResults(): Promise<OpenResults> {
  const folder = await currentFolder();
  const index = await readIndex(folder);
  if (!index) {
    throw new Error(
      "Cannot open results: the last computation did not finish; run `npm run scale`",
    );
  }
  return { folder, index, codebook: loadCodebook() };
}

function unitsAt(
  { index, codebook }: OpenResults,
  tables: ReadonlyMap<number, EstimateTable>,
  numbers: readonly number[],
): UnitResults[] {
  const scales = codebook.scales.map((s) => s.id);
  const programme = codebook.programmes.find((p) => p.id === index.programme)!;
  return numbers.map((unit) =>
    assembleUnit({
      table: tables.get(unit) ?? estimateTable([]),
      scales,
      programme,
      unit: index.units[unit]!,
      participation: index.participation[unit] ?? [],
    })
  );
}

const STATISTIC_OF: Readonly<Record<SuccessCriterion["estimand"], Statistic>> =
  {
    "mean-change": "mean",
    "gradient-change": "gradient",
    "explained-change": "explained",
  };

/** Finds the change that a criterion is about, without assembling whole units. */
function changeFinder(
  { index, codebook }: OpenResults,
  tables: ReadonlyMap<number, EstimateTable>,
): CriteriaInput["changeOf"] {
  return (unit, { estimand, from, to }, scaleId) => {
    const table = tables.get(index.units.indexOf(unit));
    if (!table) return null;
    const { columns } = table;
    const scale = codebook.scales.findIndex(({ id }) => id === scaleId);
    const statistic = STATISTICS.indexOf(STATISTIC_OF[estimand]);
    for (let i = 0; i < table.rows; i++) {
      if (
        columns.scale[i] === scale && columns.statistic[i] === statistic &&
        index.waves[columns.wave[i]!] === from &&
        index.waves[columns.to[i]!] === to
      ) return cellAt(table, i);
    }
    return null;
  };
}

function municipalityNumbers(index: ResultsIndex): number[] {
  return index.units.flatMap((u, i) => u.level === "municipality" ? [i] : []);
}

function schoolPoints(
  { index, codebook }: OpenResults,
  table: EstimateTable,
): SchoolPoint[] {
  const { columns } = table;
  const mean = STATISTICS.indexOf("mean");
  const points: SchoolPoint[] = [];
  for (let i = 0; i < table.rows; i++) {
    const unit = columns.unit[i]!;
    const isSchool = unit >= index.firstSchool && unit < index.firstClass;
    if (
      !isSchool || columns.statistic[i] !== mean || columns.to[i] !== NO_CHANGE
    ) continue;
    const cell = cellAt(table, i);
    if ("hidden" in cell) continue;
    points.push({
      scale: codebook.scales[columns.scale[i]!]!.id,
      wave: index.waves[columns.wave[i]!]!,
      mean: cell,
    });
  }
  return points;
}

/**
 * Opens the computed numbers of one municipality, or of the whole programme.
 *
 * @param id Municipality id such as "billund", or "faellesrapport" for the programme.
 * @throws {RangeError} If the id is neither.
 * @throws {Error} If nothing has been computed yet.
 */
export async function openReport(id: string): Promise<ReportData> {
  const open = await openResults();
  const { folder, index } = open;
  const tables = tablesByUnit(
    await readEstimates(estimatesFile(folder, "programme")),
  );
  const municipalities = municipalityNumbers(index);
  const isJoint = id === "faellesrapport";
  const number = isJoint
    ? 0
    : municipalities.find((i) => index.units[i]!.id === id);
  if (number === undefined) {
    const allowed = municipalities.map((i) => index.units[i]!.id).join(", ");
    throw new RangeError(
      `Cannot open report: "${id}" is not one of faellesrapport, ${allowed}`,
    );
  }
  const [results, programme] = unitsAt(open, tables, [number, 0]);
  const parts = isJoint
    ? municipalities.map((i) => index.units[i]!.id)
    : [index.units[number]!.id];
  const schools: SchoolPoint[] = [];
  const expectedOfSchools: ExpectedResults[] = [];
  for (const part of parts) {
    schools.push(
      ...schoolPoints(open, await readEstimates(estimatesFile(folder, part))),
    );
    expectedOfSchools.push(...await readExpected(folder, part));
  }
  const criteria = criteriaResults({
    codebook: open.codebook,
    programme: index.units[0]!,
    municipalities: municipalities.map((i) => index.units[i]!),
    changeOf: changeFinder(open, tables),
  });
  return {
    codebook: open.codebook,
    dose: index.dose,
    expected: (await readExpected(folder, "programme"))
      .filter(({ unit }) => isJoint || unit === number)
      .map((one) => ({ ...one, label: index.units[one.unit]!.label })),
    verdicts: countVerdicts(expectedOfSchools),
    decompositions: index.decompositions.filter(({ unit }) => unit === number),
    conditions: index.conditions,
    national: index.national,
    criteria: isJoint
      ? criteria
      : criteria.filter(({ unit }) => unit === index.units[number]),
    results: results!,
    programme: programme!,
    municipalities: isJoint ? unitsAt(open, tables, municipalities) : [],
    schools,
    quality: index.quality,
    provenance: index.provenance,
  };
}

/**
 * Opens the school means of the lottery.
 *
 * @throws {Error} If nothing has been computed yet.
 */
export async function openLottery(): Promise<LotteryReport> {
  const { folder } = await openResults();
  return JSON.parse(await readFile(lotteryFile(folder), "utf8"));
}

/** A municipality with its schools and the classes of the last wave, for quality profiles. */
export interface MunicipalityProfiles {
  /** The municipality itself. */
  readonly municipality: UnitResults;
  /** The whole programme, for comparison. */
  readonly programme: UnitResults;
  /** In the order of the data. */
  readonly schools: readonly {
    readonly school: UnitResults;
    /** Its results against its pupils' background. */
    readonly expected: readonly ExpectedResults[];
    readonly classes: readonly UnitResults[];
  }[];
  /** What the variables mean. */
  readonly codebook: Codebook;
  /** What the municipality's report opens. */
  readonly report: ReportData;
}

/**
 * Opens the numbers of a municipality, its schools and its classes.
 *
 * @throws {RangeError} If the id is not a municipality of the programme.
 */
export async function openProfiles(id: string): Promise<MunicipalityProfiles> {
  const report = await openReport(id);
  const open = await openResults();
  const { index } = open;
  const table = await readEstimates(estimatesFile(open.folder, id));
  const municipality = index.units.findIndex((u) =>
    u.level === "municipality" && u.id === id
  );
  if (municipality < 0) {
    throw new RangeError(`Cannot open profiles: "${id}" is not a municipality`);
  }
  const tables = tablesByUnit(table);
  const results = (unit: number): UnitResults =>
    unitsAt(open, tables, [unit])[0]!;
  const expected = await readExpected(open.folder, id);
  const last = index.waves.length - 1;
  const schools = index.municipalityOfSchool
    .flatMap((m, s) => m === municipality - 1 ? [s] : [])
    .map((s) => ({
      school: results(index.firstSchool + s),
      expected: expected.filter(({ unit }) => unit === index.firstSchool + s),
      classes: index.schoolOfClass
        .flatMap((of, c) =>
          of === s && index.waveOfClass[c] === last
            ? [index.firstClass + c]
            : []
        )
        .filter((unit) => tables.has(unit))
        .map(results),
    }));
  return {
    municipality: report.results,
    programme: report.programme,
    schools,
    codebook: open.codebook,
    report,
  };
}
