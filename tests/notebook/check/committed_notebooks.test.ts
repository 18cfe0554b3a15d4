import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { loadCodebook, type Municipality } from "#lib/codebook/mod.ts";
import {
  checkNotebooks,
  describeProblem,
  ownNotebooks,
  syncNotebooks,
} from "#lib/notebook/mod.ts";

// Kernels and compilers need longer than arithmetic does, more so on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const root = fileURLToPath(new URL("../../..", import.meta.url));

function municipalities(): readonly Municipality[] {
  const codebook = loadCodebook();
  const programme = codebook.programmes.find(({ id }) =>
    id === "program-for-laeringsledelse"
  );
  return (programme?.municipalities ?? []).flatMap((id) =>
    codebook.municipalities.filter((municipality) => municipality.id === id)
  );
}

test("the committed notebooks are what the templates give, apart from authors' cells", () => {
  const { notebooks, changed, conflicts } = syncNotebooks({
    root,
    municipalities: municipalities(),
    mode: "check",
  });
  expect(notebooks.length).toBeGreaterThan(15);
  expect(conflicts).toEqual([]);
  // Run `npm run sync` and commit what it writes.
  expect(changed.map((path) => relative(root, path))).toEqual([]);
});

test("the cells of the committed notebooks have no type errors and keep the rules", async () => {
  const { notebooks } = syncNotebooks({
    root,
    municipalities: municipalities(),
    mode: "check",
  });
  const problems = await checkNotebooks({
    paths: [
      ...notebooks.map(({ path }) => path),
      ...ownNotebooks(root, notebooks),
    ],
    root,
  });
  expect(problems.map(describeProblem)).toEqual([]);
});
