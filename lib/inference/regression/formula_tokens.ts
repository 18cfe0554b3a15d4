/** A piece of a formula: a name, or a sign. */
export interface FormulaToken {
  /** Whether it names a variable. */
  readonly isName: boolean;
  /** The name without quotes, or the sign. */
  readonly text: string;
  /** Place in the formula, counted from 1. */
  readonly place: number;
}

const PIECE =
  /\s*(?:`([^`]+)`|([\p{L}_.][\p{L}\p{N}_.]*)|(\|\||[~+\-:*()/|]|[01](?![\p{L}\p{N}_.])))/uy;

/**
 * Splits a formula into names and signs.
 *
 * @throws {SyntaxError} At the first character that is neither.
 */
export function formulaTokens(formula: string): readonly FormulaToken[] {
  const tokens: FormulaToken[] = [];
  const pattern = new RegExp(PIECE);
  const end = formula.trimEnd().length;
  while (pattern.lastIndex < end) {
    const rest = formula.slice(pattern.lastIndex);
    const place = pattern.lastIndex + rest.length - rest.trimStart().length + 1;
    const found = pattern.exec(formula);
    if (found === null) {
      throw new SyntaxError(
        `Cannot read the formula "${formula}": found "${
          formula.slice(place - 1, place + 7)
        }" at character ${place}, expected a name or one of ~ + - : * / | ( ) 0 1`,
      );
    }
    const [, quoted, plain, sign = ""] = found;
    const name = quoted ?? plain;
    tokens.push({
      isName: name !== undefined,
      text: name ?? sign,
      place,
    });
  }
  return tokens;
}
