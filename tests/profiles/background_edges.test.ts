import { expect, test } from "vitest";
import { gradientGuards } from "#lib/background/mod.ts";
import type { RespondentFrame } from "#lib/data/mod.ts";
import type { Cell, DecompositionResults } from "#lib/profiles/mod.ts";
import { estimateScale } from "#lib/profiles/mod.ts";
import { assembleUnit } from "../../lib/profiles/open/assemble.ts";
import { cellAt, tablesByUnit } from "../../lib/profiles/estimate_table.ts";
import { backgroundOutcome } from "../../lib/profiles/expected/background_outcome.ts";
import { scaleInput } from "../../lib/profiles/scale_input.ts";
import { type Statistic, STATISTICS } from "../../lib/profiles/statistics.ts";
import { expectClose } from "../inference/expect_close.ts";
import { readingProgramme } from "./reading_programme.ts";

const base = readingProgramme();
const frame = base.data.frames.get("tests")!;
const SCHOOLS = base.data.schools.ids.length;

interface Place {
  readonly unit?: number;
  readonly wave?: number;
  readonly to?: number;
}

/** Everything that profiles say of background when the pupils are changed. */
function profilesOf(
  change: Partial<RespondentFrame>,
  keep: (row: number) => boolean = () => true,
) {
  const data = {
    ...base.data,
    frames: new Map([["tests" as const, { ...frame, ...change }]]),
  };
  const rows = base.scored.rows.filter(keep);
  const scored = {
    ...base.scored,
    rows,
    points: base.scored.points.map((draw) =>
      Float32Array.from(rows, (row) => draw[row]!)
    ),
  };
  const table = estimateScale(data, 0, scored);
  const outcome = backgroundOutcome(data, scaleInput(data, 0, scored), scored);
  const cell = (
    statistic: Statistic,
    { unit = 0, wave = 0, to = -1 }: Place = {},
  ): Cell | null => {
    const { columns } = table;
    for (let i = 0; i < table.rows; i++) {
      if (
        columns.unit[i] === unit && columns.wave[i] === wave &&
        columns.to[i] === to &&
        columns.statistic[i] === STATISTICS.indexOf(statistic)
      ) return cellAt(table, i);
    }
    return null;
  };
  const split = (unit: number): DecompositionResults =>
    outcome.decompositions.find((one) => one.unit === unit)!;
  const expected = (
    unit: number,
    { wave = 2015, to = null as number | null },
  ) =>
    outcome.expected.find((one) =>
      one.unit === unit && one.wave === wave && one.to === to
    );
  const programme = () =>
    assembleUnit({
      table: tablesByUnit(table).get(0)!,
      scales: ["pr_laesning"],
      programme: data.programme,
      unit: { level: "programme", id: "p", label: "P" },
      participation: [],
    }).scales[0]!;
  return { cell, split, expected, programme, outcome };
}

function value(cell: Cell | null | undefined): number {
  if (!cell || "hidden" in cell) {
    throw new TypeError(`found ${JSON.stringify(cell)}`);
  }
  return cell.value;
}

/** Homes of some rows that say nothing. */
function silent(isSilent: (row: number) => boolean): Partial<RespondentFrame> {
  const quiet = (x: number, row: number): number => isSilent(row) ? NaN : x;
  return {
    background: Float64Array.from(frame.background, quiet),
    education: Int8Array.from(
      frame.education,
      (group, row) => isSilent(row) ? -1 : group,
    ),
    components: frame.components.map((column) =>
      Float32Array.from(column, quiet)
    ),
  };
}

const hidden = (reason: string) => ({ hidden: reason });
const plain = profilesOf({});

test("profiles with background that follows gender do not split the change, and say so", () => {
  const { split, cell, expected } = profilesOf({
    background: Float64Array.from(frame.gender, (girl) => girl - 0.5),
  });
  const { total, composition, remainder } = split(0).change;
  for (const part of [total, composition, remainder]) {
    expect(part).toEqual(hidden("no-uncertainty"));
  }
  expect(Number.isFinite(value(cell("observed-slope")))).toBe(true);
  // The square of background is a constant here: what is expected does not need it.
  expect(Number.isFinite(value(expected(1, {})!.expected))).toBe(true);
});

