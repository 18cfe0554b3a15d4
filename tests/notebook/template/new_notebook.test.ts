import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newNotebook, ownNotebooks, readNotebook } from "#lib/notebook/mod.ts";
import { testFolder } from "../fixtures.ts";

const starter = fileURLToPath(
  new URL("../../../notebooks/vaerksted.ipynb", import.meta.url),
);

/** A folder with nothing but the starter. */
function workshop(): string {
  const root = testFolder();
  mkdirSync(join(root, "notebooks"));
  cpSync(starter, join(root, "notebooks/vaerksted.ipynb"));
  return root;
}

test("newNotebook() names the file after the title and puts the title on top", () => {
  const root = workshop();
  const path = newNotebook(root, "Læselyst på Ærø: 6. årgang, é & $1");
  expect(relative(root, path)).toBe(
    "notebooks/laeselyst-paa-aeroe-6-aargang-e-1.ipynb",
  );
  const [first, ...rest] = readNotebook(path).cells;
  expect(first?.source).toMatch(/^# Læselyst på Ærø: 6\. årgang, é & \$1\n\n/);
  expect(rest).toEqual(readNotebook(starter).cells.slice(1));
});

test("newNotebook() never writes over a notebook", () => {
  const root = workshop();
  const path = newNotebook(root, "Mit spørgsmål");
  writeFileSync(path, "arbejde");
  expect(() => newNotebook(root, "mit  Spørgsmål!")).toThrow(
    new RangeError(
      `Cannot make notebook "mit  Spørgsmål!": "${path}" exists already, allowed are titles of new notebooks`,
    ),
  );
  expect(readFileSync(path, "utf8")).toBe("arbejde");
  expect(() => newNotebook(root, "?!")).toThrow(
    /^Cannot make notebook "\?!": no letter or digit in the title/,
  );
});

test("ownNotebooks() lists what is checked but not published", () => {
  const root = workshop();
  const path = newNotebook(root, "Fælles");
  expect(ownNotebooks(root, []).map((own) => basename(own))).toEqual([
    "faelles.ipynb",
    "vaerksted.ipynb",
  ]);
  expect(ownNotebooks(root, [{ id: "f", path, title: "F" }])).toHaveLength(1);
});
