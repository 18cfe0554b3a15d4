import { serveItems } from "#lib/profiles/mod.ts";

/** Squares numbers and adds what it was started with; cannot square 13. */
serveItems<number, number, number>(async (start, item) => {
  if (item === 13) throw new RangeError("Cannot square: 13 is refused");
  await new Promise((resolve) => setTimeout(resolve, 20 - item));
  return start + item * item;
});
