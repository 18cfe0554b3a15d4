import { createRequire } from "node:module";

let shared: Document | null = null;

/**
 * The document in which charts are drawn, made on first use.
 *
 * Loading jsdom takes most of a second, so that it is not imported but required
 * when the first chart is drawn. Charts never change the document itself.
 */
export function chartDocument(): Document {
  if (!shared) {
    const require = createRequire(import.meta.url);
    const { JSDOM } = require("jsdom") as typeof import("jsdom");
    shared = new JSDOM("").window.document;
  }
  return shared;
}
