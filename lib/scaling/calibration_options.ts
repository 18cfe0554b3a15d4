import { SMALLEST_GROUP } from "./starting_values.ts";
import type { ItemModel, ScaleResponses, StepMode } from "./types.ts";

/** Refuses common steps together with free slopes. */
export function checkSteps(
  scale: string,
  model: ItemModel,
  steps: StepMode,
): void {
  if (steps === "common" && model !== "PCM") {
    throw new RangeError(
      `Cannot calibrate scale "${scale}": model ${model} with common steps, allowed is PCM`,
    );
  }
}

/** Refuses a reference group without persons. */
export function checkReference(
  { scale, groupCount, group }: ScaleResponses,
  wanted: number | undefined,
): void {
  if (wanted === undefined || group.includes(wanted)) return;
  throw new RangeError(
    `Cannot calibrate scale "${scale}": reference group ${wanted}, allowed are groups from 0 to ${
      groupCount - 1
    } with persons`,
  );
}

/** The first group with enough persons for a distribution of its own, or with any. */
export function referenceGroup(responses: ScaleResponses): number {
  const counts = new Int32Array(responses.groupCount);
  for (let p = 0; p < responses.persons; p++) {
    if (responses.columns.some((c) => c[p]! >= 0)) {
      counts[responses.group[p]!]! += 1;
    }
  }
  const enough = counts.findIndex((n) => n >= SMALLEST_GROUP);
  return enough >= 0 ? enough : counts.findIndex((n) => n > 0);
}
