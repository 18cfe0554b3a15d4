import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import {
  checkNotebooks,
  describeProblem,
  formatNotebook,
  type NotebookProblem,
} from "#lib/notebook/mod.ts";
import { makeNotebook, testFolder, writeNotebook } from "./fixtures.ts";

// Kernels and compilers need longer than arithmetic does, more so on a busy machine.
// The tests share nothing, and most of their time is waiting.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 4 });

const root = fileURLToPath(new URL("../..", import.meta.url));

function check(cells: readonly string[]): Promise<readonly NotebookProblem[]> {
  const { path } = writeNotebook(testFolder(), "billund", cells);
  return checkNotebooks({ paths: [path], root });
}

/** e.g. "2:1 notebook/hidden-state: …". */
function describeShort(problem: NotebookProblem): string {
  const { cellNumber, line, rule, message } = problem;
  return `${cellNumber}:${line} ${rule}: ${message}`;
}

test.concurrent("checkNotebooks() finds nothing in a sound notebook, also when a cell declares a name anew", async () => {
  const cells = [
    `import { basename } from "node:path";\nimport type { Stats } from "node:fs";`,
    `const navn: string = basename("/a/b");\nconst stats: Stats | null = null;`,
    `import { basename } from "node:path";\nconst navn = basename("/c").length + 1;\nconst sum: number = navn;`,
  ];
  expect(await check(cells)).toEqual([]);
});

test.concurrent("checkNotebooks() finds a type error across cells at its cell and line", async () => {
  const [problem, ...rest] = await check([
    `const tal = 512;`,
    `// prosa\n\nconst tekst: string = tal;`,
  ]);
  expect(rest).toEqual([]);
  expect(problem).toMatchObject({ cellNumber: 2, line: 3, rule: "TS2322" });
  expect(problem?.message).toBe(
    "Type 'number' is not assignable to type 'string'.",
  );
});

test.concurrent("checkNotebooks() places an error in a multi-line import at its line", async () => {
  const problems = await check([
    `const a = 1;`,
    `import {\n  basename,\n  findesIkke,\n} from "node:path";`,
  ]);
  expect(problems).toMatchObject([{ cellNumber: 2, line: 3, rule: "TS2305" }]);
});

test.concurrent("checkNotebooks() finds syntax errors", async () => {
  const problems = await check([`const a = 1;`, `\nconst b = ;`]);
  expect(problems).toMatchObject([{ cellNumber: 2, line: 2, rule: "syntax" }]);
});

test.concurrent("checkNotebooks() finds what a cell of ours may not do", async () => {
  const problems = await check([
    `const show = (text: string): Promise<void> => Promise.resolve(void text);`,
    `const a = 1;\na;`,
    `show("glemt");\nconst b = 2;`,
    `const sti = Deno.cwd();\nconst t = Math.random() + Date.now();`,
    `import { x } from "./min_fil.ts";\nconst y = x;`,
    `await show("rigtigt");`,
  ]);
  const rules = problems.map(({ cellNumber, line, rule }) =>
    `${cellNumber}:${line} ${rule}`
  );
  expect(rules.filter((rule) => rule.includes("notebook/"))).toEqual([
    "2:2 notebook/bare-expression",
    "3:1 notebook/missing-await",
    "4:1 notebook/kernel-specific",
    "4:2 notebook/chance-or-time",
    "4:2 notebook/chance-or-time",
    "5:1 notebook/relative-import",
  ]);
});

test.concurrent("checkNotebooks() finds stored outputs", async () => {
  const path = join(testFolder(), "billund.ipynb");
  const { metadata, cells } = makeNotebook([`const a = 1;`]);
  writeFileSync(
    path,
    formatNotebook({
      metadata,
      cells: cells.map((cell) => ({ ...cell, executionCount: 3 })),
    }),
  );
  const problems = await checkNotebooks({ paths: [path], root });
  expect(problems.map(describeProblem)).toEqual([
    `${path} cell 1: outputs are stored; notebooks are committed without them (notebook/stored-outputs)`,
  ]);
});

test.concurrent("checkNotebooks() finds a cell that needs a later one", async () => {
  const problems = await check([
    `const dobbelt = tal * 2;\nconst sti = basename("a/b");`,
    `const { tal } = { tal: 21 + dobbelt };`,
    `import { basename } from "node:path";\nconst navn = basename("c/d" + sti);`,
    `void [dobbelt, navn, tal, helt_ukendt];`,
  ]);
  expect(problems.map(describeShort)).toEqual([
    "1:1 notebook/hidden-state: `tal` comes from cell 2, which is run later",
    "1:2 notebook/hidden-state: `basename` comes from cell 3, which is run later",
    "4:1 notebook/bare-expression",
    "4:1 TS2304",
  ].map((text) => expect.stringContaining(text)));
});

test.concurrent("checkNotebooks() finds a cell that changes what another cell declared", async () => {
  const problems = await check([
    `let tal = 1;\ntal += 1;`,
    `tal = 5;\nlet andet = 2;\nandet++;\nconst slut = andet;`,
  ]);
  expect(problems.map(describeShort)).toEqual([
    "2:1 notebook/changes-other-cell: `tal` belongs to another cell; declare a new name with const",
  ]);
});

test.concurrent("checkNotebooks() finds a cell that is longer than the house style", async () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => `const a${i} = ${i};`).join("\n");
  const imports = `import {\n  basename,\n  dirname,\n} from "node:path";`;
  const problems = await check([
    `${imports}\n// Forklaring.\n\n${lines(12)}`,
    lines(13),
  ]);
  expect(problems.map(describeShort)).toEqual([
    "2:0 notebook/long-cell: 13 lines of code, at most 12 are allowed; move what is computed into the library",
  ]);
});
