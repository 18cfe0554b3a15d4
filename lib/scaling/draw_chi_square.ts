import { ln, pow, type RandomStream } from "#lib/numerics/mod.ts";

/**
 * Draws a chi-square number by rejection from a transformed normal one.
 *
 * @param degreesOfFreedom More than 0.
 * @see Marsaglia & Tsang (2000), ACM Transactions on Mathematical Software 26, 363–372.
 */
export function drawChiSquare(
  stream: RandomStream,
  degreesOfFreedom: number,
): number {
  const shape = degreesOfFreedom / 2;
  // Below 1 the method does not apply: a gamma number of shape + 1 is shrunk.
  const raised = shape < 1 ? shape + 1 : shape;
  const shrink = shape < 1 ? pow(stream.uniform(), 1 / shape) : 1;
  const d = raised - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  while (true) {
    const z = stream.normal();
    const root = 1 + c * z;
    if (root <= 0) continue;
    const v = root * root * root;
    if (ln(stream.uniform()) < z * z / 2 + d - d * v + d * ln(v)) {
      return 2 * d * v * shrink;
    }
  }
}
