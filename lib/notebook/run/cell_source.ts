import * as nodeModule from "node:module";
import { runDeno } from "../deno_process.ts";
import { sourceLineOf, type TextPosition } from "./source_map.ts";

/** What is wrong with a cell that cannot be parsed. */
export interface SyntaxProblem {
  readonly message: string;
  /** Line of the cell, from 1; null when the parser did not say. */
  readonly line: number | null;
}

/** Length of what the kernel puts before the first line of every cell. */
const FIRST_LINE_OFFSET = "'use strict'; void 0;".length;
/** A kernel that knows the line of the cell says it thus. */
const MARKED_LINE = /^(?:\s*at )?cell:(\d+):\d+$/;
const IMPORT = /^import\s+(?!type\b)([^"';]*?)\s*from\s*(["'][^"'\n]+["'])/gm;
const BARE_IMPORT = /^import\s*(["'][^"'\n]+["'])/gm;

/**
 * Finds the line of a cell at which an error was thrown.
 *
 * The kernel's traceback counts lines of the code as it was after removing
 * types, so the same transformation is made here and read backwards.
 *
 * @param code The cell.
 * @param traceback The kernel's lines, innermost call first.
 * @returns Line of the cell, from 1; null when the traceback names none.
 */
export function failingLine(
  code: string,
  traceback: readonly string[],
): number | null {
  const told = traceback.map((frame) => MARKED_LINE.exec(frame)?.[1])
    .findLast((line) => line !== undefined);
  if (told !== undefined) return Number(told);
  const position = outermostPosition(traceback);
  if (position === null) return null;
  const column = position.line === 1
    ? position.column - FIRST_LINE_OFFSET
    : position.column;
  try {
    return sourceLineOf(transpile(importsAsKernelSeesThem(code)), {
      line: position.line,
      column,
    });
  } catch {
    // The line is a help to the reader; without it the message still stands.
    return null;
  }
}

/** The call nearest the cell's top level; functions of earlier cells lie further in. */
function outermostPosition(traceback: readonly string[]): TextPosition | null {
  for (const frame of traceback.toReversed()) {
    const [, line, column] = /[ (]<anonymous>:(\d+):(\d+)\)?$/.exec(frame) ??
      [];
    if (line !== undefined && column !== undefined) {
      return { line: Number(line), column: Number(column) };
    }
  }
  return null;
}

/** Imports become awaited calls in the kernel; other transpilers drop unused ones. */
function importsAsKernelSeesThem(code: string): string {
  return code
    .replace(IMPORT, (whole, names: string, from: string) => {
      const lines = "\n".repeat(whole.split("\n").length - 1);
      return `const {${
        names.replace(/[^\w$]+/g, "_")
      }} = await import(${from}${lines})`;
    })
    .replace(BARE_IMPORT, "await import($1)");
}

type StripTypes = (
  code: string,
  options: { mode: "transform"; sourceMap: true },
) => string;

function transpile(code: string): string {
  // In Deno's node:module, but not yet in the types that the project uses.
  const { stripTypeScriptTypes } = nodeModule as unknown as {
    stripTypeScriptTypes: StripTypes;
  };
  return stripTypeScriptTypes(code, { mode: "transform", sourceMap: true });
}

/**
 * Says what a cell's syntax error is; the kernel only says that there is one.
 *
 * @param code The cell.
 * @returns The problem; null when the cell can be parsed.
 */
export async function findSyntaxProblem(
  code: string,
): Promise<SyntaxProblem | null> {
  const { stdout } = await runDeno(
    ["lint", "--no-config", "--json", "-"],
    { input: code },
  );
  const report = JSON.parse(stdout || "{}") as {
    readonly errors?: readonly { readonly message: string }[];
  };
  const problem = report.errors?.[0];
  if (problem === undefined) return null;
  const [first = "syntax error"] = problem.message.replace(/^SyntaxError: /, "")
    .split("\n");
  const place = /:(\d+):\d+\s*$/.exec(problem.message)?.[1];
  return { message: first, line: place === undefined ? null : Number(place) };
}
