/** SHA-256 of each file, hexadecimal, by name. */
export type FileDigests = ReadonlyMap<string, string>;

/** Writes digests as text, one `digest  name` per line, by name. */
export function formatDigests(digests: FileDigests): string {
  return [...digests]
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, digest]) => `${digest}  ${name}\n`)
    .join("");
}

/**
 * Reads what {@linkcode formatDigests} wrote.
 *
 * @throws {SyntaxError} If a line is not a digest, two spaces and a name.
 */
export function parseDigests(text: string): FileDigests {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line, index) => {
    const match = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
    if (match === null) {
      throw new SyntaxError(
        `Cannot read digests: line ${
          index + 1
        } is "${line}", expected a SHA-256, two spaces and a file name`,
      );
    }
    return [match[2]!, match[1]!];
  }));
}
