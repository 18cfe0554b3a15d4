import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  buildDesign,
  coefficientTable,
  type Design,
  fitQuantile,
  fitRegression,
  type FitRegressionOptions,
  type ModelColumns,
  type RegressionCovariance,
} from "#lib/inference/mod.ts";
import {
  referenceFolder as folder,
  referenceIsAbsent as isAbsent,
} from "../../reference_folder.ts";
import { expectAllClose, expectClose } from "../expect_close.ts";

/** A coefficient as estimatr ("est") or clubSandwich ("beta") prints it. */
interface ReferenceRow {
  readonly est?: number;
  readonly beta?: number;
  readonly se?: number;
  readonly SE?: number;
  readonly df?: number;
  readonly df_Satt?: number;
  readonly t?: number;
  readonly tstat?: number;
  readonly p?: number;
  readonly p_Satt?: number;
  readonly lo?: number;
  readonly hi?: number;
}

/** A reference file of robust regressions. */
interface Reference {
  readonly m: {
    readonly [key: string]: unknown;
    readonly n: number;
    readonly nclusters: number;
    readonly R2: number;
    readonly sigma: number;
    readonly sandwich_vcovCL_HC1: Readonly<Record<string, number>>;
  };
  readonly schoolFE: {
    readonly coeftable: readonly Readonly<Record<string, number>>[];
    readonly r2_within: number;
  };
  readonly quantreg: readonly {
    readonly tau: number;
    readonly coef: Readonly<Record<string, number>>;
    readonly se_nid: Readonly<Record<string, number>>;
    readonly se_iid: Readonly<Record<string, number>>;
  }[];
  readonly schoolFE_estimatr_CR2: readonly ReferenceRow[];
  readonly schoolFE_estimatr_stata: readonly ReferenceRow[];
}

function readReference(name: string): Reference {
  return JSON.parse(
    readFileSync(new URL(`${name}.robust.ref.json`, folder), "utf8"),
  );
}

function readTable(name: string): ModelColumns {
  const [head = "", ...lines] = readFileSync(new URL(name, folder), "utf8")
    .trim().split("\n");
  const rows = lines.map((line) => line.trim().split(","));
  return Object.fromEntries(
    head.trim().split(",").map((column, c) => {
      const cells = rows.map((row) => row[c]!);
      const numbers = cells.map((cell) => cell === "" ? NaN : Number(cell));
      const isText = cells.some((cell, i) =>
        cell !== "" && Number.isNaN(numbers[i])
      );
      return [column, isText ? cells : numbers];
    }),
  );
}

const at = (design: Design, column: ArrayLike<number>) =>
  [...design.rows].map((row) => column[row]!);

function expectReference(
  fit: ReturnType<typeof fitRegression>,
  rows: readonly ReferenceRow[],
): void {
  expectAllClose(fit.coefficients, rows.map((row) => (row.est ?? row.beta)!), {
    tolerance: 1e-10,
  });
  expectAllClose(fit.standardErrors, rows.map((row) => (row.se ?? row.SE)!), {
    tolerance: 1e-10,
  });
  expectAllClose(
    fit.degreesOfFreedom,
    rows.map((row) => (row.df ?? row.df_Satt)!),
    { tolerance: 1e-9 },
  );
  coefficientTable(fit).forEach(({ statistic, pValue, interval }, j) => {
    const row = rows[j]!;
    expectClose(statistic, (row.t ?? row.tstat)!, { tolerance: 1e-10 });
    expectClose(pValue, (row.p ?? row.p_Satt)!, { tolerance: 1e-9 });
    if (row.lo === undefined) return;
    expectAllClose(interval, [row.lo, row.hi!], { tolerance: 1e-9 });
  });
}

