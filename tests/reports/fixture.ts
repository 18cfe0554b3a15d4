/**
 * A believable report without a data set: numbers drawn from a seed, in the
 * shape and sizes that the real computation gives.
 * @module
 */
import {
  CHANGE_NAMES,
  type ChangeMeasure,
  type Measure,
  MEASURE_NAMES,
  measureInfo,
} from "#lib/background/mod.ts";
import {
  type Codebook,
  loadCodebook,
  type RespondentGroup,
  type Scale,
} from "#lib/codebook/mod.ts";
import {
  type Estimate,
  type EstimateUnit,
  makeEstimate,
} from "#lib/inference/mod.ts";
import { createStream, hashString } from "#lib/numerics/mod.ts";
import type {
  Cell,
  ChangeResults,
  ConditionResults,
  DecompositionResults,
  DoseResults,
  LabelledExpected,
  ParticipationResults,
  ScaleResults,
  SchoolPoint,
  UnitCriteria,
  UnitResults,
  VerdictCounts,
  WaveResults,
} from "#lib/profiles/mod.ts";
import { criteriaResults, gradientScales } from "#lib/profiles/mod.ts";
import type { Report } from "#lib/reports/mod.ts";

export const years: readonly number[] = [2015, 2017, 2019];

export interface EstimateFixture {
  readonly unit?: EstimateUnit;
  readonly n?: number;
}

/** An estimate with a standard error and 40 degrees of freedom. */
export function estimate(
  value: number,
  standardError: number,
  { unit = "points", n = 320 }: EstimateFixture = {},
): Estimate {
  return makeEstimate({
    value,
    variance: { sampling: standardError * standardError },
    degreesOfFreedom: 40,
    n,
    unit,
    method: "fixture",
  });
}

const notAsked: Cell = { hidden: "not-asked" };

interface UnitFixture {
  readonly id: string;
  readonly label: string;
  readonly level: UnitResults["unit"]["level"];
  readonly schools: number;
  readonly pupils: number;
}

const groupSizes: Readonly<Record<RespondentGroup, number>> = {
  "pupils-0-3": 0.38,
  "pupils-4-9": 0.6,
  "class-teachers": 0.95,
  "parents": 0.55,
  "staff": 0.12,
  "leaders": 0.004,
  "tests": 0.58,
};

/** Results of one unit on all scales of the codebook. */
export function unitResults(
  codebook: Codebook,
  unit: UnitFixture,
): UnitResults {
  const scales = codebook.scales
    .filter(({ id }) => codebook.programmes[0]?.scales.includes(id));
  return {
    unit: { level: unit.level, id: unit.id, label: unit.label },
    participation: participationOf(codebook, unit),
    scales: scales.map((scale) => scaleResults(scale, unit)),
  };
}

function participationOf(
  codebook: Codebook,
  { pupils, schools }: UnitFixture,
): ParticipationResults[] {
  return codebook.groups.flatMap(({ id }) =>
    years.map((wave, w) => {
      const invited = Math.max(
        schools,
        Math.round(pupils * groupSizes[id] * 1.1),
      );
      const rate = id === "parents" ? 0.46 + 0.05 * w : 0.86 + 0.02 * w;
      return {
        group: id,
        wave,
        invited,
        answered: Math.round(invited * rate),
        schoolsInvited: schools,
        schoolsAnswered: schools - (w === 0 ? 1 : 0),
      };
    })
  );
}

function scaleResults(scale: Scale, unit: UnitFixture): ScaleResults {
  const stream = createStream(
    20150901,
    hashString(unit.id),
    hashString(scale.id),
  );
  const isProgramme = unit.level === "programme";
  const n = Math.round(unit.pupils * groupSizes[scale.group]);
  const error = Math.max(
    1.1,
    95 / Math.sqrt(Math.max(n, 1)) + (isProgramme ? 0.3 : 2.2),
  );
  const isStaff = scale.group === "staff" || scale.group === "leaders";
  const level = isProgramme ? 500 : 500 + 9 * stream.normal();
  const growth = (isStaff ? 7 : 3) + (isProgramme ? 0 : 2.5 * stream.normal());
  const waves = years.map((wave, w) =>
    waveResults({
      wave,
      n,
      error,
      mean: level + w * growth,
      programme: 500 + w * 3,
      scale,
      unit,
    })
  );
  return {
    scale: scale.id,
    waves,
    changes: [[0, 1], [1, 2], [0, 2]].map(([a, b]) =>
      changeResults(waves[a!]!, waves[b!]!, { error, hasBackground: !isStaff })
    ),
  };
}

