import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  conditioningDesign,
  freezeScale,
  parseFrozenScale,
  scaleRespondents,
  serialiseFrozenScale,
  toPoints,
} from "#lib/scaling/mod.ts";
import { expectClose } from "../inference/expect_close.ts";
import { CODEBOOK, SCALE, tinyFrame } from "./tiny_frame.ts";

const OPTIONS = { codebook: CODEBOOK, waves: 3, seed: 1 };

function weightedMean(
  values: Float32Array,
  weight: (i: number) => number,
): number {
  let total = 0;
  let sum = 0;
  values.forEach((x, i) => {
    total += weight(i);
    sum += weight(i) * x;
  });
  return sum / total;
}

test("scaleRespondents() puts the first wave at mean 500 and SD 100 over the draws", () => {
  const { frame } = tinyFrame({ seed: 1 });
  const { points, rows, quality, constants } = scaleRespondents(
    frame,
    SCALE,
    OPTIONS,
  );
  const first = (i: number): number =>
    frame.wave[rows[i]!] === 0 ? frame.weight[rows[i]!]! : 0;
  const means = points.map((p) => weightedMean(p, first));
  const squares = points.map((p, m) =>
    weightedMean(p.map((x) => (x - means[m]!) ** 2), first)
  );
  const over = (values: readonly number[]): number =>
    values.reduce((a, b) => a + b) / values.length;
  // Single precision holds seven digits.
  expectClose(over(means), 500, { tolerance: 1e-6 });
  expectClose(Math.sqrt(over(squares)), 100, { tolerance: 1e-6 });
  expect(points.length).toBe(10);
  expect(quality.answered).toBe(frame.rows);
  expect(quality.converged).toBe(true);
  expect(quality.notes).toEqual([]);
  expect(quality.reliability).toBeGreaterThan(0.6);
  expect(quality.alpha.every((a) => a! > 0.5 && a! < 0.9)).toBe(true);
  expect(constants.standardDeviation).toBeGreaterThan(0.9);
});

test("scaleRespondents() scores only persons with an answer, in the order of the frame", () => {
  const { frame } = tinyFrame({ seed: 2 });
  const silent = [0, 17, frame.rows - 1];
  for (const column of frame.answers.values()) {
    for (const row of silent) column[row] = -1;
  }
  const { rows, wle, eap } = scaleRespondents(frame, SCALE, OPTIONS);
  expect(rows.length).toBe(frame.rows - 3);
  expect(silent.some((row) => rows.includes(row))).toBe(false);
  expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
  expect(wle.every(Number.isFinite) && eap.every(Number.isFinite)).toBe(true);
});

test("scaleRespondents() on its own frozen scale puts the same answers in the same place", () => {
  const { frame } = tinyFrame({ seed: 3 });
  const free = scaleRespondents(frame, SCALE, OPTIONS);
  const frozen = parseFrozenScale(serialiseFrozenScale(free.frozen));
  expect(frozen).toEqual(free.frozen);
  const placed = scaleRespondents(frame, SCALE, { ...OPTIONS, frozen });
  expect(placed.constants).toEqual(free.constants);
  expect(placed.calibration.items).toEqual(free.calibration.items);
  free.wle.forEach((x, p) =>
    expectClose(placed.wle[p]!, x, { tolerance: 1e-6 })
  );
  free.calibration.groups.forEach(({ mean, standardDeviation }, g) => {
    const found = placed.calibration.groups[g]!;
    expectClose(found.mean, mean, { tolerance: 1e-4 });
    expectClose(found.standardDeviation, standardDeviation, {
      tolerance: 1e-4,
    });
  });
});

test("scaleRespondents() draws item parameters when asked, not of a frozen scale, and without being asked does not", () => {
  const { frame } = tinyFrame({ seed: 6 });
  const plain = scaleRespondents(frame, SCALE, OPTIONS);
  const none = scaleRespondents(frame, SCALE, {
    ...OPTIONS,
    itemUncertainty: "none",
  });
  expect(none.points).toEqual(plain.points);
  const drawn = scaleRespondents(frame, SCALE, {
    ...OPTIONS,
    itemUncertainty: "draw",
  });
  expect(drawn.calibration).toEqual(plain.calibration);
  expect(drawn.points).not.toEqual(plain.points);
  expect(() =>
    scaleRespondents(frame, SCALE, {
      ...OPTIONS,
      frozen: plain.frozen,
      itemUncertainty: "draw",
    })
  ).toThrow(/^Cannot draw item parameters of scale ".+": it is frozen/);
});

