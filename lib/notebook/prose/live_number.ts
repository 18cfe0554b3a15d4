import type { Estimate, EstimateUnit } from "#lib/inference/mod.ts";
import {
  formatCount,
  formatInterval,
  formatValue,
  unknownNumber,
} from "#lib/reports/mod.ts";
import type { EstimateRow } from "../estimate_table.ts";

/** Ways of writing a number in prose; the word stands before the colon. */
const KINDS = ["tal", "interval", "antal"] as const;

/**
 * Writes a published number into prose: `tal: NAME` is the value, `interval:
 * NAME` the 95 % interval, `antal: NAME` the people behind it, all as tables
 * write them.
 *
 * @param text What stands between the braces, e.g. "tal: pr_laesning/2019/mean".
 * @param rows Every number that the report shows.
 * @throws {RangeError} If the kind or the name is unknown, or one name stands for
 * different numbers.
 */
export function liveNumber(text: string, rows: readonly EstimateRow[]): string {
  const [, kind = "", name = ""] = /^\s*(\w+)\s*:\s*(\S+)\s*$/.exec(text) ?? [];
  const known = KINDS.find((each) => each === kind);
  if (known === undefined) {
    throw new RangeError(
      `found {{${text}}}, allowed are ${
        KINDS.map((each) => `{{${each}: NAME}}`).join(", ")
      }, {{figur: CELL}} and {{tabel: CELL}}`,
    );
  }
  const found = rows.filter((row) => row.name === name);
  const [first] = found;
  if (first === undefined) {
    throw unknownNumber(name, rows.map((row) => row.name));
  }
  if (found.some(({ value }) => value !== first.value)) {
    throw new RangeError(
      `"${name}" stands for different numbers in cells ${
        found.map(({ cell }) => cell).join(", ")
      }, allowed is one`,
    );
  }
  const estimate = toEstimate(first);
  if (known === "antal") return formatCount(estimate.n);
  if (known === "interval") return formatInterval(estimate);
  return formatValue(estimate);
}

function toEstimate(row: EstimateRow): Estimate {
  const standardError = Number(row.standardError);
  return {
    value: Number(row.value),
    standardError,
    degreesOfFreedom: Number(row.degreesOfFreedom),
    interval: [Number(row.lower), Number(row.upper)],
    variance: {
      sampling: standardError * standardError,
      measurement: 0,
      missing: 0,
      link: 0,
    },
    n: Number(row.n),
    dropped: 0,
    unit: row.unit as EstimateUnit,
    method: "published",
  };
}
