import { z } from "zod";
import type { FrozenScale } from "./frozen_scale.ts";

/** JSON has no −Infinity: a category that never occurred is null. */
const itemSchema = z.strictObject({
  id: z.string().min(1),
  maxScore: z.int().min(1),
  slope: z.number(),
  intercepts: z.array(z.number().nullable()).min(2),
}).refine((item) => item.intercepts.length === item.maxScore + 1, {
  message: "as many intercepts as categories are needed",
});

const schema = z.strictObject({
  version: z.literal(1),
  scale: z.string().min(1),
  model: z.enum(["GPCM", "PCM"]),
  items: z.array(itemSchema).min(1),
  grid: z.strictObject({
    nodes: z.int().min(11),
    step: z.number().positive(),
  }),
  constants: z.strictObject({
    mean: z.number(),
    standardDeviation: z.number().positive(),
  }),
});

/** Writes a frozen scale as JSON that {@linkcode parseFrozenScale} reads back exactly. */
export function serialiseFrozenScale(frozen: FrozenScale): string {
  const items = frozen.items.map((item) => ({
    ...item,
    intercepts: item.intercepts.map((d) => d === -Infinity ? null : d),
  }));
  return JSON.stringify({ ...frozen, items }, null, 2) + "\n";
}

/**
 * Reads a frozen scale.
 *
 * @param text JSON of {@linkcode serialiseFrozenScale}.
 * @throws {SyntaxError} If the text is not JSON or not a frozen scale of version 1.
 */
export function parseFrozenScale(text: string): FrozenScale {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Cannot read a frozen scale: ${(error as Error).message}`,
    );
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new SyntaxError(
      `Cannot read a frozen scale: ${
        issue?.path.join(".") || "file"
      }: ${issue?.message}`,
    );
  }
  const { items, ...rest } = result.data;
  return {
    ...rest,
    items: items.map((item) => ({
      ...item,
      intercepts: item.intercepts.map((d) => d ?? -Infinity),
    })),
  };
}
