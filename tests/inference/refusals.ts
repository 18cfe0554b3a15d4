import { expect } from "vitest";

/** What is done, and the message it must be refused with. */
export type Refusals = Readonly<Record<string, () => unknown>>;

/** Fails unless everything is refused with its message, as an error of that class. */
export function expectRefusals(
  refusals: Refusals,
  kind: new (message: string) => Error = RangeError,
): void {
  for (const [message, attempt] of Object.entries(refusals)) {
    expect(attempt, message).toThrow(new kind(message));
  }
}
