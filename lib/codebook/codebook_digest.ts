import { createHash } from "node:crypto";
import type { Codebook } from "./types.ts";

/**
 * SHA-256 of everything the codebook says, hexadecimal; the order of fields
 * in the files does not matter, the order of scales and items does.
 */
export function codebookDigest(codebook: Codebook): string {
  return createHash("sha256").update(canonicalJson(codebook)).digest("hex");
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => {
    if (field === null || typeof field !== "object" || Array.isArray(field)) {
      return field;
    }
    return Object.fromEntries(
      Object.entries(field).sort(([a], [b]) => a < b ? -1 : 1),
    );
  });
}
