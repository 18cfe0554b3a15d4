/**
 * Worker thread: scores one scale after another.
 * @module
 */
import { scoreScale } from "./score_scale.ts";
import type { WorkerJob, WorkerReply, WorkerStart } from "./worker_messages.ts";

let start: WorkerStart | null = null;
const port = self as unknown as Worker;

port.onmessage = async (
  { data: message }: MessageEvent<WorkerStart | WorkerJob>,
): Promise<void> => {
  if ("data" in message) {
    start = message;
    return;
  }
  const { scaleIndex } = message;
  try {
    const outcome = await scoreScale(start!, scaleIndex);
    port.postMessage({ outcome } satisfies WorkerReply);
  } catch (error) {
    const scale = start?.data.codebook.scales[scaleIndex]?.id;
    const text = error instanceof Error ? error.message : String(error);
    port.postMessage(
      {
        failed: { scaleIndex, message: `Cannot score "${scale}": ${text}` },
      } satisfies WorkerReply,
    );
  }
};
