import {
  type SimulatedTruth,
  type SimulateOptions,
  simulateProgramme,
} from "#lib/samples/mod.ts";

/** A simulated programme kept in memory. */
export interface CollectedFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly truth: SimulatedTruth;
}

/** Simulates a programme and keeps its files. */
export function collectFiles(options: SimulateOptions): CollectedFiles {
  const files = new Map<string, Uint8Array>();
  const truth = simulateProgramme(options, (name, bytes) => {
    files.set(name, bytes);
  });
  return { files, truth };
}

/** Rows of a CSV file as records by column name. */
export function records(bytes: Uint8Array): Record<string, string>[] {
  const [header = "", ...lines] = new TextDecoder().decode(bytes).trimEnd()
    .split("\n");
  const columns = header.split(";");
  return lines.map((line) => {
    const cells = line.split(";");
    return Object.fromEntries(columns.map((name, k) => [name, cells[k] ?? ""]));
  });
}

/** Mean of numbers. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
