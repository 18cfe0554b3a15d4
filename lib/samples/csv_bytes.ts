const SEMICOLON = 59;
const NEWLINE = 10;
const ZERO = 48;
const KEY_DIGITS = 7;

/** First letter of pupils' keys. */
export const PUPIL_KEY = "E";
/** First letter of the keys of staff. */
export const STAFF_KEY = "P";

/** Writes a key such as "E0012345" and returns the position after it. */
function writeKey(
  bytes: Uint8Array,
  at: number,
  letter: number,
  number: number,
): number {
  bytes[at] = letter;
  let left = number;
  for (let digit = KEY_DIGITS; digit >= 1; digit--) {
    bytes[at + digit] = ZERO + left % 10;
    left = Math.floor(left / 10);
  }
  return at + KEY_DIGITS + 1;
}

/** A column of keys in an answer file. */
export interface KeyColumn {
  /** First letter of the keys, one ASCII character. */
  readonly letter: string;
  /** Number behind the letter per row, 0 to 9,999,999. */
  readonly numbers: Int32Array;
}

/** A column of whole numbers 0–99, where 0 is blank. */
export type NumberColumn = Uint8Array;

/** What an answer file holds, column by column. */
export interface AnswerFile {
  readonly header: readonly string[];
  readonly rows: number;
  readonly keys: readonly KeyColumn[];
  readonly numbers: readonly NumberColumn[];
  /** Characters, 0 for blank; element `row * items + item`. */
  readonly answers: Uint8Array;
  readonly items: number;
}

/** Key of a person as it stands in the files, e.g. "E0012345". */
export function personKey(letter: string, number: number): string {
  return letter + String(number).padStart(KEY_DIGITS, "0");
}

/** Writes an answer file as bytes: semicolons, one line per row, no string per answer. */
export function toAnswerBytes(file: AnswerFile): Uint8Array {
  const { rows, keys, numbers, answers, items } = file;
  const header = new TextEncoder().encode(`${file.header.join(";")}\n`);
  const widest = keys.length * (KEY_DIGITS + 2) + numbers.length * 3 +
    items * 2 + 1;
  const bytes = new Uint8Array(header.length + rows * widest);
  bytes.set(header);
  let at = header.length;
  const letters = keys.map(({ letter }) => letter.charCodeAt(0));
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < keys.length; k++) {
      if (k > 0) bytes[at++] = SEMICOLON;
      at = writeKey(bytes, at, letters[k]!, keys[k]!.numbers[row]!);
    }
    for (const column of numbers) {
      const value = column[row]!;
      bytes[at++] = SEMICOLON;
      if (value >= 10) bytes[at++] = ZERO + Math.floor(value / 10);
      if (value > 0) bytes[at++] = ZERO + value % 10;
    }
    for (let i = row * items; i < (row + 1) * items; i++) {
      bytes[at++] = SEMICOLON;
      const character = answers[i]!;
      if (character !== 0) bytes[at++] = character;
    }
    bytes[at++] = NEWLINE;
  }
  return bytes.slice(0, at);
}

/** Writes a small table as bytes, one line per row. */
export function toTableBytes(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Uint8Array {
  const lines = rows.map((row) => row.join(";"));
  return new TextEncoder().encode([header.join(";"), ...lines, ""].join("\n"));
}
