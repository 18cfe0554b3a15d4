/** Exit code of a command called in a way it does not understand. */
export const USAGE_EXIT = 2;

/** A command was called in a way it does not understand. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