interface WaveFixture {
  readonly wave: number;
  readonly n: number;
  readonly error: number;
  readonly mean: number;
  readonly programme: number;
  readonly scale: Scale;
  readonly unit: UnitFixture;
}

function waveResults(
  { wave, n, error, mean, programme, scale, unit }: WaveFixture,
): WaveResults {
  const isTest = scale.kind === "test" || scale.id === "kl_faglighed";
  const isStaff = scale.group === "staff" || scale.group === "leaders";
  const slope = isTest ? 36 - (wave - 2015) : 12;
  const background = (cell: Cell): Cell => isStaff ? notAsked : cell;
  const compared = (cell: Cell): Cell =>
    unit.level === "programme" ? { hidden: "level" } : cell;
  if (n < 7) {
    return hiddenWave(wave, n);
  }
  return {
    wave,
    n,
    mean: estimate(mean, error, { n }),
    standardDeviation: estimate(98, error * 0.7, { n }),
    percentile10: estimate(mean - 125, error * 1.6, { n }),
    percentile90: estimate(mean + 124, error * 1.6, { n }),
    shareLow: estimate(0.16, error / 400, { unit: "share", n }),
    shareHigh: estimate(0.17, error / 400, { unit: "share", n }),
    versusProgramme: compared(estimate(mean - programme, error * 0.98, { n })),
    versusMunicipality: unit.level === "school" || unit.level === "class"
      ? estimate(mean - 503, error, { n })
      : { hidden: "level" },
    subgroups: {
      boys: background(estimate(mean - 6, error * 1.3, { n })),
      girls: background(estimate(mean + 6, error * 1.3, { n })),
      "education-low": background(estimate(mean - slope, error * 1.8, { n })),
      "education-middle": background(estimate(mean - 4, error * 1.5, { n })),
      "education-high": background(
        estimate(mean + slope * 0.9, error * 1.6, { n }),
      ),
      "education-unknown": background(
        estimate(mean - slope * 0.6, error * 2.2, { n }),
      ),
    },
    genderGap: background(estimate(12, error * 1.6, { n })),
    gradient: background(
      estimate(slope, error * 0.8, { unit: "points-per-sd", n }),
    ),
    explained: background(
      estimate(slope * slope / 10000, error / 300, { unit: "r2", n }),
    ),
    educationGap: background(estimate(slope * 1.9, error * 2, { n })),
    background: isTest
      ? backgroundOf(MEASURE_NAMES, (name) => levelOf(name, slope))
      : null,
    betweenSchools: estimate(isTest ? 24 : 17, 3.2, { n }),
  };
}

/** Every measure of background, from a rule for its value; hardly uncertain. */
function backgroundOf<M extends ChangeMeasure>(
  names: readonly M[],
  valueOf: (name: M) => number,
) {
  const cells = Object.fromEntries(
    names.map((
      name,
    ) => [
      name,
      estimate(valueOf(name), 0.02, { unit: measureInfo(name).unit }),
    ]),
  ) as Record<M, Cell>;
  return { observed: cells, imputed: cells };
}

/** A believable level of a measure where the slope is as given. */
function levelOf(name: Measure, slope: number): number {
  const { unit } = measureInfo(name);
  if (name === "score-spread" || name === "residual-spread") return 96;
  if (unit === "share" || unit === "r2") return 0.3;
  if (unit === "points" || unit === "points-per-sd") return slope;
  return 1.4;
}

