import { z } from "zod";
import type { ProgrammeSpec } from "#lib/codebook/mod.ts";
import { DataError } from "./data_error.ts";
import type { DataFolder } from "./data_folder.ts";

const schema = z.object({
  programme: z.string(),
  synthetic: z.boolean(),
});

/**
 * Reads `programme.json`, which says whose answers the folder holds and
 * whether they are simulated.
 *
 * @throws {DataError} If it is no JSON, lacks a field or names another programme.
 */
export function readProgrammeFile(
  folder: DataFolder,
  programme: ProgrammeSpec,
): { readonly synthetic: boolean } {
  const file = "programme.json";
  const result = schema.safeParse(parseJson(folder.read(file)));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new DataError(`${issue?.path.join(".")}: ${issue?.message}`, {
      file,
    });
  }
  if (result.data.programme !== programme.id) {
    throw new DataError(
      `programme "${result.data.programme}" is not "${programme.id}"`,
      { file, column: "programme", value: result.data.programme },
    );
  }
  return { synthetic: result.data.synthetic };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new DataError((cause as Error).message, { file: "programme.json" });
  }
}
