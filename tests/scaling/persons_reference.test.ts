import { expect, test } from "vitest";
import { calibrate, mapScores, personScores } from "#lib/scaling/mod.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import {
  dataAreAbsent,
  readAnswers,
  readReference,
  readTable,
} from "./validation_data.ts";

const SCORES = { tolerance: 1e-4 };

test.skipIf(dataAreAbsent).each(
  [
    ["lsat6.csv", 5, "GPCM", "lsat6.mirt_2pl"],
    ["lsat7.csv", 5, "GPCM", "lsat7.mirt_2pl"],
    ["science.csv", 4, "GPCM", "science.mirt_gpcm"],
    ["science.csv", 4, "PCM", "science.mirt_pcm"],
    ["verbal_aggression.csv", 24, "GPCM", "verbal.mirt_gpcm"],
    ["verbal_aggression.csv", 24, "PCM", "verbal.mirt_pcm"],
    ["timss2011_aus_twn.csv", 11, "GPCM", "timss_aus_twn.mirt_gpcm"],
    ["timss2011_aus_twn.csv", 11, "PCM", "timss_aus_twn.mirt_pcm"],
  ] as const,
)("mapScores() match mirt: %s, %s items, %s", (data, items, model, persons) => {
  const answers = readAnswers(data, { items });
  const fit = calibrate(answers, {
    model,
    grid: { nodes: 241, halfWidth: 12 },
  });
  const { map, standardError } = mapScores(fit, answers);
  const { rows } = readTable(`${persons}.persons.csv`);
  expectAllClose(map, rows.map((row) => Number(row[4])), SCORES);
  expectAllClose(standardError, rows.map((row) => Number(row[5])), SCORES);
});

test.skipIf(dataAreAbsent)(
  "personScores() match TAM's two groups of TIMSS",
  () => {
    const answers = readAnswers("timss2011_aus_twn.csv", {
      items: 11,
      groupColumn: "IDCNTRY",
    });
    const fit = calibrate(answers, {
      model: "PCM",
      grid: { nodes: 321, halfWidth: 16 },
    });
    const scores = personScores(fit, answers);
    const expected = readReference(
      "timss_aus_twn.irt.ref.json",
    )["TAM_group_PCM"]!;
    const first = (values: Float64Array): Float64Array => values.slice(0, 20);
    expectAllClose(first(scores.wle), expected.WLE_first20, SCORES);
    expectAllClose(
      first(scores.wleStandardError),
      expected.WLE_error_first20,
      SCORES,
    );
    expectAllClose(first(scores.eap), expected.EAP_first20, SCORES);
    expectAllClose(
      first(scores.posteriorStandardDeviation),
      expected.SD_EAP_first20,
      SCORES,
    );
    expectClose(scores.reliability.wle, expected["WLE.rel"], {
      tolerance: 1e-3,
    });
    expect(scores.reliability.eap).toBeGreaterThan(0.8);
  },
);
