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
import { makeNotebook, testFolder, writeNotebook } from "../fixtures.ts";

// Kernels and compilers need longer than arithmetic does, more so on a busy machine.
// The tests begin together, so that the compiler starts once for all of them.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 20 });

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Notebooks of tests that have begun, to be checked in one go. */
let waiting: string[] = [];
let next: Promise<readonly NotebookProblem[]> | null = null;

async function checkPath(path: string): Promise<readonly NotebookProblem[]> {
  waiting.push(path);
  next ??= new Promise((resolve) => setTimeout(resolve, 20)).then(() => {
    const paths = waiting;
    waiting = [];
    next = null;
    return checkNotebooks({ paths, root });
  });
  return (await next).filter(({ notebook }) => notebook === path);
}

function check(cells: readonly string[]): Promise<readonly NotebookProblem[]> {
  return checkPath(writeNotebook(testFolder(), "billund", cells).path);
}

/** e.g. "2:1 notebook/hidden-state: …". */
function describeShort(problem: NotebookProblem): string {
  const { cellNumber, line, rule, message } = problem;
  return `${cellNumber}:${line} ${rule}: ${message}`;
}

test.concurrent("checkNotebooks() finds nothing in a sound notebook", async () => {
  const cells = [
    `import { basename } from "node:path";\nimport type { Stats } from "node:fs";`,
    `const navn: string = basename("/a/b");\nconst stats: Stats | null = null;`,
    `import { basename } from "node:path";\nconst sum: number = basename(navn).length + 1;\nconst valg = stats ? basename : String;\nconst begge = [sum, valg];`,
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
    `import {\n  basename,\n  findesIkke,\n} from "node:path";\nconst navn = [basename, findesIkke];`,
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
  const problems = await checkPath(path);
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

test.concurrent("checkNotebooks() finds a name that two cells declare", async () => {
  const problems = await check([
    `import { basename } from "node:path";\nconst { navn } = { navn: basename("/a") };`,
    `// Igen.\nconst navn = 3;\nconst felt = { basename: navn };`,
    `const basename = felt;\nvoid basename;`,
  ]);
  expect(problems.map(describeShort)).toEqual([
    "2:2 notebook/redeclared-name: `navn` stands for something else in cell 1; take another name",
    "3:1 notebook/redeclared-name: `basename` stands for something else in cell 1; take another name",
    "3:2 notebook/bare-expression",
  ].map((text) => expect.stringContaining(text)));
});

test.concurrent("checkNotebooks() finds an import that no cell uses", async () => {
  const problems = await check([
    `import {\n  basename,\n  dirname,\n} from "node:path";\n// dirname står kun her.`,
    `const navn = { dirname: "dirname", sti: \`\${basename("/a")}\` };`,
  ]);
  expect(problems.map(describeShort)).toEqual([
    "1:1 notebook/unused-import: no cell uses `dirname`; leave it out",
  ]);
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
  const lines = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => `const ${name}${i} = ${i};`)
      .join("\n");
  const imports = `import {\n  basename,\n  dirname,\n} from "node:path";`;
  const problems = await check([
    `${imports}\n// Forklaring.\n\n${lines("a", 12)}`,
    lines("b", 11) +
    `\nconst navn = basename("a");\nconst folder = dirname(navn);`,
  ]);
  expect(problems.map(describeShort)).toEqual([
    "2:0 notebook/long-cell: 13 lines of code, at most 12 are allowed; move what is computed into the library",
  ]);
});
