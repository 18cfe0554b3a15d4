import type { Ledger } from "./reference_ledgers.ts";

/** Places of all values of a file; those of lists without their numbers. */
export function placesOf(value: unknown, place: string): string[] {
  if (value === null || typeof value !== "object") return [place];
  const below = (part: unknown, name: string) =>
    placesOf(part, place === "" ? name : `${place}/${name}`);
  return Array.isArray(value)
    ? value.flatMap((part) => placesOf(part, place))
    : Object.entries(value).flatMap(([name, part]) => below(part, name));
}

/** The entry that holds for a place: its own, or that of what it lies in. */
export function entryOf(ledger: Ledger, place: string): string | undefined {
  // The models of lme4 have names of their own.
  for (let part = place; part !== ""; part = part.replace(/(^|\/)[^/]*$/, "")) {
    const inModel = part.replace(/^[^/]*/, "*");
    if (part in ledger) return part;
    if (inModel in ledger) return inModel;
  }
  return undefined;
}
