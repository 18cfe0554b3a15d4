import { z } from "zod";
import type { FrozenIndex } from "./frozen_index.ts";

const positive = z.number().positive();

const schema = z.strictObject({
  version: z.literal(1),
  codebook: z.string().min(1),
  referenceWave: z.int(),
  components: z.array(z.strictObject({
    id: z.string().min(1),
    weight: positive,
    mean: z.number(),
    standardDeviation: positive,
    reference: z.strictObject({
      mean: z.number(),
      standardDeviation: positive,
      principalWeight: z.number(),
    }),
  })).min(1),
  scale: positive,
  reference: z.strictObject({
    homes: z.int().min(2),
    mean: z.number(),
    standardDeviation: positive,
    principalShare: z.number().min(0).max(1),
    principalCorrelation: z.number().min(-1).max(1.000001),
  }),
});

/** Writes a frozen index as JSON that {@linkcode parseFrozenIndex} reads back exactly. */
export function serialiseFrozenIndex(frozen: FrozenIndex): string {
  return JSON.stringify(frozen, null, 2) + "\n";
}

/**
 * Reads a frozen index.
 *
 * @param text JSON of {@linkcode serialiseFrozenIndex}.
 * @throws {SyntaxError} If the text is not JSON or not a frozen index of version 1.
 */
export function parseFrozenIndex(text: string): FrozenIndex {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Cannot read a frozen index: ${(error as Error).message}`,
    );
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SyntaxError(
    `Cannot read a frozen index: ${
      issue?.path.join(".") || "file"
    }: ${issue?.message}`,
  );
}
