/**
 * Worker thread: scores one scale after another.
 * @module
 */
import { scoreScale } from "./score_scale.ts";
import type { ScaleOutcome, ScoringStart } from "./scale_outcome.ts";
import { serveItems } from "../worker_pool.ts";

serveItems<ScoringStart, number, ScaleOutcome>(async (start, scaleIndex) => {
  try {
    return await scoreScale(start, scaleIndex);
  } catch (error) {
    const scale = start.data.codebook.scales[scaleIndex]?.id;
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot score "${scale}": ${text}`);
  }
});
