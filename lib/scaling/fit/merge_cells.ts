/** Observed and expected numbers of answers at one sum score, by category. */
export interface ScoreRow {
  readonly observed: readonly number[];
  readonly expected: readonly number[];
}

/** Adds two score rows cell by cell. */
function addRows(a: ScoreRow, b: ScoreRow): ScoreRow {
  return {
    observed: a.observed.map((x, c) => x + b.observed[c]!),
    expected: a.expected.map((x, c) => x + b.expected[c]!),
  };
}

const add = (cells: readonly number[], from: number, to: number): number[] => {
  const result = [...cells];
  result[to]! += result[from]!;
  result.splice(from, 1);
  return result;
};

/** Merges the smallest cell into its smaller neighbour until all are large enough or two are left. */
function mergeCategories(row: ScoreRow, smallest: number): ScoreRow {
  let { observed, expected } = row;
  while (expected.length > 2 && Math.min(...expected) < smallest) {
    const from = expected.indexOf(Math.min(...expected));
    const left = expected[from - 1] ?? Infinity;
    const right = expected[from + 1] ?? Infinity;
    const to = left < right ? from - 1 : from + 1;
    observed = add(observed, from, to);
    expected = add(expected, from, to);
  }
  return { observed, expected };
}

/** Merges rows for which `small` holds into the neighbour with fewer persons. */
function mergeRows(
  rows: readonly ScoreRow[],
  small: (row: ScoreRow) => boolean,
): readonly ScoreRow[] {
  const result = [...rows];
  const size = (row: ScoreRow | undefined): number =>
    row ? row.expected.reduce((a, b) => a + b, 0) : Infinity;
  while (result.length > 1) {
    const from = result.findIndex(small);
    if (from < 0) break;
    const to = size(result[from - 1]) < size(result[from + 1])
      ? from - 1
      : from + 1;
    result[to] = addRows(result[to]!, result[from]!);
    result.splice(from, 1);
  }
  return result;
}

/** Merges the rows in which some category cannot occur into the nearest in which all can. */
function mergeImpossible(rows: readonly ScoreRow[]): readonly ScoreRow[] {
  const whole = rows.map(({ expected }) => expected.every((e) => e > 0));
  const first = whole.indexOf(true);
  const last = whole.lastIndexOf(true);
  if (first < 0) return rows;
  const result = rows.slice(first, last + 1);
  for (const row of rows.slice(0, first)) result[0] = addRows(result[0]!, row);
  for (const row of rows.slice(last + 1)) {
    result[result.length - 1] = addRows(result[result.length - 1]!, row);
  }
  return result;
}

/**
 * Makes the cells of a score × category table large enough for a chi-square.
 *
 * The rule, in this order: (1) scores at which some category cannot occur join
 * the nearest score at which all can; (2) a score whose two halves cannot both
 * reach the smallest expectation, however its categories are merged, joins the
 * neighbouring score with fewer persons; (3) within a score the smallest cell
 * joins its smaller neighbour until every cell is large enough.
 *
 * @param smallest Smallest expectation of a cell, e.g. 1.
 */
export function mergeCells(
  rows: readonly ScoreRow[],
  smallest: number,
): readonly ScoreRow[] {
  const small = (row: ScoreRow): boolean =>
    Math.min(...mergeCategories(row, smallest).expected) < smallest;
  const answered = mergeImpossible(rows).filter(({ observed }) =>
    observed.some((n) => n > 0)
  );
  return mergeRows(answered, small).map((row) =>
    mergeCategories(row, smallest)
  );
}
