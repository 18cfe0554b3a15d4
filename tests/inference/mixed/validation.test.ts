import { expect, test } from "vitest";
import {
  fitMixedModel,
  kenwardRoger,
  kenwardRogerAdjustment,
  type MixedDesign,
  type MixedModelFit,
  randomEffects,
  satterthwaite,
} from "#lib/inference/mod.ts";
import golden from "../../golden/mixed_public.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";
import { readReferenceResults, referenceIsAbsent } from "../read_reference.ts";
import { unit } from "./mixed_golden.ts";
import { MODELS, readRows, toDesign } from "./public_models.ts";

interface ReferenceFit {
  readonly logLik: number;
  readonly deviance_or_REMLcrit: number;
  readonly AIC: number;
  readonly BIC: number;
  readonly sigma: number;
  readonly fixef: Readonly<Record<string, number>>;
  readonly se: Readonly<Record<string, number>>;
  readonly varcomp: readonly {
    readonly grp: string;
    readonly var1: string | null;
    readonly var2: string | null;
    readonly vcov: number;
    readonly sdcor: number;
  }[];
}

interface Reference {
  readonly formula: string;
  readonly nobs: number;
  readonly ngrps: Readonly<Record<string, number>>;
  readonly REML: ReferenceFit;
  readonly ML: ReferenceFit;
  readonly ranef_REML_first10: {
    readonly school: readonly Readonly<Record<string, number>>[];
  };
  readonly kenward_roger?: readonly {
    readonly "Std. Error": number;
    readonly df: number;
    readonly "t value": number;
    readonly "Pr(>|t|)": number;
  }[];
  readonly ranef_condsd_first10: { readonly school: readonly number[] | null };
}

/** What lmerTest and pbkrtest give where the reference file has no values. */
interface GoldenDegrees {
  readonly satterthwaite: readonly number[];
  readonly kenwardRoger: readonly number[];
  readonly kenwardRogerErrors: readonly number[];
  readonly slopes?: Readonly<
    Record<
      "satterthwaite" | "kenwardRoger",
      { readonly statistic: number; readonly df: number }
    >
  >;
}

/** Fails unless each is within `tolerance` of what is expected, relative. */
function expectRelative(
  found: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) =>
    expect(Math.abs(found[i]! / value - 1), `${found[i]}, expected ${value}`)
      .toBeLessThan(tolerance)
  );
}

function expectVariances(fit: MixedModelFit, expected: ReferenceFit): void {
  const { covariance, correlation, effects } = fit.components[0]!;
  for (const { grp, var1, var2, vcov, sdcor } of expected.varcomp) {
    if (grp === "Residual") {
      expectRelative([fit.residualVariance], [vcov], 1e-4);
      continue;
    }
    const place = (name: string) => name === "(Intercept)" ? 0 : 1;
    const at = place(var1!) * effects.length + place(var2 ?? var1!);
    expectRelative([covariance[at]!], [vcov], 1e-4);
    expectRelative(
      [var2 === null ? Math.sqrt(covariance[at]!) : correlation[at]!],
      [sdcor],
      1e-4,
    );
  }
}

function expectReference(
  fit: MixedModelFit,
  expected: ReferenceFit,
  { nobs, ngrps }: Reference,
): void {
  const { deviance, logLikelihood, parameters } = fit;
  expect([fit.n, fit.groups]).toEqual([nobs, ngrps]);
  const absolute = (found: number, value: number) =>
    expect(Math.abs(found - value)).toBeLessThan(1e-6);
  absolute(deviance, expected.deviance_or_REMLcrit);
  absolute(logLikelihood, expected.logLik);
  absolute(deviance + 2 * parameters, expected.AIC);
  absolute(deviance + Math.log(nobs) * parameters, expected.BIC);
  expect(Object.keys(expected.fixef)).toEqual(fit.fixedNames);
  expectRelative(fit.coefficients, Object.values(expected.fixef), 1e-6);
  expectRelative(fit.standardErrors, Object.values(expected.se), 1e-5);
  expectVariances(fit, expected);
  expectRelative([Math.sqrt(fit.residualVariance)], [expected.sigma], 1e-5);
}

