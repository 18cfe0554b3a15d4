/** Observed and expected numbers of answers at one sum score, by category. */
export interface ScoreRow {
  /** Number of answers in each category. */
  readonly observed: readonly number[];
  /** What the model expects; 0 where a category cannot occur. */
  readonly expected: readonly number[];
}

const total = (cells: readonly number[]): number =>
  cells.reduce((a, b) => a + b, 0);

/** Adds two score rows cell by cell; the longer one gives the number of cells. */
function addRows(a: ScoreRow, b: ScoreRow): ScoreRow {
  const [long, short] = a.expected.length < b.expected.length ? [b, a] : [a, b];
  return {
    observed: long.observed.map((x, c) => x + (short.observed[c] ?? 0)),
    expected: long.expected.map((x, c) => x + (short.expected[c] ?? 0)),
  };
}

/** Adds row `from` to row `to` and takes it away. */
function joinInPlace(rows: ScoreRow[], from: number, to: number): void {
  rows[to] = addRows(rows[to]!, rows[from]!);
  rows.splice(from, 1);
}

/** Merges the rows in which some category cannot occur into the nearest in which all can. */
function mergeImpossible(rows: readonly ScoreRow[]): ScoreRow[] {
  const whole = rows.map(({ expected }) => expected.every((e) => e > 0));
  const first = whole.indexOf(true);
  const last = whole.lastIndexOf(true);
  if (first < 0) return [...rows];
  const result = rows.slice(first, last + 1);
  for (const row of rows.slice(0, first)) result[0] = addRows(result[0]!, row);
  for (const row of rows.slice(last + 1)) {
    result[result.length - 1] = addRows(result[result.length - 1]!, row);
  }
  return result;
}

/** Merges rows with a single person into the next row, the last into the one before. */
function mergeSingles(rows: readonly ScoreRow[]): ScoreRow[] {
  const result = [...rows];
  for (let j = 0; j < result.length - 1;) {
    if (total(result[j]!.observed) === 1) joinInPlace(result, j, j + 1);
    else j++;
  }
  const last = result.length - 1;
  if (last > 0 && total(result[last]!.observed) === 1) {
    joinInPlace(result, last, last - 1);
  }
  return result;
}

/** Merges the smallest cell into its smaller neighbour until all are large enough or two are left. */
function mergeCategories(row: ScoreRow, smallest: number): ScoreRow {
  const observed = [...row.observed];
  const expected = [...row.expected];
  while (expected.length > 2 && Math.min(...expected) < smallest) {
    const from = expected.lastIndexOf(Math.min(...expected));
    const left = expected[from - 1] ?? Infinity;
    const right = expected[from + 1] ?? Infinity;
    const to = left <= right ? from - 1 : from + 1;
    for (const cells of [observed, expected]) {
      cells[to]! += cells[from]!;
      cells.splice(from, 1);
    }
  }
  return { observed, expected };
}

/** Adds cell `column` of every row that has it to the cell on its left. */
function mergeColumnInPlace(rows: ScoreRow[], column: number): void {
  const fold = (cells: readonly number[]): readonly number[] =>
    cells.length <= column
      ? cells
      : cells.flatMap((x, c) =>
        c === column ? [] : [c === column - 1 ? x + cells[column]! : x]
      );
  rows.forEach(({ observed, expected }, j) => {
    rows[j] = { observed: fold(observed), expected: fold(expected) };
  });
}

/** Merges columns that hardly any row has left. */
function mergeRareColumns(
  rows: readonly ScoreRow[],
  smallest: number,
): ScoreRow[] {
  const result = [...rows];
  const columns = (): number =>
    Math.max(...result.map(({ expected }) => expected.length));
  const inColumn = (column: number): readonly number[] =>
    result.map(({ expected }) => expected[column] ?? 0);
  const enough = smallest * Math.ceil(result.length / 10);
  while (columns() > 2 && total(inColumn(columns() - 1)) < enough) {
    mergeColumnInPlace(result, columns() - 1);
  }
  for (let column = columns() - 1; column >= 1; column--) {
    const filled = inColumn(column).filter((e) => e > 0).length;
    if (filled < 0.05 * result.length) mergeColumnInPlace(result, column);
  }
  return result;
}

/** Merges rows with too small a cell into the neighbour with fewer persons. */
function mergeSmallRows(
  rows: readonly ScoreRow[],
  smallest: number,
): ScoreRow[] {
  const result = [...rows];
  const persons = (j: number): number =>
    result[j] ? total(result[j].observed) : Infinity;
  while (result.length > 1) {
    const from = result.findIndex(({ expected }) =>
      expected.some((e) => e > 0 && e < smallest)
    );
    if (from < 0) break;
    joinInPlace(
      result,
      from,
      persons(from - 1) <= persons(from + 1) ? from - 1 : from + 1,
    );
  }
  return result;
}

/**
 * Makes the cells of a score × category table large enough for a chi-square.
 *
 * The rule is that of the R package mirt, so that results can be compared:
 * (1) scores at which some category cannot occur join the nearest score at which
 * all can; (2) scores with nobody go, those with one person join the next score;
 * (3) within a score the smallest cell joins its smaller neighbour until every
 * cell is large enough or two are left, and the cells are then counted from the
 * lowest; (4) cells that hardly any score has left join those on their left;
 * (5) a score with a cell that is still too small joins the neighbouring score
 * with fewer persons, cell by cell.
 *
 * @param smallest Smallest expectation of a cell, e.g. 1.
 */
export function mergeCells(
  rows: readonly ScoreRow[],
  smallest: number,
): readonly ScoreRow[] {
  const answered = mergeImpossible(rows).filter(({ observed }) =>
    total(observed) > 0
  );
  if (answered.length === 0) return answered;
  const compact = mergeSingles(answered).map((row) =>
    mergeCategories(row, smallest)
  );
  return mergeSmallRows(mergeRareColumns(compact, smallest), smallest);
}
