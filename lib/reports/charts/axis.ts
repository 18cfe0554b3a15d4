import { formatNumber } from "../format.ts";

/** An axis of points: where it begins and ends, and its ticks. */
export interface PointAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** Options for {@linkcode pointAxis}. */
export interface PointAxisOptions {
  /** Value that must lie on the axis, e.g. 500 or 0. */
  readonly include?: number;
  /** Smallest width of the axis, so that noise does not fill a chart. @default {40} */
  readonly smallestWidth?: number;
  /** Most ticks. @default {7} */
  readonly mostTicks?: number;
}

const steps: readonly number[] = [
  0.01,
  0.02,
  0.05,
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  20,
  25,
  50,
  100,
  200,
  500,
];

/**
 * Chooses an axis that holds all values between round ticks.
 *
 * @param values All values that will be drawn; not finite ones are left out.
 * @returns Domain and ticks, both ends are ticks.
 */
export function pointAxis(
  values: readonly number[],
  { include, smallestWidth = 40, mostTicks = 7 }: PointAxisOptions = {},
): PointAxis {
  const finite = values.filter((value) => Number.isFinite(value));
  if (include !== undefined) finite.push(include);
  const low = finite.length > 0 ? Math.min(...finite) : 0;
  const high = finite.length > 0 ? Math.max(...finite) : 0;
  // Room is added on both sides, but none below a zero that everything lies above.
  const missing = Math.max(0, smallestWidth - (high - low));
  const below = include === 0 && low === 0 ? 0 : 1 / 2;
  const start = low - below * missing, end = high + (1 - below) * missing;
  const step = firstStep((size) =>
    Math.ceil(end / size) - Math.floor(start / size) < mostTicks
  );
  const first = Math.floor(start / step);
  const last = Math.max(Math.ceil(end / step), first + 1);
  const ticks = Array.from(
    { length: last - first + 1 },
    (_, i) => Math.round((first + i) * step * 100) / 100,
  );
  return { domain: [ticks[0] ?? start, ticks.at(-1) ?? end], ticks };
}

/** The smallest round step that fits; very wide axes go on in thousands. */
function firstStep(fits: (size: number) => boolean): number {
  for (let unit = 1;; unit *= 1000) {
    const step = steps.find((size) => fits(size * unit));
    if (step !== undefined) return step * unit;
  }
}

/** Tick text in Danish, with as many decimals as the step between ticks needs. */
export function tickText(axis: PointAxis): (value: number) => string {
  const [first = 0, second = 1] = axis.ticks;
  const step = second - first;
  const decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  return (value) => formatNumber(value, { decimals });
}
