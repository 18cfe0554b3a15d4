/**
 * Adds numbers with a running correction for what rounding loses.
 *
 * The error stays near one rounding of the result, however many are added; the
 * order is that of the array.
 *
 * @param values Any length; the sum of none is 0.
 * @see Neumaier (1974), Zeitschrift für Angewandte Mathematik und Mechanik 54, 39–51.
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let correction = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = total + value;
    correction += Math.abs(total) >= Math.abs(value)
      ? (total - next) + value
      : (value - next) + total;
    total = next;
  }
  // Infinity − Infinity in the correction must not turn an infinite sum into NaN.
  return Number.isFinite(total) ? total + correction : total;
}
