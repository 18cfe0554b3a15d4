import { loadCodebook } from "#lib/codebook/mod.ts";
import type { ProgrammeData, RespondentFrame } from "#lib/data/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import type { ScoredPeople } from "#lib/profiles/mod.ts";
import { tinyProgramme } from "./tiny_programme.ts";

const MIDDLE = [13.6, 52, 3.1], UNIT = [1.9, 18, 1.15];

/** The tiny programme as reading tests, the scale that has a criterion, with components. */
export function readingProgramme(): {
  readonly data: ProgrammeData;
  readonly scored: ScoredPeople;
} {
  const { data, points, rows } = tinyProgramme();
  const codebook = loadCodebook();
  const scale = codebook.scales.find(({ id }) => id === "pr_laesning")!;
  const before = data.frames.get("pupils-4-9")!;
  const stream = createStream(5, 1);
  const frame: RespondentFrame = {
    ...before,
    group: "tests",
    components: MIDDLE.map((middle, k) =>
      Float32Array.from(
        before.background,
        (x) => middle + UNIT[k]! * (0.8 * x + 0.6 * stream.normal()),
      )
    ),
  };
  return {
    data: {
      ...data,
      codebook: { ...codebook, scales: [scale] },
      programme: { ...data.programme, scales: [scale.id] },
      frames: new Map([["tests", frame]]),
    },
    scored: {
      points,
      rows,
      link: [{
        from: 0,
        to: 1,
        items: 6,
        mean: 4,
        jackknife: 4,
        sampling: 0,
        levelLow: 0.16,
        levelHigh: 0.16,
        standardDeviation: 1,
        unit: 0.0004,
        shareLow: 0,
        shareHigh: 0,
        degreesOfFreedom: 5,
      }],
    },
  };
}
