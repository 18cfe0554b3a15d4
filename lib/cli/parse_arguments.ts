import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { findMunicipality, loadCodebook } from "#lib/codebook/mod.ts";
import {
  KERNEL_NAMES,
  type KernelName,
  type NotebookClient,
} from "#lib/notebook/mod.ts";
import { UsageError } from "./usage_error.ts";

const CLIENTS: readonly NotebookClient[] = ["library", "jupyter"];

/** What the commands understand. */
export interface Arguments {
  /** Names given without a flag. */
  readonly names: readonly string[];
  /** Folder of the answers, where not the sample. */
  readonly data: URL | null;
  /** Kernels or worker threads at once. */
  readonly jobs: number;
  /** Folder that reports and profiles are written to; null for the usual one. */
  readonly out: string | null;
  /** Kernel that notebooks run under. */
  readonly kernel: KernelName;
  /** Who runs the notebooks: the library, or Jupyter's own client. */
  readonly client: NotebookClient;
  /** Compute again what has not changed. */
  readonly force: boolean;
  /** Leave code out of the pages. */
  readonly noCode: boolean;
  /** Only compare digests; run no notebook. */
  readonly noRun: boolean;
  /** Make an Excel file of each report as well. */
  readonly excel: boolean;
  /** Make CSV files of each report's tables as well. */
  readonly csv: boolean;
  /** Make a PDF of each report as well. */
  readonly pdf: boolean;
}

/**
 * Reads a command's arguments.
 *
 * @throws {UsageError} On an unknown flag, too many names, a number of jobs that
 * is not 1 to 64, an unknown kernel, or a data folder that is none.
 */
export function parseArguments(
  args: readonly string[],
  { positionals = Infinity }: { readonly positionals?: number } = {},
): Arguments {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: "string" },
        jobs: { type: "string", default: "2" },
        out: { type: "string" },
        kernel: { type: "string", default: "deno" },
        client: { type: "string", default: "library" },
        force: { type: "boolean", default: false },
        "no-code": { type: "boolean", default: false },
        "no-run": { type: "boolean", default: false },
        excel: { type: "boolean", default: false },
        csv: { type: "boolean", default: false },
        pdf: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(
      error instanceof Error ? error.message : String(error),
    );
  }
  const { values, positionals: names } = parsed;
  if (names.length > positionals) {
    throw new UsageError(
      `Cannot read arguments: "${names[positionals]}" is not expected`,
    );
  }
  const jobs = Number(values.jobs);
  if (!(Number.isInteger(jobs) && jobs >= 1 && jobs <= 64)) {
    throw new UsageError(
      `Cannot read --jobs: "${values.jobs}" is not a whole number from 1 to 64`,
    );
  }
  const data = values.data === undefined ? null : toFolder(values.data);
  return {
    names,
    data,
    jobs,
    out: values.out === undefined ? null : resolve(values.out),
    kernel: toChoice("--kernel", values.kernel, KERNEL_NAMES),
    client: toChoice("--client", values.client, CLIENTS),
    force: values.force,
    noCode: values["no-code"],
    noRun: values["no-run"],
    excel: values.excel,
    csv: values.csv,
    pdf: values.pdf,
  };
}

function toChoice<T extends string>(
  flag: string,
  text: string,
  choices: readonly T[],
): T {
  const choice = choices.find((known) => known === text);
  if (choice !== undefined) return choice;
  throw new UsageError(
    `Cannot read ${flag}: "${text}" is not one of ${choices.join(", ")}`,
  );
}

function toFolder(path: string): URL {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    return pathToFileURL(`${path}/`);
  }
  throw new UsageError(`Cannot read --data: "${path}" is not a folder`);
}

/**
 * Turns names such as "Holbæk" or "vesthimmerland" into municipality ids.
 *
 * @param others Further names that the command accepts, told in the error.
 * @throws {UsageError} If a name is not a municipality of the programme.
 */
export function toMunicipalityIds(
  names: readonly string[],
  others: readonly string[] = [],
): string[] {
  const codebook = loadCodebook();
  const programme = codebook.programmes.find((p) =>
    p.id === "program-for-laeringsledelse"
  )!;
  return names.map((name) => {
    try {
      const { id } = findMunicipality(codebook, name);
      if (programme.municipalities.includes(id)) return id;
    } catch { /* told below with the names that are allowed */ }
    throw new UsageError(
      `Cannot find "${name}": not one of ${
        [...programme.municipalities, ...others].join(", ")
      }`,
    );
  });
}