function expectAllReferences(
  design: Design,
  clusters: number[],
  reference: Reference,
): void {
  const check = (key: string, options: FitRegressionOptions) =>
    expectReference(
      fitRegression(design, design.response, options),
      reference.m[key] as readonly ReferenceRow[],
    );
  for (const kind of ["CR0", "CR1", "CR1S", "CR2", "CR3"]) {
    const covariance = kind as RegressionCovariance;
    check(`clubSandwich_${kind}`, { clusters, covariance });
  }
  check("estimatr_CR0", {
    clusters,
    covariance: "CR0",
    degreesOfFreedom: "clusters",
  });
  check("estimatr_stata", {
    clusters,
    covariance: "CR1S",
    degreesOfFreedom: "clusters",
  });
  check("estimatr_CR2", { clusters });
  for (const kind of ["classical", "HC0", "HC1", "HC2", "HC3"]) {
    check(`estimatr_${kind}`, { covariance: kind as RegressionCovariance });
  }
  const robust = { clusters, covariance: "CR1S" } as const;
  expectAllClose(
    fitRegression(design, design.response, robust).standardErrors,
    Object.values(reference.m.sandwich_vcovCL_HC1),
  );
  const fit = fitRegression(design, design.response, { clusters });
  expect([fit.n, fit.clusters]).toEqual([
    reference.m.n,
    reference.m.nclusters,
  ]);
  expectClose(fit.rSquared, reference.m.R2);
  expectClose(Math.sqrt(fit.residualVariance), reference.m.sigma);
}

test.skipIf(isAbsent)(
  "fitRegression() and fitQuantile() match clubSandwich, estimatr and quantreg on the London schools",
  () => {
    const table = readTable("exam.csv");
    const girl = (table["sex"] as string[]).map((sex) => sex === "F" ? 1 : 0);
    const design = buildDesign("normexam ~ standLRT + girl + schavg", {
      ...table,
      girl,
    });
    const clusters = at(design, table["school"] as number[]);
    const reference = readReference("exam");
    expectAllReferences(design, clusters, reference);
    const smaller = buildDesign("normexam ~ standLRT + girl", {
      ...table,
      girl,
    });
    for (const { tau, coef, se_nid, se_iid } of reference.quantreg) {
      const fit = fitQuantile(smaller, smaller.response, { tau });
      expectAllClose(fit.coefficients, Object.values(coef));
      expectAllClose(fit.standardErrors, Object.values(se_nid));
      const iid = fitQuantile(smaller, smaller.response, {
        tau,
        covariance: "iid",
      });
      expectAllClose(iid.standardErrors, Object.values(se_iid));
    }
  },
);

test.skipIf(isAbsent)(
  "fitRegression() matches clubSandwich, estimatr and fixest on the STAR experiment",
  () => {
    const table = readTable("star_k.csv");
    const design = buildDesign("math ~ small + aide + girl + free", table);
    const clusters = at(design, table["sch"] as number[]);
    const reference = readReference("star_k");
    expectAllReferences(design, clusters, reference);
    const options = { clusters, absorb: clusters };
    const within = fitRegression(design, design.response, options);
    expectReference(within, reference.schoolFE_estimatr_CR2);
    const { coeftable, r2_within } = reference.schoolFE;
    const clusterDegrees = new Float64Array(4).fill(78);
    const fixest = fitRegression(design, design.response, {
      ...options,
      covariance: "CR1S",
    });
    expectReference(
      { ...fixest, degreesOfFreedom: clusterDegrees },
      coeftable.map((row) => ({
        est: row["Estimate"]!,
        se: row["Std. Error"]!,
        t: row["t value"]!,
        p: row["Pr(>|t|)"]!,
        df: 78,
      })),
    );
    expectClose(fixest.rSquared, r2_within);
    // estimatr counts the schools' constants as parameters, though they lie within clusters.
    const { n, absorbed } = fixest;
    const more = (n - 5) / (n - 4 - absorbed);
    expectReference(
      {
        ...fixest,
        degreesOfFreedom: clusterDegrees,
        standardErrors: fixest.standardErrors.map((se) => se * Math.sqrt(more)),
        covariance: fixest.covariance.map((v) => v * more),
      },
      reference.schoolFE_estimatr_stata,
    );
  },
);
