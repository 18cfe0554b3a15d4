import { formatNumber } from "./format.ts";

/** Decimals of a number whose unit is not known. */
const DECIMALS = 3;

/**
 * Formats a number that is no estimate, e.g. "2019", "12.345" or "0,25": a year or
 * a code is no quantity and has no dot between its thousands.
 *
 * @param decimals Of what is not whole. @default {as many as needed, at most 3}
 */
export function formatPlainNumber(value: number, decimals?: number): string {
  if (!Number.isFinite(value)) return "–";
  if (!Number.isInteger(value)) {
    const text = formatNumber(value, { decimals: decimals ?? DECIMALS });
    return decimals === undefined ? text.replace(/,?0+$/, "") : text;
  }
  return Math.abs(value) < 10_000
    ? String(value).replace("-", "−")
    : formatNumber(value);
}
