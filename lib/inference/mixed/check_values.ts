/** Throws with the start that all messages of a design share. */
export function failDesign(found: string): never {
  throw new RangeError(`Cannot fit a mixed model: ${found}`);
}

/** Refuses another length than n, and values that are no numbers. */
export function checkFinite(
  values: Float64Array,
  { what, n }: { readonly what: string; readonly n: number },
): void {
  if (values.length !== n) {
    failDesign(`${what} has ${values.length} values for ${n} rows`);
  }
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i]!)) {
      failDesign(
        `${what} is ${
          values[i]
        } in row ${i}, rows with missing values must be dropped`,
      );
    }
  }
}

/** Refuses weights that are not above 0. */
export function checkPositive(
  values: Float64Array | undefined,
  { what, n }: { readonly what: string; readonly n: number },
): void {
  if (values === undefined) return;
  checkFinite(values, { what, n });
  const wrong = values.findIndex((w) => !(w > 0));
  if (wrong >= 0) {
    failDesign(
      `${what} is ${values[wrong]} in place ${wrong}, it must be above 0`,
    );
  }
}
