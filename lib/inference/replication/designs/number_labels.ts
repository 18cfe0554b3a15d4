/** Labels numbered from 0 in the order in which they first occur. */
export interface NumberedLabels {
  /** Number of each row's label. */
  readonly number: Int32Array;
  /** The labels, each once. */
  readonly labels: readonly (number | string)[];
}

/** Numbers labels, e.g. of schools, from 0. */
export function numberLabels(
  labels: ArrayLike<number | string>,
): NumberedLabels {
  const numbers = new Map<number | string, number>();
  const number = Int32Array.from(
    { length: labels.length },
    (_, i) => {
      const label = labels[i]!;
      const found = numbers.get(label) ?? numbers.size;
      if (found === numbers.size) numbers.set(label, found);
      return found;
    },
  );
  return { number, labels: [...numbers.keys()] };
}

/** @throws {RangeError} If a column does not have one label per weight. */
export function checkLabels(
  labels: ArrayLike<unknown>,
  rows: number,
  { name }: { readonly name: string },
): void {
  if (labels.length !== rows) {
    throw new RangeError(
      `Cannot make replicates: found ${labels.length} ${name} for ${rows} weights`,
    );
  }
}
