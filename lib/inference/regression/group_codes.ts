/** Rows in groups, e.g. pupils in schools. */
export interface GroupCodes {
  /**
   * Group of each row, 0 to `count` − 1 in order of appearance; that of the first row
   * with weight in rows without, which then change nothing.
   */
  readonly codes: Int32Array;
  /** Number of groups that have rows with weight. */
  readonly count: number;
  /** What each group is called. */
  readonly labels: readonly (string | number)[];
}

/**
 * Numbers the groups that occur among the rows with weight.
 *
 * @param weights One per row; null where all rows count.
 * @throws {RangeError} If a row has no group (NaN, "" or a negative number).
 */
export function groupCodes(
  groups: ArrayLike<number> | ArrayLike<string>,
  weights: Float64Array | null,
): GroupCodes {
  const codes = new Int32Array(groups.length);
  const codeOf = new Map<string | number, number>();
  const labels: (string | number)[] = [];
  for (let i = 0; i < groups.length; i++) {
    if (weights !== null && weights[i] === 0) continue;
    const label = groups[i]!;
    if (label === "" || !(typeof label === "string" || label >= 0)) {
      throw new RangeError(
        `Cannot group rows: row ${i} has the group "${label}", a text or a number of 0 or more is needed`,
      );
    }
    let code = codeOf.get(label);
    if (code === undefined) {
      code = labels.length;
      codeOf.set(label, code);
      labels.push(label);
    }
    codes[i] = code;
  }
  return { codes, count: labels.length, labels };
}