/** The ten schools that the file lists: their effects and conditional errors. */
function expectEffects(fit: MixedModelFit, reference: Reference): void {
  const [school] = randomEffects(fit);
  const k = school!.effects.length;
  reference.ranef_REML_first10.school.forEach((row, level) => {
    expectAllClose(
      school!.values.slice(level * k, level * k + k),
      Object.values(row),
      { tolerance: 1e-5 },
    );
  });
  reference.ranef_condsd_first10.school?.forEach((sd, level) => {
    const own = Math.sqrt(school!.covariances[level * k * k]!);
    expectAllClose([own], [sd], { tolerance: 1e-5 });
  });
}

function expectDegrees(
  fit: MixedModelFit,
  { slopes, ...expected }: GoldenDegrees,
): void {
  const p = fit.coefficients.length;
  const rows = Array.from({ length: p }, (_, i) => unit(p, i));
  const adjustment = kenwardRogerAdjustment(fit);
  const tests = rows.map((row) => ({
    usual: satterthwaite(fit, row),
    exact: kenwardRoger(fit, row, { adjustment }),
  }));
  expectRelative(
    tests.map(({ usual }) => usual.degreesOfFreedom),
    expected.satterthwaite,
    1e-5,
  );
  expectRelative(
    tests.map(({ exact }) => exact.degreesOfFreedom),
    expected.kenwardRoger,
    1e-5,
  );
  expectRelative(
    tests.map(({ exact }) => exact.standardErrors[0]!),
    expected.kenwardRogerErrors,
    1e-6,
  );
  if (slopes === undefined) return;
  const all = {
    satterthwaite: satterthwaite(fit, rows.slice(1)),
    kenwardRoger: kenwardRoger(fit, rows.slice(1), { adjustment }),
  };
  for (const kind of ["satterthwaite", "kenwardRoger"] as const) {
    const { statistic, degreesOfFreedom } = all[kind];
    expectRelative([statistic], [slopes[kind].statistic], 1e-5);
    expectRelative([degreesOfFreedom], [slopes[kind].df], 1e-5);
  }
}

function expectKenwardRoger(fit: MixedModelFit, reference: Reference): void {
  for (const expected of reference.kenward_roger ?? []) {
    const found = kenwardRoger(fit, [1]);
    expectClose(found.degreesOfFreedom, expected.df, { tolerance: 1e-5 });
    expectClose(found.standardErrors[0]!, expected["Std. Error"], {
      tolerance: 1e-7,
    });
    expectClose(
      found.estimates[0]! / found.standardErrors[0]!,
      expected["t value"],
      { tolerance: 1e-6 },
    );
    expectClose(found.pValue, expected["Pr(>|t|)"], { tolerance: 1e-6 });
  }
}

for (const [file, models] of Object.entries(MODELS)) {
  if (referenceIsAbsent) {
    test.skip(`fitMixedModel() on ${file}: the folder with public data is absent`, () => {});
    continue;
  }
  const rows = readRows(`${file}.csv`);
  const references = readReferenceResults(`${file}.lmm.ref.json`) as Readonly<
    Record<string, Reference>
  >;
  for (const [name, spec] of Object.entries(models)) {
    const reference = references[name]!;
    const design: MixedDesign = toDesign(rows, spec);
    const fit = fitMixedModel(design);
    test(`fitMixedModel() matches lme4 on ${file}: ${reference.formula}`, () => {
      expectReference(fit, reference.REML, reference);
      expectReference(
        fitMixedModel(design, { criterion: "ML" }),
        reference.ML,
        reference,
      );
    });
    test(`satterthwaite() and kenwardRoger() match lmerTest and pbkrtest on ${file}: ${reference.formula}`, () => {
      const degrees = golden as unknown as Readonly<
        Record<string, Readonly<Record<string, GoldenDegrees>>>
      >;
      expectDegrees(fit, degrees[file]![name]!);
      expectKenwardRoger(fit, reference);
    });
    test(`randomEffects() matches lme4 on ${file}: ${reference.formula}`, () => {
      expectEffects(fit, reference);
    });
  }
}
