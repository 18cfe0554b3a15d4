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

/** @throws {RangeError} If there is not one label per weight, or one is missing (NaN, "" or below 0). */
export function checkLabels(
  labels: ArrayLike<number | string>,
  rows: number,
  { name }: { readonly name: string },
): void {
  if (labels.length !== rows) {
    throw new RangeError(
      `Cannot make replicates: found ${labels.length} ${name} for ${rows} weights`,
    );
  }
  for (let i = 0; i < rows; i++) {
    const label = labels[i]!;
    if (label === "" || !(typeof label === "string" || label >= 0)) {
      throw new RangeError(
        `Cannot make replicates: row ${i} has "${label}" among the ${name}, a text or a number of 0 or more is needed`,
      );
    }
  }
}
