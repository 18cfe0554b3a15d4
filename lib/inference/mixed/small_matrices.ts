/** a b, or a′ b, of k × k matrices. */
export function multiply(
  a: Float64Array,
  b: Float64Array,
  { k, transposed = false }: {
    readonly k: number;
    readonly transposed?: boolean;
  },
): Float64Array {
  const product = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      let sum = 0;
      for (let m = 0; m < k; m++) {
        sum += a[transposed ? m * k + i : i * k + m]! * b[m * k + j]!;
      }
      product[i * k + j] = sum;
    }
  }
  return product;
}

/** T E T′ of k × k matrices. */
export function congruence(
  t: Float64Array,
  e: Float64Array,
  k: number,
): Float64Array {
  const half = multiply(t, e, { k });
  const product = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      for (let m = 0; m < k; m++) {
        product[i * k + j]! += half[i * k + m]! * t[j * k + m]!;
      }
    }
  }
  return product;
}
