import { philox } from "#lib/numerics/mod.ts";

/** What a cluster's residuals are multiplied by. */
export type WildWeights = "rademacher" | "webb";

/** Webb's six points, symmetric with variance 1. */
const WEBB = [
  -Math.sqrt(1.5),
  -1,
  -Math.sqrt(0.5),
  Math.sqrt(0.5),
  1,
  Math.sqrt(1.5),
];

const WORD = 4294967296;
/** Keeps these numbers apart from others of the same seed. */
const PURPOSE = 0x57434252;

/**
 * Writes the multipliers of one draw; they depend on seed and draw alone.
 *
 * @param out Length G.
 */
export function writeWildWeights(
  out: Float64Array,
  { seed, draw, kind }: {
    readonly seed: number;
    readonly draw: number;
    readonly kind: WildWeights;
  },
): void {
  const words = new Uint32Array(4);
  const perBlock = kind === "rademacher" ? 128 : 4;
  for (let g = 0; g < out.length; g++) {
    const place = g % perBlock;
    if (place === 0) {
      philox(words, [draw, g / perBlock, 0, 0], [seed, PURPOSE]);
    }
    out[g] = kind === "rademacher"
      ? ((words[place >> 5]! >>> (place & 31)) & 1) === 1 ? 1 : -1
      : WEBB[Math.floor(words[place]! / WORD * 6)]!;
  }
}
