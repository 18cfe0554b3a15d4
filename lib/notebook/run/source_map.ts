/** A place in a text; lines and columns count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

const BASE64 =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const INLINE_MAP =
  /sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;

/**
 * Finds the source line of a place in transpiled code that carries its source
 * map at its end.
 *
 * @param code Transpiled code with an inline map of a single source.
 * @param position Place in the transpiled code.
 * @returns Line in the source, from 1; null when nothing there is mapped.
 * @see Source Map specification (ECMA-426), "mappings".
 */
export function sourceLineOf(
  code: string,
  position: TextPosition,
): number | null {
  const encoded = INLINE_MAP.exec(code)?.[1];
  if (encoded === undefined) return null;
  const { mappings } = JSON.parse(atob(encoded)) as {
    readonly mappings: string;
  };
  let sourceLine = 0;
  let found: number | null = null;
  for (const [index, group] of mappings.split(";").entries()) {
    let column = 0;
    for (const segment of group.split(",").filter((text) => text !== "")) {
      const [columnStep = 0, , lineStep = 0] = decodeVlq(segment);
      column += columnStep;
      sourceLine += lineStep;
      const isBefore = index + 1 === position.line &&
        (found === null || column < position.column);
      if (isBefore) found = sourceLine + 1;
    }
  }
  return found;
}

/** Base-64 digits of 5 bits and a continuation bit; the lowest bit is the sign. */
function decodeVlq(segment: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = BASE64.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
