/**
 * Accessibility check of a page in headless Chromium with axe-core.
 * @module
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { promisify } from "node:util";

/** One rule that a page breaks. */
export interface Violation {
  readonly id: string;
  readonly help: string;
  /** The first element that breaks it. */
  readonly target: string;
  readonly count: number;
}

/** Options for {@linkcode violationsOfPages}. */
export interface AxeOptions {
  /** Width of the window in pixels. @default {1280} */
  readonly width?: number;
  /** @default {"light"} */
  readonly mode?: "light" | "dark";
}

const chromiumPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** Path of Chromium, or null where there is none. */
export function findChromium(): string | null {
  return chromiumPaths.find((path) =>
    spawnSync(path, ["--version"]).status === 0
  ) ?? null;
}

/** Opens all folded parts of a page, runs axe-core on it and returns what it finds. */
export async function accessibilityViolations(
  page: string,
  chromium: string,
  options: AxeOptions = {},
): Promise<readonly Violation[]> {
  const [violations = []] = await violationsOfPages([page], chromium, options);
  return violations;
}

/**
 * Runs axe-core on several pages, one after the other in the window of a single
 * Chromium: starting it takes longer than most pages.
 *
 * @returns The violations of each page, in the order of the pages.
 * @throws {Error} If Chromium gives no answer.
 */
export async function violationsOfPages(
  pages: readonly string[],
  chromium: string,
  { width = 1280, mode = "light" }: AxeOptions = {},
): Promise<readonly (readonly Violation[])[]> {
  const folder = mkdtempSync(join(tmpdir(), "axe-"));
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, driverPage(pages.map((page) => opened(page, mode))));
    const { stdout } = await promisify(execFile)(chromium, [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--user-data-dir=${join(folder, "profile")}`,
      `--window-size=${width},1200`,
      `--virtual-time-budget=${20_000 * pages.length}`,
      "--dump-dom",
      `file://${file}`,
    ], { encoding: "utf8", maxBuffer: 1 << 26 });
    const result =
      /<script id="axe-result" type="application\/json">([^]*?)<\/script>/.exec(
        stdout,
      );
    if (!result?.[1]) {
      throw new Error("Cannot check accessibility: Chromium gave no result");
    }
    return JSON.parse(result[1]) as Violation[][];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Pages are written into the same window: in a frame, axe-core would leave the
// rules out that are about whole pages.
const runner = `
(async (pages) => {
  const results = [];
  for (const page of pages) {
    document.open();
    document.write(page);
    document.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    results.push(violations.map((v) => ({
      id: v.id, help: v.help, target: String(v.nodes[0]?.target), count: v.nodes.length,
    })));
  }
  const out = document.createElement("script");
  out.id = "axe-result";
  out.type = "application/json";
  out.textContent = JSON.stringify(results);
  document.body.append(out);
})`;

function driverPage(pages: readonly string[]): string {
  const require = createRequire(import.meta.url);
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const argument = JSON.stringify(pages).replaceAll("<", "\\u003c");
  return `<!doctype html><html><body><script>${axe}</script><script>${runner}(${argument})</script></body></html>`;
}

/** A page without its policy, which would stop axe-core, and with all parts unfolded. */
function opened(page: string, mode: "light" | "dark"): string {
  const scheme = mode === "dark"
    ? page.replaceAll("(prefers-color-scheme:dark)", "all")
    : page;
  return scheme
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
    .replaceAll("<details", "<details open");
}
