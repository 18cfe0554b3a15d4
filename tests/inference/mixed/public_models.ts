import { readFileSync } from "node:fs";
import type { MixedDesign } from "#lib/inference/mod.ts";
import { referenceFolder } from "../../reference_folder.ts";

/** One line of a data file. */
export type Row = Readonly<Record<string, string>>;

/** Lines of a data file by name of column. */
export function readRows(file: string): Row[] {
  const lines = readFileSync(new URL(file, referenceFolder), "utf8").trim()
    .split("\n");
  const head = lines[0]!.split(",");
  return lines.slice(1).map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(head.map((name, i) => [name, fields[i]!]));
  });
}

/** A mixed model of schools. */
export interface ModelSpec {
  readonly outcome: string;
  readonly fixed: Readonly<Record<string, (row: Row) => number>>;
  readonly slope?: string;
  readonly correlated?: boolean;
}

/** Schools are numbered in the order of their numbers, as in R. */
export function toDesign(
  rows: readonly Row[],
  { outcome, fixed, slope, correlated = true }: ModelSpec,
): MixedDesign {
  const names = Object.keys(fixed);
  const schools = [...new Set(rows.map((r) => r["school"]!))]
    .sort((a, b) => +a - +b);
  const number = new Map(schools.map((s, i) => [s, i]));
  return {
    outcome: Float64Array.from(rows, (r) => +r[outcome]!),
    fixed: {
      rows: rows.length,
      columns: names.length,
      values: Float64Array.from(
        rows.flatMap((r) => names.map((name) => fixed[name]!(r))),
      ),
    },
    fixedNames: names,
    terms: [{
      name: "school",
      levels: Int32Array.from(rows, (r) => number.get(r["school"]!)!),
      slopes: slope === undefined ? [] : [{
        name: slope,
        values: Float64Array.from(rows, (r) => +r[slope]!),
      }],
      correlated,
    }],
  };
}

const one = (): number => 1;
const number = (name: string) => (r: Row): number => +r[name]!;
const is = (name: string, value: string) => (r: Row): number =>
  r[name] === value ? 1 : 0;
const isPublic = is("sector", "Public");
const hsbSlope = {
  "(Intercept)": one,
  meanses: number("meanses"),
  cses: number("cses"),
  sectorPublic: isPublic,
  "meanses:cses": (r: Row) => +r["meanses"]! * +r["cses"]!,
  "cses:sectorPublic": (r: Row) => +r["cses"]! * isPublic(r),
};

/** Models by data file and by their name in the reference. */
export const MODELS: Readonly<
  Record<string, Readonly<Record<string, ModelSpec>>>
> = {
  exam: {
    null: { outcome: "normexam", fixed: { "(Intercept)": one } },
    m1: {
      outcome: "normexam",
      fixed: {
        "(Intercept)": one,
        standLRT: number("standLRT"),
        sexM: is("sex", "M"),
        schgendgirls: is("schgend", "girls"),
        schgendmixed: is("schgend", "mixed"),
      },
    },
    m2_slope: {
      outcome: "normexam",
      fixed: {
        "(Intercept)": one,
        standLRT: number("standLRT"),
        sexM: is("sex", "M"),
      },
      slope: "standLRT",
    },
  },
  hsb82: {
    null: { outcome: "mAch", fixed: { "(Intercept)": one } },
    m1: {
      outcome: "mAch",
      fixed: {
        "(Intercept)": one,
        meanses: number("meanses"),
        cses: number("cses"),
        sectorPublic: isPublic,
      },
    },
    m2_slope: { outcome: "mAch", fixed: hsbSlope, slope: "cses" },
    m3_slope_uncorrelated: {
      outcome: "mAch",
      fixed: hsbSlope,
      slope: "cses",
      correlated: false,
    },
  },
};