test("profiles with components that say the same correct nothing, and have no error of a reliability of 1", () => {
  const { cell } = profilesOf({
    components: frame.components.map((_, k) => {
      const { mean, standardDeviation } = base.data.codebook.background
        .components[k]!;
      return Float32Array.from(
        frame.background,
        (x) => mean + standardDeviation * x,
      );
    }),
  });
  expect(cell("observed-reliability")).toEqual(hidden("no-uncertainty"));
  expectClose(
    value(cell("observed-slope-corrected")),
    value(cell("observed-slope")),
    { tolerance: 1e-6 },
  );
});

test("profiles of three pupils with long-educated parents hide every gap that needs them", () => {
  let left = 3;
  const education = Int8Array.from(
    frame.education,
    (group, row) =>
      group !== 2 || (frame.wave[row] === 0 && left-- > 0) ? group : 1,
  );
  const { cell, split } = profilesOf({ education });
  expect(cell("education-gap")).toEqual(hidden("too-few"));
  expect(cell("observed-education-gap")).toEqual(hidden("too-few"));
  expect(cell("observed-education-gap", { wave: 1 })).toEqual(
    hidden("no-answers"),
  );
  expect(cell("observed-education-gap", { to: 1 })).toEqual(
    hidden("no-answers"),
  );
  for (const part of Object.values(split(0).homes)) {
    expect(part).toEqual(hidden("no-answers"));
  }
});

test("profiles of a municipality where three pupils are known show nothing of background", () => {
  const known = new Set(
    base.scored.rows.filter((row) =>
      frame.municipality[row] === 0 && frame.wave[row] === 0 &&
      !Number.isNaN(frame.background[row])
    ).slice(0, 3),
  );
  const { cell, split, expected } = profilesOf(
    silent((row) =>
      frame.municipality[row] === 0 && frame.wave[row] === 0 && !known.has(row)
    ),
  );
  for (
    const measure of ["slope", "explained", "quarter-gap", "within"] as const
  ) {
    for (const to of [-1, 1]) {
      const found = cell(`observed-${measure}`, { unit: 1, to });
      expect(["too-few", "no-answers"], measure).toContain(
        (found as { hidden: string }).hidden,
      );
    }
  }
  expect(split(1).change.composition).toEqual(hidden("too-few"));
  expect(expected(1, {})!.deviation).toEqual(hidden("too-few"));
  expect(expected(1, { to: 2017 })!.deviation).toEqual(hidden("too-few"));
  // The other municipality is not touched by it.
  expect(value(cell("observed-slope", { unit: 2 })))
    .toBe(value(plain.cell("observed-slope", { unit: 2 })));
});

test("profiles with a school where all homes are alike take nothing from it within schools", () => {
  const alike = (row: number): boolean => frame.school[row] === 1;
  const flat = profilesOf({
    background: frame.background.map((x, row) => alike(row) ? 0.4 : x),
  });
  const without = profilesOf({}, (row) => !alike(row));
  expectClose(
    value(flat.cell("observed-within")),
    value(without.cell("observed-within")),
  );
  expect(Number.isFinite(value(flat.cell("observed-between")))).toBe(true);
  expect(Number.isFinite(value(flat.expected(1, {})!.deviation))).toBe(true);
  const gradient = flat.outcome.conditions!.gradient!;
  expect(gradient.information[1 * 2]).toBeLessThan(1e-20);
});

test("profiles of a class whose parents all kept silent know it as unknown, not as average", () => {
  const own = frame.classIndex[0]!;
  const quiet = silent((row) => frame.classIndex[row] === own);
  const { cell, split, expected } = profilesOf(quiet);
  const gone = profilesOf({}, (row) => frame.classIndex[row] !== own);
  expectClose(
    value(cell("observed-slope")),
    value(gone.cell("observed-slope")),
  );
  expect(value(cell("observed-unknown-share"))).toBeGreaterThan(
    value(plain.cell("observed-unknown-share")),
  );
  expect(Number.isFinite(value(cell("imputed-slope")))).toBe(true);
  expect(Number.isFinite(value(split(0).change.composition))).toBe(true);
  // The school's other class still says what its pupils are like.
  expect(Number.isFinite(value(expected(3, {})!.deviation))).toBe(true);
});

test("profiles of a school whose parents all kept silent expect nothing of it", () => {
  const { cell, expected } = profilesOf(
    silent((row) => frame.school[row] === 2),
  );
  const gone = profilesOf({}, (row) => frame.school[row] !== 2);
  for (const measure of ["slope", "resilience", "within"] as const) {
    expectClose(
      value(cell(`observed-${measure}`)),
      value(gone.cell(`observed-${measure}`)),
    );
  }
  for (const cells of [expected(5, {})!, expected(5, { to: 2017 })!]) {
    expect(cells.verdict).toBeNull();
    expect(cells.expected).toEqual(hidden("no-answers"));
    expect(cells.shrunken).toEqual(hidden("no-answers"));
  }
});

