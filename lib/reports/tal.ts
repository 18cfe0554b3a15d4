import type { Estimate } from "#lib/inference/mod.ts";
import type { Display } from "./display.ts";
import { nearestNames } from "./nearest_names.ts";

/** Name of a published number, e.g. "pr_laesning/2019/mean". */
export type NumberName = `${string}/${string}`;

/**
 * Takes a number out of what a report shows, by the name that prose knows it by:
 * `tal(part, "pr_laesning/2019/mean")` in a cell is `{{tal: pr_laesning/2019/mean}}`
 * in a text. So what is computed further never disagrees with the table.
 *
 * @param shown A part of a report, or several.
 * @param name The name; the CSV file beside a report lists them all.
 * @throws {RangeError} If the parts show no such number, or different ones.
 */
export function tal(
  shown: Display | readonly Display[],
  name: NumberName,
): Estimate {
  const parts: readonly Display[] = "html" in shown ? [shown] : shown;
  const all = parts.flatMap(({ estimates }) => estimates);
  const found = all.filter((one) => one.name === name);
  const [first] = found;
  if (first === undefined) {
    throw unknownNumber(name, all.map((one) => one.name));
  }
  const other = found.find(({ estimate }) =>
    !Object.is(estimate.value, first.estimate.value)
  );
  if (other === undefined) return first.estimate;
  throw new RangeError(
    `Cannot read "${name}": found ${first.estimate.value} and ${other.estimate.value}, allowed is one number per name`,
  );
}

/**
 * The error for a name that no number has; it suggests the nearest names.
 *
 * @param name What was asked for.
 * @param known All names, e.g. of a report.
 */
export function unknownNumber(
  name: string,
  known: readonly string[],
): RangeError {
  const nearest = nearestNames(name, known);
  const allowed = nearest.length === 0
    ? `one of the ${known.length} numbers that are shown`
    : `e.g. ${nearest.join(", ")}`;
  return new RangeError(
    `"${name}" is not the name of a number that is shown, allowed is ${allowed}`,
  );
}
