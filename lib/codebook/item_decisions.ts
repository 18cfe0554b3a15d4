import { readFileSync } from "node:fs";
import { z } from "zod";

/** What has been decided about an item that the analyses flag. */
export interface ItemDecision {
  /** Id of the item. */
  readonly item: string;
  /** What flagged it: a move between waves, DIF by gender, or misfit. */
  readonly concerns: "drift" | "gender" | "fit";
  /** freed: parameters of its own where it differs; kept: as the others; watched: kept, looked at anew. */
  readonly decision: "freed" | "kept" | "watched";
  /** Danish sentence. */
  readonly reason: string;
}

const FILE = new URL(
  "../../data-samples/codebook/item_decisions.json",
  import.meta.url,
);

const schema: z.ZodType<{ readonly decisions: readonly ItemDecision[] }> = z
  .strictObject({
    decisions: z.array(z.strictObject({
      item: z.string().min(1),
      concerns: z.enum(["drift", "gender", "fit"]),
      decision: z.enum(["freed", "kept", "watched"]),
      reason: z.string().min(1),
    })),
  });

/**
 * Reads the decisions about flagged items.
 *
 * @param file JSON file; the repository's own by default.
 * @throws {TypeError} If a field is missing, unknown or of the wrong kind.
 * @throws {RangeError} If two decisions answer the same question.
 */
export function loadItemDecisions(file: URL = FILE): readonly ItemDecision[] {
  const result = schema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new TypeError(
      `Cannot read item decisions: ${
        issue?.path.join(".") || "the file"
      }: ${issue?.message}`,
    );
  }
  const { decisions } = result.data;
  const seen = new Set<string>();
  for (const { item, concerns } of decisions) {
    const key = `${item} ${concerns}`;
    if (seen.has(key)) {
      throw new RangeError(
        `Cannot read item decisions: item "${item}" has two on ${concerns}, allowed is one`,
      );
    }
    seen.add(key);
  }
  return decisions;
}