/** A wave in which too few answered. */
export function hiddenWave(wave: number, n: number): WaveResults {
  const hidden: Cell = { hidden: "too-few" };
  return {
    wave,
    n,
    mean: hidden,
    standardDeviation: hidden,
    percentile10: hidden,
    percentile90: hidden,
    shareLow: hidden,
    shareHigh: hidden,
    versusProgramme: hidden,
    versusMunicipality: hidden,
    subgroups: {
      boys: hidden,
      girls: hidden,
      "education-low": hidden,
      "education-middle": hidden,
      "education-high": hidden,
      "education-unknown": hidden,
    },
    genderGap: hidden,
    gradient: hidden,
    explained: hidden,
    educationGap: hidden,
    betweenSchools: hidden,
    background: null,
  };
}

function changeResults(
  first: WaveResults,
  second: WaveResults,
  { error, hasBackground }: {
    readonly error: number;
    readonly hasBackground: boolean;
  },
): ChangeResults {
  const difference = (a: Cell, b: Cell, unit: EstimateUnit): Cell =>
    "hidden" in a || "hidden" in b
      ? { hidden: "too-few" }
      : estimate(b.value - a.value, (a.standardError + b.standardError) * 0.6, {
        unit,
        n: a.n + b.n,
      });
  return {
    background: first.background
      ? backgroundOf(CHANGE_NAMES, (name) => name === "score-skew" ? -9 : 0)
      : null,
    from: first.wave,
    to: second.wave,
    mean: difference(first.mean, second.mean, "points"),
    standardDeviation: estimate(-1, error, {}),
    percentile10: difference(first.percentile10, second.percentile10, "points"),
    percentile90: difference(first.percentile90, second.percentile90, "points"),
    shareLow: estimate(-0.01, error / 400, { unit: "share" }),
    shareHigh: estimate(0.01, error / 400, { unit: "share" }),
    gradient: hasBackground
      ? difference(first.gradient, second.gradient, "points-per-sd")
      : notAsked,
    explained: hasBackground
      ? difference(first.explained, second.explained, "r2")
      : notAsked,
    educationGap: hasBackground
      ? difference(first.educationGap, second.educationGap, "points")
      : notAsked,
    versusProgramme: estimate(1, error, {}),
    pupils: hasBackground
      ? {
        sameGrade: estimate(4, error, {}),
        sameCohort: estimate(19, error, {}),
        followed: estimate(17, error, {}),
        followedVersusLeft: estimate(2, error, {}),
        followedVersusNew: estimate(-1, error, {}),
      }
      : {
        sameGrade: { hidden: "level" },
        sameCohort: { hidden: "level" },
        followed: { hidden: "level" },
        followedVersusLeft: { hidden: "level" },
        followedVersusNew: { hidden: "level" },
      },
  };
}

const fixtureCodebook = loadCodebook();

const programmeFixture: UnitFixture = {
  id: "faelles",
  label: "Programmet",
  level: "programme",
  schools: 242,
  pupils: 80000,
};

function schoolPoints(codebook: Codebook, count: number): SchoolPoint[] {
  return codebook.scales.flatMap((scale) =>
    years.flatMap((wave) => {
      const stream = createStream(7, hashString(scale.id), wave);
      return Array.from({ length: count }, () => ({
        scale: scale.id,
        wave,
        mean: estimate(503 + 22 * stream.normal(), 6 + 3 * stream.uniform()),
      }));
    })
  );
}

/** The report of one municipality. */
export function municipalityReport(
  codebook: Codebook = fixtureCodebook,
): Report {
  return {
    ...commonParts(codebook),
    results: unitResults(codebook, municipalityFixture(codebook, "billund")),
    criteria: criteriaOf(codebook).filter(({ unit }) => unit.id === "billund"),
    decompositions: decompositionsOf(codebook, { isProgramme: false }),
    municipalities: [],
    schools: schoolPoints(codebook, 11),
    ...expectedParts(codebook, ["billund"]),
  };
}

