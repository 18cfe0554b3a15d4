import {
  calibrate,
  differentialItemFunctioning,
  limitedInformationFit,
  predictiveCheck,
  scoreItemFit,
  sumScoreTable,
} from "#lib/scaling/mod.ts";
import {
  ITEMS,
  normals,
  responsesOf,
  simulateAnswers,
} from "#lib/studies/mod.ts";

// A scale as the reports document it: 10,000 people in 240 schools, 8 items with
// four categories, three waves.
const PERSONS = 10_000;
const items = [...ITEMS, ...ITEMS].slice(0, 8).map((item, i) => ({
  ...item,
  id: `item${i + 1}`,
}));
const theta = normals(PERSONS, 1);
const responses = responsesOf(simulateAnswers(theta, { seed: 2, items }), {
  maxScore: 3,
  group: theta.map((_, p) => p % 3),
  groupCount: 3,
});
const single = { ...responses, group: new Uint8Array(PERSONS), groupCount: 1 };
const calibration = calibrate(responses);
const ofOne = calibrate(single);
const school = Int32Array.from(theta, (_, p) => Math.floor(p / 42));
const gender = {
  labels: ["boys", "girls"],
  values: Int8Array.from(theta, (_, p) => (p >> 2) % 2),
};

Deno.bench("calibrate, 10,000 × 8, three waves", () => {
  calibrate(responses);
});
Deno.bench("DIF by gender: Wald by school, RMSD", () => {
  differentialItemFunctioning(responses, gender, {
    clusters: school,
    views: "model",
  });
});
Deno.bench("DIF by gender: all views", () => {
  differentialItemFunctioning(responses, gender, { clusters: school });
});
Deno.bench("S-X² of all items", () => {
  scoreItemFit(ofOne, single);
});
Deno.bench("M2 of the scale", () => {
  limitedInformationFit(ofOne, single);
});
Deno.bench("EAP of every sum score", () => {
  sumScoreTable(calibration);
});
Deno.bench("predictive check, 20 replicates", () => {
  predictiveCheck(calibration, responses, {
    draws: Array.from({ length: 10 }, () => theta),
    school,
    seed: 1,
  });
});
