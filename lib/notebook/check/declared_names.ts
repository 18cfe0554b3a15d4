/** A name that a cell brings into the notebook. */
export interface DeclaredName {
  readonly name: string;
  /** Line of the cell, from 1. */
  readonly line: number;
}

const DECLARATION =
  /^(?:async\s+)?(?:const|let|var|function\*?|class|type|interface)\s+(?:([\w$]+)|[{[]([^=]*?)[}\]]\s*=)/gm;
const IMPORT = /^import\s+(?:type\s+)?([^"';]*?)\s*from\s*["']/gm;

/**
 * Names that a cell declares at its top level; imports are not among them.
 *
 * @param source Text of a code cell, formatted: a declaration begins its line.
 */
export function declaredNames(source: string): readonly DeclaredName[] {
  return [...source.matchAll(DECLARATION)].flatMap(
    ({ 1: single, 2: pattern = "", index }) => {
      const line = lineOf(source, index);
      if (single !== undefined) return [{ name: single, line }];
      return boundNames(pattern).map((name) => ({ name, line }));
    },
  );
}

/**
 * Names that a cell imports.
 *
 * @param source Text of a code cell.
 */
export function importedNames(source: string): readonly DeclaredName[] {
  return [...source.matchAll(IMPORT)].flatMap(({ 1: clause = "", index }) =>
    boundNames(clause.replace(/\s+as\s+/g, ": ").replace(/\*/g, "")).map((
      name,
    ) => ({ name, line: lineOf(source, index) }))
  );
}

/**
 * Line of the first use of a name in a cell that does not declare it itself,
 * from 1; null without one. Texts, comments, imports and the names of fields
 * are no use.
 */
export function firstUse(source: string, name: string): number | null {
  if (declaredNames(source).some((own) => own.name === name)) return null;
  const blank = (text: string) => text.replace(/[^\n]/g, " ");
  const code = source
    .replace(IMPORT, blank)
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, blank)
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, blank);
  const escaped = name.replaceAll("$", "\\$");
  const use = new RegExp(
    `(?<![\\w$.])(?<![{,]\\s*(?=${escaped}\\s*:))${escaped}(?![\\w$])`,
  ).exec(code);
  return use === null ? null : lineOf(source, use.index);
}

/** Names in `a, b: c, type d`, of which `c` stands for `b`. */
function boundNames(pattern: string): readonly string[] {
  return pattern.replace(/[{}[\]]/g, ",").split(",")
    .map((part) => part.split("=")[0]?.split(":").at(-1) ?? "")
    .map((part) => part.replace(/^\s*type\s+|\.\.\./g, "").trim())
    .filter((name) => /^[\w$]+$/.test(name));
}

function lineOf(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}
