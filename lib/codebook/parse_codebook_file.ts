import type { CodebookFiles } from "./codebook_files.ts";
import { codebookSchemas } from "./codebook_schemas.ts";

/**
 * Parses and checks the text of one codebook file against the shape of its kind.
 *
 * @param json Content of the file.
 * @param kind Which shape the file must have.
 * @param name Name of the file for the message.
 * @throws {SyntaxError} If the text is not JSON.
 * @throws {TypeError} If a field is missing, unknown or of the wrong kind.
 */
export function parseCodebookFile<Kind extends keyof CodebookFiles>(
  json: string,
  { kind, name }: { readonly kind: Kind; readonly name: string },
): CodebookFiles[Kind] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read codebook "${name}": ${(cause as Error).message}`,
      { cause },
    );
  }
  const result = codebookSchemas[kind].safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    const field = issue?.path.join(".") || "the file";
    throw new TypeError(
      `Cannot read codebook "${name}": ${field}: ${issue?.message}`,
    );
  }
  return result.data;
}
