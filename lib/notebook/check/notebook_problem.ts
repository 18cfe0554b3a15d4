/** Something wrong in a notebook. */
export interface NotebookProblem {
  /** Path of the notebook. */
  readonly notebook: string;
  /** Number among the code cells, from 1; 0 when it is about the whole notebook. */
  readonly cellNumber: number;
  /** Line of the cell, from 1; 0 when it is about the whole cell. */
  readonly line: number;
  /** e.g. "TS2322", "syntax" or "notebook/bare-expression". */
  readonly rule: string;
  /** What is wrong. */
  readonly message: string;
}

/** Writes a problem on one line, e.g. `billund.ipynb cell 3 line 1: … (TS2322)`. */
export function describeProblem(
  { notebook, cellNumber, line, rule, message }: NotebookProblem,
): string {
  const cell = cellNumber === 0 ? "" : ` cell ${cellNumber}`;
  const at = line === 0 ? "" : ` line ${line}`;
  return `${notebook}${cell}${at}: ${message} (${rule})`;
}
