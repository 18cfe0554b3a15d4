import process from "node:process";

/** Tells a person what is going on: one changing line on a terminal, plain lines elsewhere. */
export interface Progress {
  /** A stage has been reached. */
  readonly step: (text: string) => void;
  /** `done` of `total` parts of a stage are finished. */
  readonly count: (
    stage: string,
    done: number,
    total: number,
    part: string,
  ) => void;
}

/** Starts a progress display on standard error; times are only shown, never used. */
export function startProgress(): Progress {
  const isTerminal = Boolean(process.stderr.isTTY) && !process.env["CI"];
  const start = performance.now();
  const seconds = (): string =>
    `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const clear = isTerminal ? "\r\x1b[2K" : "";
  return {
    step: (text) =>
      void process.stderr.write(`${clear}${text} (${seconds()})\n`),
    count: (stage, done, total, part) => {
      if (isTerminal) {
        process.stderr.write(
          `${clear}${stage} ${done}/${total}: ${part} (${seconds()})`,
        );
      } else if (done % 10 === 0 || done === total) {
        process.stderr.write(`${stage} ${done}/${total} (${seconds()})\n`);
      }
    },
  };
}
