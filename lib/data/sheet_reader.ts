import type { Codebook, Item } from "#lib/codebook/mod.ts";
import {
  type CodeColumn,
  DONT_KNOW,
  itemColumn,
  NOT_ALLOWED,
  refuseText,
} from "./code_column.ts";
import type { CsvFile, DataFolder } from "./data_folder.ts";
import { BLANK, NOT_A_NUMBER, parseCode } from "./parse_code.ts";
import type { Roll } from "./roll.ts";

/** Reads the items of one answer sheet after the other. */
export class SheetReader {
  readonly columns: ReadonlyMap<string, Int8Array>;
  answersRead = 0;
  dontKnow = 0;
  readonly #folder: DataFolder;
  readonly #file: CsvFile;
  readonly #items: readonly Item[];
  readonly #roll: Roll;
  readonly #codeColumns: readonly CodeColumn[];
  readonly #answers: readonly Int8Array[];
  readonly #cells: readonly number[];

  /**
   * @param file The file, whose last columns are the items.
   * @param sheet Items asked, and the roll whose rows the answers go to.
   */
  constructor(
    folder: DataFolder,
    file: CsvFile,
    { codebook, items, roll }: {
      readonly codebook: Codebook;
      readonly items: readonly Item[];
      readonly roll: Roll;
    },
  ) {
    this.#folder = folder;
    this.#file = file;
    this.#items = items;
    this.#roll = roll;
    this.#codeColumns = items.map((item) => itemColumn(codebook, item));
    this.#answers = items.map(() => new Int8Array(roll.rows).fill(-1));
    this.#cells = file.cellOf.slice(file.cellOf.length - items.length);
    this.columns = new Map(items.map((i, k) => [i.id, this.#answers[k]!]));
  }

  /** Reads the current row; returns the number of answers that are allowed. */
  read(row: number): number {
    const { bytes, starts, ends } = this.#file.cursor;
    const cells = this.#cells;
    let given = 0;
    for (let k = 0; k < cells.length; k++) {
      const cell = cells[k]!;
      const code = parseCode(bytes, starts[cell]!, ends[cell]!);
      if (code === BLANK) continue;
      this.answersRead++;
      const column = this.#codeColumns[k]!;
      const category = code >= 0 ? column.values[code]! : NOT_ALLOWED;
      if (category === NOT_ALLOWED) {
        this.#setAside(k, code);
        continue;
      }
      const { grades } = this.#items[k]!;
      if (grades && !isIn(grades, this.#roll.grade[row]!)) {
        this.#setAsideForm(k, grades);
        continue;
      }
      given++;
      if (category === DONT_KNOW) this.dontKnow++;
      else this.#answers[k]![row] = category;
    }
    return given;
  }

  #setAside(k: number, code: number): void {
    const { cursor } = this.#file;
    const column = this.#codeColumns[k]!;
    const cell = this.#cells[k]!;
    if (code === NOT_A_NUMBER) refuseText(cursor, cell, column);
    this.#add(k, `not one of ${column.allowed}`);
  }

  #setAsideForm(k: number, [first, last]: readonly [number, number]): void {
    this.#add(k, `item is for grades ${first} to ${last}`);
  }

  #add(k: number, reason: string): void {
    const { cursor } = this.#file;
    this.#folder.quarantine.add(cursor.line, {
      column: this.#codeColumns[k]!.name,
      value: cursor.text(this.#cells[k]!),
      reason,
    });
  }
}

function isIn(
  [first, last]: readonly [number, number],
  grade: number,
): boolean {
  return grade >= first && grade <= last;
}
