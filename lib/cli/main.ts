/**
 * Command line of the project; every command is also an npm script.
 * @module
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "#lib/profiles/mod.ts";
import type { Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { aloneIn } from "./lock_folder.ts";
import { USAGE_EXIT, UsageError } from "./usage_error.ts";

/** Runs one command; the exit code is 0, 1 (failed), 2 (usage) or 3 (differs). */
async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  const command = COMMANDS.find((c) => c.name === name);
  if (!command) {
    const list = COMMANDS.map((c) => `  ${c.name.padEnd(10)} ${c.purpose}`);
    console.error(["Commands:", ...list].join("\n"));
    return name === undefined || name === "help" ? 0 : USAGE_EXIT;
  }
  try {
    return await alone(command, () => command.run(rest));
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\nUsage: ${command.usage}`);
      return USAGE_EXIT;
    }
    // An internal fault shows where it happened; a fault in the data says what
    // is wrong and where, and a trace would only hide that.
    const isInternal = !(error instanceof Error) || error.name === "TypeError";
    console.error(isInternal ? error : `Error: ${error.message}`);
    return 1;
  }
}

/** Two runs at once would write the same files of the cache. */
function alone(
  { name, usesCache }: Command,
  work: () => Promise<number>,
): Promise<number> {
  if (!usesCache) return work();
  const cache = fileURLToPath(cacheFolder());
  return aloneIn(cache, { command: name, onWait: console.error }, work);
}

process.exit(await main(process.argv.slice(2)));
