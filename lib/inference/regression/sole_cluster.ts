import { symmetricEigen } from "#lib/numerics/mod.ts";
import type { ClusterProducts } from "./cluster_products.ts";

/** A direction of which a cluster decides this much is its own. */
const WHOLE = 1 - 1e-10;
/** A contrast that has less than this part of a direction has none of it. */
const NONE = 1e-8;

/** Directions of the basis that one cluster alone decides, each of length p. */
function soleDirections(
  { count, weighted, total }: ClusterProducts,
): readonly Float64Array[] {
  const p = Math.sqrt(total.length);
  const directions: Float64Array[] = [];
  for (let g = 0; g < count; g++) {
    const block = weighted.subarray(g * p * p, (g + 1) * p * p);
    let trace = 0;
    for (let j = 0; j < p; j++) trace += block[j * p + j]!;
    if (trace < WHOLE) continue;
    const { values, vectors } = symmetricEigen(block, p);
    values.forEach((value, own) => {
      if (value < WHOLE) return;
      directions.push(values.map((_, k) => vectors[k * p + own]!));
    });
  }
  return directions;
}

/**
 * A test of whether one cluster alone decides a contrast, e.g. an effect where a single
 * school was treated.
 *
 * Such a cluster's residuals add to 0 along the contrast, so that every cluster-robust
 * variance would leave out just the part that matters: there is none to be had.
 *
 * @returns Takes a contrast on the coefficients of the orthonormal basis.
 * @see MacKinnon & Webb (2018), The Econometrics Journal 21, 114–135.
 */
export function soleClusterTest(
  products: ClusterProducts,
): (contrast: Float64Array) => boolean {
  const directions = soleDirections(products);
  return (contrast) => {
    const length = Math.sqrt(contrast.reduce((total, c) => total + c * c, 0));
    return directions.some((direction) => {
      const along = contrast.reduce((sum, c, k) => sum + c * direction[k]!, 0);
      return Math.abs(along) > NONE * length;
    });
  };
}
