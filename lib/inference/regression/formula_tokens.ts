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
    const start = pattern.lastIndex;
    const found = pattern.exec(formula);
    if (found === null) {
      throw new SyntaxError(
        `Cannot read the formula "${formula}": character ${start + 1} begins "${
          formula.slice(start, start + 8).trim()
        }", a name or one of ~ + - : * / | ( ) 0 1 was expected`,
      );
    }
    const [, quoted, plain, sign = ""] = found;
    const name = quoted ?? plain;
    tokens.push({
      isName: name !== undefined,
      text: name ?? sign,
      place: start + 1,
    });
  }
  return tokens;
}
