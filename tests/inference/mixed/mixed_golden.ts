import { readFileSync } from "node:fs";
import type { MixedDesign, MixedTerm } from "#lib/inference/mod.ts";

/** One variance or covariance as lme4 lists it. */
export interface GoldenComponent {
  readonly group: string;
  readonly first: string | null;
  readonly second: string | null;
  readonly value: number;
}

/** One fit of lme4. */
export interface GoldenFit {
  readonly deviance: number;
  readonly fixed: readonly number[];
  readonly se: readonly number[];
  readonly components: readonly GoldenComponent[];
}

/** One F test. */
export interface GoldenTest {
  readonly rows: readonly number[][];
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/** One model of the golden file. */
export interface GoldenModel {
  readonly formula: string;
  readonly REML: GoldenFit;
  readonly ML: GoldenFit;
  readonly satterthwaite: readonly number[];
  readonly effects: Readonly<
    Record<
      string,
      {
        readonly names: readonly string[];
        readonly values: readonly number[][];
      }
    >
  >;
  readonly conditional: Readonly<Record<string, readonly number[][][] | null>>;
  readonly kenwardRoger?: readonly number[];
  readonly kenwardRogerErrors?: readonly number[];
  readonly contrast?: GoldenTest;
  readonly contrastKenwardRoger?: Omit<GoldenTest, "rows">;
}

/** A data set and its models. */
export type GoldenSet = {
  readonly data: Readonly<Record<string, readonly number[]>>;
} & Readonly<Record<string, GoldenModel>>;

/** What mixed.R wrote. */
export const golden = JSON.parse(
  readFileSync(new URL("../../golden/mixed.json", import.meta.url), "utf8"),
) as unknown as Readonly<Record<string, GoldenSet>>;

/** Columns by name, a product of two written as "a:b", and "1" for the constant. */
export function toDesign(
  data: Readonly<Record<string, readonly number[]>>,
  { outcome, fixed, terms }: {
    readonly outcome: string;
    readonly fixed: readonly string[];
    readonly terms: readonly (Omit<MixedTerm, "levels" | "slopes"> & {
      readonly slopeNames?: readonly string[];
    })[];
  },
): MixedDesign {
  const y = Float64Array.from(data[outcome]!);
  const n = y.length;
  const values = new Float64Array(n * fixed.length);
  fixed.forEach((name, j) => {
    for (let i = 0; i < n; i++) {
      values[i * fixed.length + j] = name === "1"
        ? 1
        : name.split(":").reduce((x, part) => x * data[part]![i]!, 1);
    }
  });
  return {
    outcome: y,
    fixed: { rows: n, columns: fixed.length, values },
    fixedNames: fixed,
    terms: terms.map(({ slopeNames = [], ...term }) => ({
      ...term,
      levels: Int32Array.from(data[term.name]!),
      slopes: slopeNames.map((name) => ({
        name,
        values: Float64Array.from(data[name]!),
      })),
    })),
  };
}

/** Row i of the p × p unit matrix. */
export function unit(p: number, i: number): number[] {
  return Array.from({ length: p }, (_, j) => j === i ? 1 : 0);
}