/** The report of the whole programme. */
export function jointReport(codebook: Codebook = fixtureCodebook): Report {
  const municipalities = codebook.programmes[0]?.municipalities ?? [];
  return {
    ...commonParts(codebook),
    results: unitResults(codebook, programmeFixture),
    criteria: criteriaOf(codebook),
    decompositions: decompositionsOf(codebook, { isProgramme: true }),
    municipalities: municipalities.map((id) =>
      unitResults(codebook, municipalityFixture(codebook, id))
    ),
    schools: schoolPoints(codebook, 242),
    ...expectedParts(codebook, municipalities),
  };
}

/** Expected results: the second municipality stands out, the others are as expected. */
function expectedParts(codebook: Codebook, municipalities: readonly string[]) {
  const scales = [...gradientScales(codebook)];
  const periods = [
    ...years.map((wave) => [wave, null] as const),
    [2015, 2017] as const,
    [2017, 2019] as const,
    [2015, 2019] as const,
  ];
  return {
    expected: scales.flatMap((scale) =>
      periods.flatMap(([wave, to]) =>
        municipalities.map((id, i): LabelledExpected => {
          const deviation = i === 1 ? 16 : 3 - i / 2;
          const level = (value: number): Cell =>
            to === null ? estimate(value, 4) : { hidden: "level" };
          return {
            unit: 1 + i,
            label: municipalityFixture(codebook, id).label,
            scale,
            wave,
            to,
            observed: level(499 + deviation),
            expected: level(499),
            deviation: estimate(deviation, 4.4),
            shrunken: estimate(0.7 * deviation, 3.5),
            verdict: i === 1 ? "above" : "as-expected",
          };
        })
      )
    ),
    verdicts: scales.flatMap((scale) =>
      years.map((wave): VerdictCounts => ({
        scale,
        wave,
        schools: 11 * municipalities.length - 1,
        above: 1,
        below: 2,
        hidden: 1,
      }))
    ),
  };
}

/** Other pupils explain two points of the development. */
function decompositionsOf(
  codebook: Codebook,
  { isProgramme }: { readonly isProgramme: boolean },
): readonly DecompositionResults[] {
  const share = (value: number): Cell => estimate(value, 0.004, { unit: "r2" });
  const people = (value: number): Cell =>
    estimate(value, 0.004, { unit: "share" });
  return [...gradientScales(codebook)].map((scale) => ({
    unit: 0,
    scale,
    from: 2015,
    to: 2019,
    change: {
      total: estimate(6, 3),
      composition: estimate(2, 0.6),
      remainder: estimate(4, 3),
    },
    homes: {
      total: estimate(60, 5),
      schools: estimate(9, 2),
      remainder: estimate(51, 5),
    },
    shares: {
      total: share(0.12),
      pupil: share(0.03),
      family: share(0.07),
      class: share(0.01),
      school: share(0.01),
    },
    weak: {
      total: people(-0.021),
      composition: people(-0.003),
      rates: people(-0.018),
    },
    deeper: isProgramme ? deeperOf() : null,
  }));
}

/** Of 60 points between homes 22 go with occupation and books; the weak are furthest apart. */
function deeperOf(): NonNullable<DecompositionResults["deeper"]> {
  const change = {
    total: estimate(6, 3),
    composition: estimate(2, 0.6),
    remainder: estimate(4, 3),
  };
  return {
    percentiles: [[0.1, 72], [0.5, 60], [0.9, 51]].map(([share, gap]) => ({
      share: share!,
      change,
      homes: {
        total: estimate(gap!, 5),
        schools: estimate(9, 2),
        remainder: estimate(gap! - 9, 5),
      },
    })),
    homes: {
      alone: estimate(60, 5),
      withAll: estimate(36, 5),
      parts: {
        pupil: estimate(0.2, 0.4),
        occupation: estimate(13, 1),
        possessions: estimate(9, 1),
        surroundings: estimate(1.8, 2),
      },
    },
    homesChange: {
      total: estimate(-9, 3),
      schools: estimate(-1, 2),
      remainder: estimate(-8, 3),
    },
  };
}

