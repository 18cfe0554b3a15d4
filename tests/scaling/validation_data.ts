import { readFileSync } from "node:fs";
import type { ScaleResponses } from "#lib/scaling/mod.ts";
import { responsesOf } from "./simulate.ts";
import { referenceFolder as folder } from "../reference_folder.ts";

export { referenceIsAbsent as dataAreAbsent } from "../reference_folder.ts";

/** Reads a comma separated file as text cells. */
export function readTable(
  file: string,
): { readonly head: readonly string[]; readonly rows: readonly string[][] } {
  const text = readFileSync(new URL(file, folder), "utf8");
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  return {
    head: head.split(","),
    rows: lines.map((line) => line.split(",")),
  };
}

/** The first columns of a file as answers from 0; empty cells and NA are missing. */
export function readAnswers(
  file: string,
  { items, groupColumn }: {
    readonly items: number;
    readonly groupColumn?: string;
  },
): ScaleResponses {
  const { head, rows } = readTable(file);
  const columns = Array.from({ length: items }, (_, i) => {
    const values = rows.map((row) =>
      row[i] === "" || row[i] === "NA" ? -1 : Number(row[i])
    );
    const lowest = Math.min(...values.filter((x) => x >= 0));
    return values.map((x) => x < 0 ? -1 : x - lowest);
  });
  const groupAt = groupColumn ? head.indexOf(groupColumn) : -1;
  const labels = [...new Set(rows.map((row) => row[groupAt] ?? ""))].sort(
    (a, b) => Number(a) - Number(b),
  );
  return responsesOf(columns, {
    ids: head.slice(0, items),
    group: rows.map((row) => labels.indexOf(row[groupAt] ?? "")),
    groupCount: labels.length,
  });
}

/** An item as the reference files state it. */
export interface ReferenceItem {
  readonly a1: number;
  readonly d?: number | null;
  readonly d1?: number | null;
  readonly d2?: number | null;
  readonly d3?: number | null;
}

/** The parts of a reference file that the tests read. */
export interface Reference {
  readonly [fit: string]: {
    readonly logLik: number;
    readonly npar: number;
    readonly EAP_mean: number;
    readonly EAP_sd: number;
    readonly empirical_rxx: number;
    readonly slope_intercept: readonly ReferenceItem[];
    readonly theta_cov: readonly (readonly number[])[];
    readonly variance: readonly (readonly number[])[];
    readonly WLE_first20: readonly number[];
    readonly WLE_error_first20: readonly number[];
    readonly EAP_first20: readonly number[];
    readonly SD_EAP_first20: readonly number[];
    readonly "EAP.rel": number;
    readonly "WLE.rel": number;
  };
}

/** Reads a file of reference results. */
export function readReference(file: string): Reference {
  return JSON.parse(readFileSync(new URL(file, folder), "utf8"));
}
