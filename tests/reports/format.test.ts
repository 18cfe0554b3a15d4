import { expect, test } from "vitest";
import {
  formatCount,
  formatDate,
  formatDifference,
  formatEstimate,
  formatInterval,
  formatList,
  formatMagnitude,
  formatMagnitudeInterval,
  formatNumber,
  formatPeriod,
  formatPValue,
  formatShare,
} from "../../lib/reports/format.ts";
import { estimate } from "./fixture.ts";

/** An estimate with a chosen interval. */
function between(value: number, lower: number, upper: number) {
  return { ...estimate(value, 1), interval: [lower, upper] as const };
}

test.each(
  [
    [1234.5, { decimals: 1 }, "1.234,5"],
    [-3, {}, "−3"],
    [-0.2, {}, "0"],
    [-0, { sign: "always" }, "0"],
    [8, { sign: "always" }, "+8"],
    [-8, { sign: "always" }, "−8"],
    [0.5, {}, "1"],
    [25123456, {}, "25.123.456"],
  ] as const,
)("formatNumber() writes %d as Danish", (value, options, text) => {
  expect(formatNumber(value, options)).toBe(text);
});

test("formatNumber() throws on a number that is hidden or missing", () => {
  expect(() => formatNumber(NaN)).toThrow(RangeError);
  expect(() => formatNumber(NaN)).toThrow(/found NaN/);
});

test("formatShare() puts a no-break space before the sign", () => {
  expect(formatShare(0.124)).toBe("12\u00a0%");
  expect(formatShare(0.124, 1)).toBe("12,4\u00a0%");
});

test("formatInterval() says til where a limit is negative and – elsewhere", () => {
  expect(formatInterval(between(512, 505, 519))).toBe("505–519");
  expect(formatInterval(between(1, -3, 5))).toBe("−3 til 5");
});

test("formatInterval() shows on which side of 0 a limit lies", () => {
  expect(formatInterval(between(8, 0.3, 16))).toBe("0,3–16");
  expect(formatInterval(between(-8, -16, -0.04))).toBe("−16 til −0,04");
  expect(formatInterval(between(8, 0, 16))).toBe("0–16");
});

test("formatMagnitudeInterval() turns the interval of a fall", () => {
  expect(formatMagnitudeInterval(between(-8, -13, -3))).toBe("3–13");
  expect(formatMagnitudeInterval(between(-1, -3, 1))).toBe("−3 til 1");
});

test("formatEstimate() writes each unit in its own way", () => {
  expect(formatEstimate({ ...between(0.124, 0.1, 0.15), unit: "share" })).toBe(
    "12\u00a0% (10–15\u00a0%)",
  );
  expect(formatEstimate({ ...between(0.124, 0.1, 0.15), unit: "r2" })).toBe(
    "12,4\u00a0% (10,0–15,0\u00a0%)",
  );
  expect(formatEstimate({ ...between(0.31, 0.2, 0.42), unit: "correlation" }))
    .toBe("0,31 (0,20–0,42)");
});

test("formatDifference() always has a sign", () => {
  expect(formatDifference(between(8, 3, 13))).toBe("+8 (3–13)");
  expect(formatDifference(between(-8, -13, -3))).toBe("−8 (−13 til −3)");
});

test("formatMagnitude() never rounds a difference to nothing", () => {
  expect(formatMagnitude(between(-8.4, -13, -3))).toBe("8\u00a0point");
  expect(formatMagnitude(between(0.4, 0.1, 0.7))).toBe("0,4\u00a0point");
  expect(formatMagnitude({ ...between(-0.03, -0.05, -0.01), unit: "share" }))
    .toBe("3\u00a0procentpoint");
});

test("formatPValue() has three decimals and a floor", () => {
  expect(formatPValue(0.0341)).toBe("p\u00a0=\u00a00,034");
  expect(formatPValue(0.0009)).toBe("p\u00a0<\u00a00,001");
});

test("formatList(), formatCount(), formatPeriod() and formatDate() write Danish", () => {
  expect(formatList(["a", "b", "c"])).toBe("a, b og c");
  expect(formatCount(80123)).toBe("80.123");
  expect(formatPeriod(2015, 2017)).toBe("2015–2017");
  expect(formatDate("2018-02-14")).toBe("14. februar 2018");
  expect(() => formatDate("igår")).toThrow(RangeError);
});
