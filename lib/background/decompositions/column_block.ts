/** Columns that are reported together, e.g. everything about parents' education. */
export interface ColumnBlock {
  /** What the reader sees. */
  readonly name: string;
  /** Names of columns of the data, none in two blocks. */
  readonly columns: readonly string[];
  /**
   * "numbers", or "categories": 0/1 columns for all categories but one. With categories
   * the result does not depend on which one has no column.
   * @default {"numbers"}
   */
  readonly kind?: "numbers" | "categories";
}

/** Names of all columns, block after block. */
export function columnsOf(blocks: readonly ColumnBlock[]): readonly string[] {
  return blocks.flatMap(({ columns }) => columns);
}

/**
 * Checks that there is something to decompose.
 * @throws {RangeError} If there are no blocks, one is empty, or a name occurs twice.
 */
export function checkBlocks(blocks: readonly ColumnBlock[]): void {
  const columns = columnsOf(blocks);
  const empty = blocks.find((block) => block.columns.length === 0);
  if (blocks.length === 0 || empty) {
    throw new RangeError(
      `Cannot decompose: found no columns${
        empty ? ` in block "${empty.name}"` : ""
      }, at least 1 is needed`,
    );
  }
  for (const names of [columns, blocks.map(({ name }) => name)]) {
    const twice = names.find((name, k) => names.indexOf(name) !== k);
    if (twice !== undefined) {
      throw new RangeError(
        `Cannot decompose: "${twice}" occurs twice, every column and block may occur once`,
      );
    }
  }
}