test("scaleRespondents() places other waves on a frozen scale, leaving out items without parameters", () => {
  const { frame } = tinyFrame({ seed: 4 });
  const { frozen } = scaleRespondents(frame, SCALE, OPTIONS);
  const later = tinyFrame({ seed: 5, schools: 10 });
  const raised = {
    ...later.frame,
    municipality: new Uint8Array(later.frame.rows),
  };
  const stratum = Array.from({ length: 10 }, (_, school) => school < 4 ? 1 : 0);
  const reduced = { ...frozen, items: frozen.items.slice(0, 4) };
  const { points, quality } = scaleRespondents(raised, SCALE, {
    ...OPTIONS,
    frozen: reduced,
    schoolStratum: stratum,
  });
  expect(quality.items).toBe(4);
  expect(quality.notes).toEqual([
    { kind: "item-dropped", item: "item5", reason: "no-parameters" },
  ]);
  // The same population: near 500 in wave 1, one school in ten has an SE of 8 points.
  const mean = weightedMean(points[0]!, (i) => raised.wave[i] === 0 ? 1 : 0);
  expect(Math.abs(mean - 500)).toBeLessThan(35);
});

test("scaleRespondents() begins at the first wave in which a scale was asked", () => {
  const { frame } = tinyFrame({ seed: 6 });
  for (const column of frame.answers.values()) {
    column.forEach((_, row) => {
      if (frame.wave[row] === 0) column[row] = -1;
    });
  }
  const { calibration, points, rows, quality } = scaleRespondents(
    frame,
    SCALE,
    OPTIONS,
  );
  expect(calibration.reference).toBe(1);
  expect(calibration.groups[0]!.mean).toBeNaN();
  expect(quality.alpha[0]).toBeNull();
  const second = (i: number): number =>
    frame.wave[rows[i]!] === 1 ? frame.weight[rows[i]!]! : 0;
  const means = points.map((p) => weightedMean(p, second));
  expectClose(means.reduce((a, b) => a + b) / 10, 500, { tolerance: 1e-6 });
});

test("scaleRespondents() lets all items share one slope where there are few persons", () => {
  const { frame } = tinyFrame({ seed: 7, schools: 2 });
  const { calibration, quality } = scaleRespondents(frame, SCALE, OPTIONS);
  expect(calibration.model).toBe("PCM");
  expect(quality.notes[0]).toEqual({
    kind: "model-simplified",
    from: "GPCM",
    to: "PCM",
  });
});

test("scaleRespondents() throws when nobody answered", () => {
  const { frame } = tinyFrame({ seed: 8, schools: 1 });
  expect(() =>
    scaleRespondents({ ...frame, answers: new Map() }, SCALE, OPTIONS)
  ).toThrow(
    'Cannot calibrate scale "e4_test": none of its 5 items has answers in two categories',
  );
});

test("conditioningDesign() holds every variable of the reports once, in blocks of wave and municipality", () => {
  const { frame } = tinyFrame({ seed: 9 });
  const rows = Int32Array.from({ length: frame.rows }, (_, r) => r);
  const { design, block, blockCount } = conditioningDesign(frame, rows, {
    waves: 3,
  });
  // Level, gender, grade, background, background unknown, education low and high:
  // gender is never unknown, and unknown education is unknown background.
  expect(design.columns).toBe(7);
  expect(blockCount).toBe(6);
  expect([...block]).toEqual(
    [...rows].map((r) => 2 * frame.wave[r]! + frame.municipality[r]!),
  );
  expect(design.values.every(Number.isFinite)).toBe(true);
});

test("freezeScale() averages weighted means and variances over the draws", () => {
  const draws = [Float32Array.of(0, 2, 9), Float32Array.of(1, 5, 9)];
  const constants = freezeScale(draws, Float64Array.of(1, 1, 0));
  // Means 1 and 3, variances 1 and 4.
  expectClose(constants.mean, 2);
  expectClose(constants.standardDeviation, Math.sqrt(2.5));
  expectClose(toPoints(2 + Math.sqrt(2.5), constants), 600);
});

test("freezeScale() throws when the reference is empty or does not vary", () => {
  expect(() => freezeScale([Float32Array.of(1, 2)], Float64Array.of(0, 0)))
    .toThrow(/^Cannot freeze a scale: total weight 0 and variance NaN/);
  expect(() => freezeScale([Float32Array.of(1, 1)], Float64Array.of(1, 1)))
    .toThrow(RangeError);
});

test("parseFrozenScale() keeps categories that never occurred and refuses other texts", () => {
  const stream = createStream(1);
  const frozen = {
    version: 1 as const,
    scale: "s",
    model: "GPCM" as const,
    items: [{
      id: "a",
      maxScore: 2,
      slope: stream.normal(),
      intercepts: [0, -Infinity, stream.normal()],
    }],
    grid: { nodes: 61, step: 0.2 },
    constants: { mean: stream.normal(), standardDeviation: 1.1 },
  };
  const text = serialiseFrozenScale(frozen);
  expect(parseFrozenScale(text)).toEqual(frozen);
  const broken = (change: (text: string) => string) => () =>
    parseFrozenScale(change(text));
  expect(broken((t) => t.slice(1))).toThrow(SyntaxError);
  expect(broken((t) => t.replace('"version": 1', '"version": 2'))).toThrow(
    /^Cannot read a frozen scale: version: /,
  );
  expect(broken((t) => t.replace('"maxScore": 2', '"maxScore": 3'))).toThrow(
    "Cannot read a frozen scale: items.0: as many intercepts as categories are needed",
  );
});
