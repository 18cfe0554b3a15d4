import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  fitMixedModel,
  kenwardRoger,
  type MixedDesign,
  randomEffects,
} from "#lib/inference/mod.ts";
import {
  referenceFolder as FOLDER,
  referenceIsAbsent,
} from "../../reference_folder.ts";
import { expectAllClose } from "../expect_close.ts";

interface ReferenceFit {
  readonly deviance_or_REMLcrit: number;
  readonly fixef: Readonly<Record<string, number>>;
  readonly se: Readonly<Record<string, number>>;
  readonly varcomp: readonly {
    readonly grp: string;
    readonly var1: string | null;
    readonly var2: string | null;
    readonly vcov: number;
  }[];
}

interface Reference {
  readonly formula: string;
  readonly REML: ReferenceFit;
  readonly ML: ReferenceFit;
  readonly ranef_REML_first10: {
    readonly school: readonly Readonly<Record<string, number>>[];
  };
  readonly kenward_roger?: readonly {
    readonly "Std. Error": number;
    readonly df: number;
  }[];
  readonly ranef_condsd_first10: { readonly school: readonly number[] | null };
}

type Row = Readonly<Record<string, string>>;

function readRows(file: string): Row[] {
  const lines = readFileSync(new URL(file, FOLDER), "utf8").trim().split("\n");
  const head = lines[0]!.split(",");
  return lines.slice(1).map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(head.map((name, i) => [name, fields[i]!]));
  });
}

interface ModelSpec {
  readonly outcome: string;
  readonly fixed: Readonly<Record<string, (row: Row) => number>>;
  readonly slope?: string;
  readonly correlated?: boolean;
}

function toDesign(
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

const MODELS: Readonly<Record<string, Readonly<Record<string, ModelSpec>>>> = {
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

function expectReference(
  design: MixedDesign,
  criterion: "REML" | "ML",
  expected: ReferenceFit,
): void {
  const fit = fitMixedModel(design, { criterion });
  expect(Math.abs(fit.deviance - expected.deviance_or_REMLcrit))
    .toBeLessThan(1e-6);
  design.fixedNames.forEach((name, i) => {
    expect(Math.abs(fit.coefficients[i]! / expected.fixef[name]! - 1))
      .toBeLessThan(1e-6);
    expect(Math.abs(fit.standardErrors[i]! / expected.se[name]! - 1))
      .toBeLessThan(1e-5);
  });
  const { covariance, effects } = fit.components[0]!;
  for (const { grp, var1, var2, vcov } of expected.varcomp) {
    const found = grp === "Residual" ? fit.residualVariance : covariance[
      (var1 === "(Intercept)" ? 0 : 1) * effects.length +
      ((var2 ?? var1) === "(Intercept)" ? 0 : 1)
    ]!;
    expect(Math.abs(found / vcov - 1)).toBeLessThan(1e-4);
  }
}

for (const [file, models] of Object.entries(MODELS)) {
  if (referenceIsAbsent) {
    test.skip(`fitMixedModel() on ${file}: the folder with public data is absent`, () => {});
    continue;
  }
  const rows = readRows(`${file}.csv`);
  const references = JSON.parse(
    readFileSync(new URL(`${file}.lmm.ref.json`, FOLDER), "utf8"),
  ) as Readonly<Record<string, Reference>>;
  for (const [name, spec] of Object.entries(models)) {
    const reference = references[name]!;
    const design = toDesign(rows, spec);
    test(`fitMixedModel() matches lme4 on ${file}: ${reference.formula}`, () => {
      expectReference(design, "REML", reference.REML);
      expectReference(design, "ML", reference.ML);
    });
    const expected = reference.kenward_roger?.[0];
    if (expected !== undefined) {
      test(`kenwardRoger() matches pbkrtest on ${file}: ${reference.formula}`, () => {
        const found = kenwardRoger(fitMixedModel(design), [1]);
        expectAllClose([found.degreesOfFreedom], [expected.df], {
          tolerance: 1e-5,
        });
        expectAllClose(found.standardErrors, [expected["Std. Error"]], {
          tolerance: 1e-7,
        });
      });
    }
    test(`randomEffects() matches lme4 on ${file}: ${reference.formula}`, () => {
      const [school] = randomEffects(fitMixedModel(design));
      const k = school!.effects.length;
      reference.ranef_REML_first10.school.forEach((row, level) => {
        expectAllClose(
          school!.values.slice(level * k, level * k + k),
          Object.values(row),
          { tolerance: 1e-5 },
        );
      });
      reference.ranef_condsd_first10.school?.forEach((sd, level) => {
        expectAllClose(
          [Math.sqrt(school!.covariances[level * k * k]!)],
          [sd],
          { tolerance: 1e-5 },
        );
      });
    });
  }
}
