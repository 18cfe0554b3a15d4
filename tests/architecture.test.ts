import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const LIB = new URL("../lib/", import.meta.url);

/** What each room may import; data flows from the first room to the last. */
const ALLOWED: Record<string, readonly string[]> = {};
const LINE = [
  ["numerics"],
  ["codebook"],
  ["data"],
  ["scaling"],
  ["inference"],
  ["effects", "background"],
  ["profiles"],
  ["reports"],
  ["notebook"],
  ["studies"],
  ["cli"],
];
const before: string[] = [];
for (const rooms of LINE) {
  for (const room of rooms) ALLOWED[room] = [...before];
  before.push(...rooms);
}
ALLOWED["samples"] = ["numerics", "codebook", "data"];
for (const room of ["studies", "cli"]) {
  ALLOWED[room] = [...ALLOWED[room]!, "samples"];
}

interface Source {
  readonly room: string;
  readonly path: string;
  readonly text: string;
}

const sources: Source[] = readdirSync(LIB, {
  recursive: true,
  encoding: "utf8",
})
  .filter((path) => path.endsWith(".ts") && path.includes("/"))
  .map((path) => ({
    room: path.split("/")[0]!,
    path,
    text: readFileSync(new URL(path, LIB), "utf8"),
  }));

function importsOf(text: string): string[] {
  const pattern = /(?:from|import)\s*\(?\s*"([^"]+)"|new URL\("([^"]+\.ts)"/g;
  return [...text.matchAll(pattern)].map((m) => m[1] ?? m[2]!);
}

test("every folder of lib is a room of the design", () => {
  const rooms = new Set(sources.map((s) => s.room));
  expect([...rooms].filter((room) => !(room in ALLOWED))).toEqual([]);
});

test("rooms import only earlier rooms, and only through their entry", () => {
  const wrong = sources.flatMap(({ room, path, text }) =>
    importsOf(text)
      .filter((target) =>
        target.startsWith("#lib/") || target.startsWith("../")
      )
      .filter((target) => {
        const entry = /^#lib\/([a-z]+)\/mod\.ts$/.exec(target)?.[1];
        const isInside = target.startsWith("../") && path.split("/").length > 2;
        return !isInside && (!entry || !ALLOWED[room]!.includes(entry));
      })
      .map((target) => `${path} imports ${target}`)
  );
  expect(wrong).toEqual([]);
});

test("functions that differ between engines come from numerics alone", () => {
  const pattern =
    /Math\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot|random)\b|\*\*/;
  const strip = (text: string): string =>
    text.replace(/\b\d+ \*\* \d+\b/g, "").replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\/\/.*$/gm, "")
      .replace(/`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\])*"/g, '""');
  const wrong = sources.filter(({ room }) => room !== "numerics")
    .filter(({ text }) => pattern.test(strip(text)))
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test("no file of lib grows past 300 lines", () => {
  const long = sources.filter(({ text }) => text.split("\n").length > 301)
    .map(({ path }) => path);
  expect(long).toEqual([]);
});

test("only the agreed entries lie at the top level of the repository", () => {
  const agreed = new Set([
    "notebooks",
    "lib",
    "data-samples",
    "reports",
    "tests",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "README.md",
    "LICENSE",
    "node_modules",
    "profiles",
  ]);
  const found = readdirSync(new URL("../", import.meta.url))
    .filter((name) => !name.startsWith(".") && !agreed.has(name));
  expect(found).toEqual([]);
});
