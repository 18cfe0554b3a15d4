import { symmetricEigen } from "#lib/numerics/mod.ts";
import { independentBlocks } from "./independent_blocks.ts";
import { backTransform } from "./fixed_columns.ts";
import {
  addBlock,
  addBundle,
  type KenwardRogerSums,
  type PieceShape,
  type VarianceParameter,
} from "./kenward_roger_pieces.ts";
import { congruence, multiply } from "./small_matrices.ts";
import type { MixedModelFit } from "./mixed_model_fit.ts";
import { type PreparedModel, prepareModel } from "./prepared_model.ts";
import { relativeFactors } from "./relative_factor.ts";
import { fixedCovariance } from "./solve_effects.ts";

/** The pieces that all contrasts of one fit share. */
export interface KenwardRogerAdjustment {
  /** Covariance of the coefficients corrected for the variances being estimated, p × p. */
  readonly covariance: Float64Array;
  /** The uncorrected one. */
  readonly unadjusted: Float64Array;
  /** Covariance of the variance parameters from their expected information. */
  readonly spread: Float64Array;
  /** Per parameter Φ P Φ, p × p. */
  readonly changes: readonly Float64Array[];
}

function variableParameters({ problem }: PreparedModel): VarianceParameter[] {
  return problem.terms.flatMap(({ size, correlated }, term) => {
    const own: VarianceParameter[] = [];
    for (let a = 0; a < size; a++) {
      for (let b = 0; b <= a; b++) {
        if (a === b || correlated) own.push({ term, a, b });
      }
    }
    return own;
  });
}

/** All sums, the residual's with their share of the whole. */
function sumPieces(
  model: PreparedModel,
  factors: readonly Float64Array[],
  shape: PieceShape,
): KenwardRogerSums {
  const { p } = shape;
  const count = shape.parameters.length + 1;
  const blank = (): Float64Array => new Float64Array(p * p);
  const sums: KenwardRogerSums = {
    first: Array.from({ length: count }, blank),
    second: Array.from({ length: count * count }, blank),
    traces: new Float64Array(count * count),
  };
  const { blocks, bundles } = independentBlocks(model);
  for (const block of blocks) addBlock(sums, block, { factors, shape });
  for (const bundle of bundles) addBundle(sums, bundle, { factors, shape });
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const whole = model.units.total[i * (p + 1) + j]!;
      sums.first[count - 1]![i * p + j]! += whole;
      sums.second[count * count - 1]![i * p + j]! += whole;
    }
  }
  sums.traces[count * count - 1]! += model.problem.n;
  return sums;
}

/** tr(a b) of p × p matrices. */
export function trace(a: Float64Array, b: Float64Array, p: number): number {
  let sum = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) sum += a[i * p + j]! * b[j * p + i]!;
  }
  return sum;
}

/** 2 × inverse of the expected information, with rows brought to one scale first. */
function spreadOf(information: Float64Array, count: number): Float64Array {
  const scale = Float64Array.from(
    { length: count },
    (_, i) => 1 / Math.sqrt(information[i * count + i]!),
  );
  const scaled = information.map((x, at) =>
    x * scale[Math.floor(at / count)]! * scale[at % count]!
  );
  const { values, vectors } = symmetricEigen(scaled, count);
  return Float64Array.from({ length: count * count }, (_, at) => {
    const i = Math.floor(at / count), j = at % count;
    let sum = 0;
    for (let m = 0; m < count; m++) {
      if (!(values[m]! > 1e-10)) continue;
      sum += vectors[i * count + m]! * vectors[j * count + m]! / values[m]!;
    }
    return 2 * sum * scale[i]! * scale[j]!;
  });
}

/**
 * The adjusted covariance of the coefficients and what degrees of freedom need.
 *
 * V_A = Φ + 2 Φ {Σ_rs W_rs (Q_rs − P_r Φ P_s)} Φ; the pieces are sums over blocks of
 * levels that share no rows, so that no n × n matrix arises.
 *
 * @throws {RangeError} If the fit is not REML, has level weights, or a block is too large.
 * @see Kenward & Roger (1997), Biometrics 53, 983–997; Halekoh & Højsgaard (2014),
 * Journal of Statistical Software 59(9).
 */
export function kenwardRogerAdjustment(
  fit: MixedModelFit,
): KenwardRogerAdjustment {
  if (fit.criterion !== "REML" || fit.design.levelWeights !== undefined) {
    throw new RangeError(
      `Cannot find Kenward–Roger degrees of freedom: the fit is by ${fit.criterion}${
        fit.design.levelWeights ? " with level weights" : ""
      }, it must be by REML without level weights`,
    );
  }
  const model = prepareModel(fit.design);
  const { fixed } = model.problem, { p } = fixed;
  const parameters = variableParameters(model);
  const count = parameters.length + 1;
  const variance = fit.residualVariance;
  const factors = relativeFactors(model.problem, fit.theta);
  const { first, second, traces } = sumPieces(model, factors, {
    parameters,
    p,
  });
  const at = model.parts.factorise(fit.theta);
  const unadjusted = fixedCovariance(at, model.layout, fixed).map((v) =>
    variance * v
  );
  // The sums are of scaled columns: Φ of those comes out of the same equations.
  const phi = fixedCovariance(at, model.layout, {
    ...fixed,
    constant: -1,
    scales: new Float64Array(p).fill(1),
  }).map((v) => variance * v);
  const information = new Float64Array(count * count);
  const inner = new Float64Array(p * p);
  const phiFirst = first.map((own) => multiply(phi, own, { k: p }));
  for (let r = 0; r < count; r++) {
    for (let s = 0; s < count; s++) {
      information[r * count + s] =
        traces[r * count + s]! / (variance * variance) -
        2 * trace(phi, second[r * count + s]!, p) /
          (variance * variance * variance) +
        trace(phiFirst[r]!, phiFirst[s]!, p) /
          (variance * variance * variance * variance);
    }
  }
  const spread = spreadOf(information, count);
  for (let r = 0; r < count; r++) {
    for (let s = 0; s < count; s++) {
      const weight = spread[r * count + s]!;
      const taken = multiply(first[r]!, phiFirst[s]!, { k: p });
      for (let i = 0; i < p * p; i++) {
        inner[i]! += weight *
          (second[r * count + s]![i]! / variance -
            taken[i]! / (variance * variance)) /
          (variance * variance);
      }
    }
  }
  const back = backTransform(fixed);
  const sandwich = (matrix: Float64Array): Float64Array =>
    congruence(back, congruence(phi, matrix, p), p);
  const change = sandwich(inner);
  return {
    covariance: unadjusted.map((v, i) => v + 2 * change[i]!),
    unadjusted,
    spread,
    changes: first.map((own) =>
      sandwich(own.map((x) => -x / (variance * variance)))
    ),
  };
}
