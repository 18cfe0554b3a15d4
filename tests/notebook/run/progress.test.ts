import { expect, test } from "vitest";
import {
  createProgress,
  describeRun,
  type NotebookRun,
} from "#lib/notebook/mod.ts";

const ref = {
  id: "billund",
  path: "notebooks/kommuner/billund.ipynb",
  title: "Billund",
};
const run: NotebookRun = {
  ref,
  status: "ok",
  cells: [],
  metadata: {},
  failure: null,
  kernel: "deno 2.9.5",
  milliseconds: 1234,
};

function written(columns: number | null): string {
  const texts: string[] = [];
  const progress = createProgress({
    write: (text) => void texts.push(text),
    columns,
  });
  progress.started(ref, 3);
  progress.cell(ref, 1, `import { openReport } from "laeringsrapport";`);
  progress.finished(run);
  return texts.join("");
}

test("createProgress() writes plain lines where there is no terminal", () => {
  expect(written(null)).toBe(
    "running billund, 3 cells\nok      billund, 0 cells in 1.2 s\n",
  );
});

test("createProgress() keeps one line per running notebook on a terminal, cut to its width", () => {
  const text = written(30);
  expect(text).toContain("\x1b[1A\x1b[2K");
  const lines = text.split("\n").map((line) =>
    line.replaceAll("\x1b[1A\x1b[2K", "")
  );
  expect(lines[1]).toBe("  billund  cell 1 of 3  impor…");
  expect(text.endsWith("ok      billund, 0 cells in 1.2 s\n")).toBe(true);
});

test.each([null, 200])(
  "createProgress() says why a notebook is run once more, %s columns",
  (columns) => {
    const texts: string[] = [];
    const progress = createProgress({
      write: (text) => void texts.push(text),
      columns,
    });
    progress.again(ref, {
      kind: "lost",
      notebook: ref.path,
      cellNumber: 3,
      cellId: "x",
      line: null,
      sourceLine: "",
      message: "2 of 3 outputs have come",
      traceback: [],
    });
    expect(texts.join("")).toBe(
      "again   notebooks/kommuner/billund.ipynb, cell 3: 2 of 3 outputs have come\n",
    );
  },
);

test("describeRun() names notebook, cell, line, message and source of a failure", () => {
  const failure = {
    kind: "failed" as const,
    notebook: ref.path,
    cellNumber: 4,
    cellId: "x",
    line: 2,
    sourceLine: "await show(nope);",
    message: "ReferenceError: nope is not defined",
    traceback: [],
  };
  expect(describeRun({ ...run, status: "failed", failure })).toBe(
    "failed  notebooks/kommuner/billund.ipynb, cell 4, line 2: ReferenceError: nope is not defined\n" +
      "          await show(nope);",
  );
});
