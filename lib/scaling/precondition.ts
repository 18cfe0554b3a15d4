import { choleskySolveInPlace } from "#lib/numerics/mod.ts";
import type { FactoredInformation } from "./item_information.ts";
import type { ParameterLayout } from "./parameter_layout.ts";

/** Smallest information of a slope or spread, against division by nothing. */
const RIDGE = 1e-8;

/** The complete-data information at one point, factored. */
export interface CompleteInformation {
  readonly layout: ParameterLayout;
  /** Per item; null where its parameters are fixed. */
  readonly factors: readonly (FactoredInformation | null)[];
  /** d slope / d parameter: the slope itself where its logarithm is the parameter. */
  readonly jacobian: number;
  /** Per parameter; 0 for those of items. */
  readonly groupInformation: Float64Array;
}

/**
 * Replaces a gradient by one Newton step of the M-step.
 *
 * Items are independent of each other given the slope; a common slope is
 * eliminated last. Groups have a diagonal block.
 */
export function preconditionInPlace(
  vector: Float64Array,
  { layout, factors, jacobian, groupInformation }: CompleteInformation,
): void {
  const right = new Float64Array(layout.size);
  const left = new Float64Array(layout.size);
  const blocks = factors.map((f, i) => {
    if (!f) return null;
    const { slope, intercepts } = layout.items[i]!;
    const block = Float64Array.from(intercepts, (at) => vector[at]!);
    if (slope >= 0) {
      left[slope]! += jacobian * jacobian * Math.max(f.remaining, RIDGE);
      for (let c = 0; c < f.size; c++) {
        right[slope]! -= jacobian * f.regression[c]! * block[c]!;
      }
    }
    choleskySolveInPlace(f.factor, f.size, block);
    return block;
  });
  for (let j = 0; j < layout.size; j++) {
    if (left[j]! > 0) vector[j] = (vector[j]! + right[j]!) / left[j]!;
    else if (groupInformation[j]! > 0) {
      vector[j] = vector[j]! / groupInformation[j]!;
    }
  }
  blocks.forEach((block, i) => {
    if (!block) return;
    const { slope, intercepts } = layout.items[i]!;
    const move = slope >= 0 ? vector[slope]! * jacobian : 0;
    intercepts.forEach((at, c) => {
      vector[at] = block[c]! - factors[i]!.regression[c]! * move;
    });
  });
}
