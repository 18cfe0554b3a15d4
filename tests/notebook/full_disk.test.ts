import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, expect, test } from "vitest";
import { publishReport, runNotebook, runNotebooks } from "#lib/notebook/mod.ts";
import { testFolder, writeNotebook } from "./fixtures.ts";

const KIB = 1024;
const disk = testFolder();
const isMounted = spawnSync("mount", [
  "-t",
  "tmpfs",
  "-o",
  "size=256k",
  "tmpfs",
  disk,
]).status === 0;

afterAll(() => void (isMounted && spawnSync("umount", [disk])));

const digest = "0".repeat(64);
const inputs = {
  data: digest,
  codebook: digest,
  code: digest,
  lock: digest,
  seed: 1,
};

/** Takes what is left of the disk, to the last block. */
function fill(): void {
  const path = join(disk, "fyld");
  for (const size of [64 * KIB, 4 * KIB, 1]) {
    try {
      for (;;) writeFileSync(path, "x".repeat(size), { flag: "a" });
    } catch {
      // Nothing as large fits any more.
    }
  }
}

test.skipIf(!isMounted)(
  "a full disk leaves the published report as it was and is told (skipped where no disk can be mounted)",
  async () => {
    const ref = writeNotebook(testFolder(), "billund", [
      `console.log("Læsning");`,
    ]);
    const run = await runNotebook(ref);
    const folder = join(disk, "reports");
    const page = join(folder, "billund.html");
    mkdirSync(folder);
    writeFileSync(page, "før");
    fill();
    expect(() => publishReport(run, folder, { inputs })).toThrow(
      `Cannot write "${page}": the disk is full`,
    );
    expect(readFileSync(page, "utf8")).toBe("før");
    expect(readdirSync(folder)).toEqual(["billund.html"]);

    const executedFolder = join(disk, "executed");
    let published = 0;
    const running = runNotebooks({
      notebooks: [ref],
      executedFolder,
      start: () => Promise.reject(new Error("ingen kerne")),
      onFinished: () => void published++,
    });
    await expect(running).rejects.toThrow(
      /^Cannot write ".*billund\.ipynb": the disk is full$/,
    );
    expect(published).toBe(1);

    const usual = process.env["TMPDIR"];
    process.env["TMPDIR"] = disk;
    const { failure } = await runNotebook(ref);
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
    expect(failure).toMatchObject({ kind: "dead", cellNumber: 0 });
    expect(failure?.message).toMatch(/^Cannot start a kernel .*ENOSPC/);
    expect(readdirSync(disk).filter((name) => name.includes("kernel")))
      .toEqual([]);
  },
);
