import { createHash } from "node:crypto";
import { chartTips } from "./chart_tips.ts";
import { sortTables } from "./sort_tables.ts";
import { tableFiles } from "./table_files.ts";

/** Browser code: shows a footnote where it is referred to. */
const footnotes =
  `for (const link of document.querySelectorAll(".footnote a")) {
  const note = document.querySelector(link.getAttribute("href"));
  if (note) link.title = note.textContent.replace("\\u21a9", "").trim();
}
`;

/**
 * What makes a page handier: sorting, tips on charts, tables as files, footnotes on
 * hover. A page without script lacks nothing but this.
 */
export const pageScript: string = `"use strict";
${sortTables}${tableFiles}${chartTips}${footnotes}`;

/** The script's digest, by which a page's security policy lets it and no other run. */
export const pageScriptDigest: string = `sha256-${
  createHash("sha256").update(pageScript).digest("base64")
}`;
