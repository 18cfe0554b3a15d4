import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, expect, test } from "vitest";
import { WriteError, writeWhole } from "#lib/data/mod.ts";

const folder = mkdtempSync(join(tmpdir(), "write-whole-"));
const disk = mkdtempSync(join(tmpdir(), "small-disk-"));
const isMounted = spawnSync("mount", [
  "-t",
  "tmpfs",
  "-o",
  "size=64k",
  "tmpfs",
  disk,
]).status === 0;

afterAll(() => {
  if (isMounted) spawnSync("umount", [disk]);
  for (const path of [folder, disk]) {
    rmSync(path, { recursive: true, force: true });
  }
});

test("writeWhole() makes the folder and replaces what is there", () => {
  const path = join(folder, "a", "b.txt");
  writeWhole(path, "æøå");
  writeWhole(path, Uint8Array.of(49, 50));
  expect(readFileSync(path, "utf8")).toBe("12");
  expect(readdirSync(join(folder, "a"))).toEqual(["b.txt"]);
});

test("writeWhole() throws a WriteError when the folder is a file", () => {
  const path = join(folder, "fil", "b.txt");
  writeFileSync(join(folder, "fil"), "");
  expect(() => writeWhole(path, "x")).toThrow(WriteError);
  expect(() => writeWhole(path, "x")).toThrow(/^Cannot write ".*b\.txt": /);
});

test.skipIf(!isMounted)(
  "writeWhole() leaves the former content on a full disk (skipped where no disk can be mounted)",
  () => {
    const path = join(disk, "side.html");
    writeWhole(path, "før");
    expect(() => writeWhole(path, "x".repeat(100_000))).toThrow(
      `Cannot write "${path}": the disk is full`,
    );
    expect(readFileSync(path, "utf8")).toBe("før");
    expect(readdirSync(disk)).toEqual(["side.html"]);
  },
);

test.skipIf(process.platform === "win32")(
  "writeWhole() leaves the former content when a file may not grow as large (skipped on Windows)",
  () => {
    const path = join(folder, "side.html");
    writeWhole(path, "før");
    const library = new URL("../../lib/data/write_whole.ts", import.meta.url);
    const code = `import { writeWhole } from "${library.href}";
      writeWhole(${JSON.stringify(path)}, "x".repeat(1_000_000));`;
    // Blocks of 1,024 bytes; without the trap the signal ends the process.
    const { status, stderr } = spawnSync("bash", [
      "-c",
      `trap "" XFSZ; ulimit -f 100; exec "$0" run -A --ext=ts -`,
      Deno.execPath(),
    ], { input: code, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /WriteError: Cannot write ".*side\.html": the file is larger than is allowed/,
    );
    expect(readFileSync(path, "utf8")).toBe("før");
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual(
      [],
    );
  },
);
