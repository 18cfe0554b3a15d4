/** A dot's place: its value, and its shift from the middle in pixels. */
export interface SwarmDot {
  readonly value: number;
  readonly shift: number;
}

/** Options for {@linkcode swarm}. */
export interface SwarmOptions {
  /** Pixels per unit of value. */
  readonly pixelsPerUnit: number;
  /** Radius of a dot, pixels. */
  readonly radius: number;
  /** Largest shift; beyond it dots may cover each other. */
  readonly largestShift: number;
}

/**
 * Places dots side by side about a line so that they do not cover each other.
 *
 * Values are taken in rising order; each dot gets the smallest shift, first
 * below and then above the line, that leaves it clear of the dots before it.
 *
 * @param values Any order, finite.
 * @returns One place per value, in rising order.
 */
export function swarm(
  values: readonly number[],
  { pixelsPerUnit, radius, largestShift }: SwarmOptions,
): readonly SwarmDot[] {
  const placed: SwarmDot[] = [];
  const distance = 2 * radius + 0.5;
  const isFree = (value: number, shift: number) => {
    for (let i = placed.length - 1; i >= 0; i--) {
      const other = placed[i]!;
      const along = (value - other.value) * pixelsPerUnit;
      if (along >= distance) return true;
      const across = shift - other.shift;
      if (along * along + across * across < distance * distance) return false;
    }
    return true;
  };
  for (const value of values.toSorted((a, b) => a - b)) {
    placed.push({ value, shift: freeShift(value, { isFree, largestShift }) });
  }
  return placed;
}

function freeShift(
  value: number,
  { isFree, largestShift }: {
    readonly isFree: (value: number, shift: number) => boolean;
    readonly largestShift: number;
  },
): number {
  for (let shift = 0; shift <= largestShift; shift++) {
    if (isFree(value, shift)) return shift;
    if (isFree(value, -shift)) return -shift;
  }
  return 0;
}
