import type { BackgroundIndex } from "#lib/codebook/mod.ts";
import { backgroundIndex } from "./background_index.ts";
import {
  type CodeColumn,
  NOT_ALLOWED,
  rangeColumn,
  readCode,
} from "./code_column.ts";
import type { CsvFile, DataFolder } from "./data_folder.ts";
import { BLANK } from "./parse_code.ts";

/** Social background of the pupils of one wave's roll, by row of the roll. */
export interface RollBackground {
  /** NaN unknown. */
  readonly index: Float64Array;
  /** Index into the codebook's education groups; −1 unknown. */
  readonly education: Int8Array;
  /** Highest value of each component in the home; NaN unknown. */
  readonly components: readonly Float32Array[];
}

/** A roll's background before any parent sheet is read. */
export function unknownBackground(
  rows: number,
  components: number,
): RollBackground {
  return {
    components: Array.from(
      { length: components },
      () => new Float32Array(rows).fill(NaN),
    ),
    index: new Float64Array(rows).fill(NaN),
    education: new Int8Array(rows).fill(-1),
  };
}

/** Reads the background columns of the parents' sheets. */
export class BackgroundReader {
  readonly #codebookIndex: BackgroundIndex;
  readonly #columns: readonly (CodeColumn & { readonly component: number })[];
  readonly #values: Float64Array;

  /** @param codebookIndex The codebook's frozen components. */
  constructor(codebookIndex: BackgroundIndex) {
    this.#codebookIndex = codebookIndex;
    this.#columns = codebookIndex.components.flatMap((part, component) =>
      part.columns.map((name) => {
        const [first, last] = part.range;
        const column = rangeColumn(name, { first, last, value: (c) => c });
        return { ...column, component };
      })
    );
    this.#values = new Float64Array(codebookIndex.components.length);
  }

  /** Names of the columns, in the order of {@linkcode BackgroundReader.read}. */
  get columns(): string[] {
    return this.#columns.map((column) => column.name);
  }

  /**
   * Reads the current row's background into `into` at `row`.
   *
   * @param firstCell Position of the first background column in `cellOf`.
   * @returns Number of cells that were filled in and allowed.
   */
  read(
    folder: DataFolder,
    file: CsvFile,
    { into, row, firstCell }: {
      readonly into: RollBackground;
      readonly row: number;
      readonly firstCell: number;
    },
  ): number {
    const { components, educationGroups } = this.#codebookIndex;
    const values = this.#values.fill(NaN);
    let given = 0;
    let educationCode = -1;
    this.#columns.forEach((column, c) => {
      const code = this.#readCell(folder, file, {
        column,
        cell: file.cellOf[firstCell + c]!,
      });
      if (code < 0) return;
      given++;
      const part = components[column.component]!;
      const value = part.values ? part.values[code]! : code;
      if (!(value <= values[column.component]!)) {
        values[column.component] = value;
        if (part.id === "education") educationCode = code;
      }
    });
    into.components.forEach((column, c) => column[row] = values[c]!);
    into.index[row] = backgroundIndex(this.#codebookIndex, values);
    into.education[row] = educationGroups.findIndex((group) =>
      group.codes.includes(educationCode)
    );
    return given;
  }

  #readCell(
    folder: DataFolder,
    file: CsvFile,
    { column, cell }: { readonly column: CodeColumn; readonly cell: number },
  ): number {
    const { cursor } = file;
    const code = readCode(cursor, cell, column);
    if (code === BLANK) return BLANK;
    if (code >= 0 && column.values[code] !== NOT_ALLOWED) return code;
    folder.quarantine.add(cursor.line, {
      column: column.name,
      value: cursor.text(cell),
      reason: `not one of ${column.allowed}`,
    });
    return BLANK;
  }
}
