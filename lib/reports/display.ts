import type { Estimate } from "#lib/inference/mod.ts";
import { plainText } from "./plain_text.ts";
import type { Markup } from "./markup.ts";

/** An estimate with the stable name under which it is published and verified. */
export interface NamedEstimate {
  /** Readable path, e.g. "e4_trivsel/2017/mean". */
  readonly name: string;
  /** The number with its uncertainty. */
  readonly estimate: Estimate;
}

/** What a notebook cell shows: the same content as HTML, as text and as numbers. */
export interface Display {
  /** A fragment for the body of a page; styled by {@linkcode htmlPage}. */
  readonly html: string;
  /** The fragment without markup, for terminals and plain notebooks. */
  readonly text: string;
  /** Every estimate in the fragment, once each, in order of appearance. */
  readonly estimates: readonly NamedEstimate[];
}

/**
 * Makes a display of a fragment and the estimates in it.
 *
 * @param content The fragment.
 * @param estimates Estimates shown; a name that comes again is left out.
 * @returns HTML, text and the estimates once each.
 * @throws {RangeError} If one name stands for two different values.
 */
export function display(
  content: Markup,
  estimates: readonly NamedEstimate[] = [],
): Display {
  return {
    html: content.markup,
    text: plainText(content.markup),
    estimates: uniqueEstimates(estimates),
  };
}

function uniqueEstimates(all: readonly NamedEstimate[]): NamedEstimate[] {
  const byName = new Map<string, NamedEstimate>();
  for (const named of all) {
    const known = byName.get(named.name);
    if (known && !Object.is(known.estimate.value, named.estimate.value)) {
      throw new RangeError(
        `Cannot show two numbers as "${named.name}": found ${known.estimate.value} and ${named.estimate.value}, allowed is one value per name`,
      );
    }
    if (!known) byName.set(named.name, named);
  }
  return [...byName.values()];
}
