import type { QuarantineEntry } from "./types.ts";
import { writeWhole } from "./write_whole.ts";

const COLUMNS = ["file", "line", "column", "value", "reason"] as const;

/**
 * Writes what was set aside as a semicolon CSV file, one line per entry; the
 * file holds keys of persons and is confidential.
 */
export function writeQuarantine(
  path: string,
  entries: readonly QuarantineEntry[],
): void {
  const lines = entries.map((entry) =>
    COLUMNS.map((column) => quote(String(entry[column]))).join(";")
  );
  writeWhole(path, [COLUMNS.join(";"), ...lines].join("\n") + "\n");
}

function quote(text: string): string {
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