/** Calm in class goes with a flatter gradient in reading; nothing else is clear. */
function conditionsOf(codebook: Codebook): readonly ConditionResults[] {
  const conditions = codebook.scales.filter(({ domain }) =>
    domain === "learning-environment"
  );
  return (["level", "change"] as const).flatMap((kind) =>
    [...gradientScales(codebook)].flatMap((outcome) =>
      conditions.map(({ id }): ConditionResults => {
        const isClear = kind === "level" && outcome === "pr_laesning" &&
          id === "e4_arbejdsro";
        return {
          outcome,
          condition: id,
          kind,
          slope: estimate(isClear ? -2.4 : -0.2, 0.5, {
            unit: "points-per-sd",
            n: 242,
          }),
          adjustedP: isClear ? 0.002 : 0.8,
        };
      })
    )
  );
}

/** Participation against development, clear for the staff and for nobody else. */
function doseOf(codebook: Codebook): readonly DoseResults[] {
  return codebook.scales.filter(({ group }) => group !== "leaders").flatMap(
    (scale) =>
      [[2015, 2017], [2017, 2019], [2015, 2019]].map(([from, to]) => {
        const isStaff = scale.group === "staff";
        return {
          scale: scale.id,
          from: from!,
          to: to!,
          slope: estimate(isStaff ? 38 : 3, 9, { n: 240 }),
          schools: 240,
          partialR2: isStaff ? 0.07 : 0.001,
          robustness: isStaff ? 0.24 : 0.03,
          robustnessOfSign: isStaff ? 0.13 : 0,
        };
      }),
  );
}

/** The criteria judged in all units of the fixture. */
function criteriaOf(codebook: Codebook): readonly UnitCriteria[] {
  const fixtures = [
    programmeFixture,
    ...(codebook.programmes[0]?.municipalities ?? [])
      .map((id) => municipalityFixture(codebook, id)),
  ];
  const units = fixtures.map((fixture) => unitResults(codebook, fixture));
  const statistics = {
    "mean-change": "mean",
    "gradient-change": "gradient",
    "explained-change": "explained",
  } as const;
  return criteriaResults({
    codebook,
    programme: units[0]!.unit,
    municipalities: units.slice(1).map(({ unit }) => unit),
    changeOf: (unit, { estimand, from, to }, scale) =>
      units.find((one) => one.unit === unit)?.scales
        .find((one) => one.scale === scale)?.changes
        .find((change) => change.from === from && change.to === to)
        ?.[statistics[estimand]] ?? null,
  });
}

function municipalityFixture(codebook: Codebook, id: string): UnitFixture {
  const name = codebook.municipalities.find((m) => m.id === id)?.name ?? id;
  return {
    id,
    label: `${name} Kommune`,
    level: "municipality",
    schools: 11,
    pupils: 2800,
  };
}

function commonParts(codebook: Codebook) {
  return {
    codebook,
    programme: unitResults(codebook, programmeFixture),
    dose: doseOf(codebook),
    conditions: conditionsOf(codebook),
    national: [],
    quality: codebook.scales.map((scale) => ({
      scale: scale.id,
      items: scale.items.length,
      reliability: 0.8,
      alpha: [0.78, 0.79, 0.66],
      answered: 40000,
      converged: true,
      movedItems: scale.id === "e4_skoletrivsel"
        ? [{ item: scale.items[0]!.id, wave: 2017 }]
        : [],
      withoutLinkError: [],
    })),
    provenance: {
      synthetic: true,
      dataDigest: "d".repeat(64),
      codebookVersion: codebook.version,
      codebookDigest: "c".repeat(64),
      codeDigest: "e".repeat(64),
      seed: 2015,
      answersRead: 25123456,
      quarantined: 17,
    },
  };
}

/** A school with a hidden class-like small group on the pupil scales. */
export function smallClass(codebook: Codebook = fixtureCodebook): UnitResults {
  return unitResults(codebook, {
    id: "0530-03 4.A",
    label: "4.A, Åskolen",
    level: "class",
    schools: 1,
    pupils: 24,
  });
}
