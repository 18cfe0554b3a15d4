import { existsSync, readFileSync } from "node:fs";
import { writeWhole } from "#lib/data/mod.ts";

/**
 * Writes a text file only when its content is new, and its folder when missing.
 *
 * @returns Whether it was written.
 * @throws {WriteError} If it cannot be written; the former content stays.
 */
export function writeIfChanged(path: string, content: string): boolean {
  if (existsSync(path) && readFileSync(path, "utf8") === content) return false;
  writeWhole(path, content);
  return true;
}
