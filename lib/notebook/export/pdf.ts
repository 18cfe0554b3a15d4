import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { writeWhole } from "#lib/data/mod.ts";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "chrome",
  "msedge",
];

/** Longest time for one page, ms. */
const TIME_LIMIT = 60_000;

/** Finds a Chromium on the path of programs; null when there is none. */
export function findChromium(): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const endings = process.platform === "win32" ? [".exe"] : [""];
  for (const name of NAMES) {
    for (const folder of folders) {
      const path = endings.map((ending) => join(folder, name + ending))
        .find((candidate) => existsSync(candidate));
      if (path !== undefined) return path;
    }
  }
  return null;
}

/**
 * Prints a page as PDF with its style for paper.
 *
 * @param page Path of an HTML file.
 * @param pdf Path of the file to write; its folder is made when missing.
 * @throws {Error} If there is no Chromium, or it writes nothing.
 * @throws {WriteError} If the file cannot be written.
 */
export function printPdf(page: string, pdf: string): void {
  const chromium = findChromium();
  if (chromium === null) {
    throw new Error(
      `Cannot print "${page}": no Chromium found, looked for ${
        NAMES.join(", ")
      }`,
    );
  }
  const profile = mkdtempSync(join(tmpdir(), "laeringsrapport-print-"));
  const printed = join(profile, "page.pdf");
  try {
    const { stderr } = spawnSync(chromium, [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--user-data-dir=${profile}`,
      "--no-pdf-header-footer",
      `--print-to-pdf=${printed}`,
      pathToFileURL(page).href,
    ], { timeout: TIME_LIMIT, encoding: "utf8" });
    if (!existsSync(printed)) {
      const reason = stderr.trim().split("\n").at(-1) ?? "";
      throw new Error(`Cannot print "${page}": Chromium says ${reason}`);
    }
    writeWhole(pdf, readFileSync(printed));
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