test("profiles of a municipality whose parents all kept silent in one wave show that wave as unknown", () => {
  const { cell, split, expected } = profilesOf(
    silent((row) => frame.municipality[row] === 0 && frame.wave[row] === 1),
  );
  for (const kind of ["observed", "imputed"] as const) {
    expect(cell(`${kind}-slope`, { unit: 1, wave: 1 })).toEqual(
      hidden("no-answers"),
    );
    expect(cell(`${kind}-slope`, { unit: 1, to: 1 })).toEqual(
      hidden("no-answers"),
    );
    expect(Number.isFinite(value(cell(`${kind}-slope`, { unit: 1 })))).toBe(
      true,
    );
  }
  // All of them: a share of 1 does not vary between schools.
  expect(cell("observed-unknown-share", { unit: 1, wave: 1 })).toEqual(
    hidden("no-uncertainty"),
  );
  expect(expected(1, { wave: 2017 })!.expected).toEqual(hidden("no-answers"));
  expect(expected(1, { to: 2017 })!.deviation).toEqual(hidden("no-answers"));
  const { change, homes, shares, weak } = split(1);
  for (const part of [change.composition, homes.total, weak.composition]) {
    expect(part).toEqual(hidden("no-answers"));
  }
  expect(shares).toEqual({ total: hidden("no-answers") });
});

test("profiles of a wave without the index's questions say so everywhere, and the guards do not judge", () => {
  const { cell, split, expected, programme } = profilesOf(
    silent((row) => frame.wave[row] === 1),
  );
  for (
    const measure of [
      "slope",
      "explained",
      "rank-slope",
      "quarter-gap",
      "education-gap",
      "resilience",
      "contextual-latent",
      "social-inclusion",
      "reliability",
      "slope-corrected",
    ] as const
  ) {
    expect(cell(`observed-${measure}`, { wave: 1 }), measure)
      .toEqual(hidden("no-answers"));
    expect(cell(`observed-${measure}`, { to: 1 }), measure)
      .toEqual(hidden("no-answers"));
  }
  for (let unit = 1; unit < 3 + SCHOOLS; unit++) {
    for (
      const one of [
        expected(unit, { wave: 2017 }),
        expected(unit, { to: 2017 }),
      ]
    ) {
      if (one) expect(one.deviation, `${unit}`).toHaveProperty("hidden");
    }
  }
  const { change, homes, shares, weak, deeper } = split(0);
  for (
    const part of [
      ...Object.values(change),
      ...Object.values(homes),
      ...Object.values(shares),
      ...Object.values(weak),
      ...Object.values(deeper!.homesChange),
      deeper!.homes.alone,
    ]
  ) expect(part).toEqual(hidden("no-answers"));
  const scale = programme();
  const [trend] = scale.changes;
  const findings = gradientGuards({
    from: scale.waves[0]!.background!.observed,
    change: trend!.background!.observed,
    imputed: trend!.background!.imputed,
  });
  const verdicts = Object.fromEntries(
    findings.map(({ guard, verdict }) => [guard, verdict]),
  );
  expect(verdicts).toMatchObject({
    "index-reliability": "unknown",
    "background-spread": "unknown",
    "score-spread": "unknown",
    "measures-disagree": "unknown",
  });
});

test("profiles of a single school have no uncertainty to state, and no number without it", () => {
  const { cell, split, outcome } = profilesOf(
    {},
    (row) => frame.school[row] === 0,
  );
  for (
    const statistic of [
      "gradient",
      "explained",
      "observed-slope",
      "observed-within",
      "imputed-slope",
    ] as const
  ) {
    expect(cell(statistic), statistic).toEqual(hidden("no-uncertainty"));
  }
  expect(cell("observed-between")).toEqual(hidden("no-uncertainty"));
  const { change, shares, weak } = split(0);
  for (const part of [change.total, shares.total, weak.total]) {
    expect(part).toEqual(hidden("no-uncertainty"));
  }
  for (const { expected, deviation, verdict } of outcome.expected) {
    expect(expected).toHaveProperty("hidden");
    expect(deviation).toHaveProperty("hidden");
    expect(verdict).toBeNull();
  }
});
