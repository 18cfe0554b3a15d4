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
