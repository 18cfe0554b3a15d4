/**
 * Accessibility check of a page in headless Chromium with axe-core.
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";

/** One rule that a page breaks. */
export interface Violation {
  readonly id: string;
  readonly help: string;
  /** The first element that breaks it. */
  readonly target: string;
  readonly count: number;
}

/** Options for {@linkcode accessibilityViolations}. */
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

/**
 * Opens all folded parts of a page, runs axe-core on it and returns what it finds.
 *
 * @throws {Error} If Chromium gives no answer.
 */
export function accessibilityViolations(
  page: string,
  chromium: string,
  { width = 1280, mode = "light" }: AxeOptions = {},
): readonly Violation[] {
  const folder = mkdtempSync(join(tmpdir(), "axe-"));
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, withAxe(page, mode));
    const { stdout } = spawnSync(chromium, [
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
      "--virtual-time-budget=20000",
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
    return JSON.parse(result[1]) as Violation[];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const runner = `
axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => {
  const out = document.createElement("script");
  out.id = "axe-result";
  out.type = "application/json";
  out.textContent = JSON.stringify(violations.map((v) => ({
    id: v.id, help: v.help, target: String(v.nodes[0]?.target), count: v.nodes.length,
  })));
  document.body.append(out);
});`;

function withAxe(page: string, mode: "light" | "dark"): string {
  const require = createRequire(import.meta.url);
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const scheme = mode === "dark"
    ? page.replaceAll("(prefers-color-scheme:dark)", "all")
    : page;
  return scheme
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
    .replaceAll("<details", "<details open")
    .replace(
      "</body>",
      () => `<script>${axe}</script><script>${runner}</script></body>`,
    );
}
