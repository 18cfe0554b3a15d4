/**
 * Speed of linear mixed models on the bench file of three waves of pupils in classes in
 * schools (absent elsewhere: a line says so and nothing runs). Run with
 * `deno bench -A tests/bench/mixed.bench.ts`. One thread; reading apart; summing up,
 * fitting and what Satterthwaite's degrees of freedom need are all in the time.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { gunzipSync } from "node:zlib";
import { createStream } from "#lib/numerics/mod.ts";
import {
  fitMixedModel,
  type FitMixedModelOptions,
  fitMixedModels,
  kenwardRogerAdjustment,
  type MixedDesign,
  randomEffects,
  satterthwaite,
} from "#lib/inference/mod.ts";

const FILE = new URL(
  "../../../shared/bench/d_lmer_240k.csv.gz",
  import.meta.url,
);

function readDesign(): MixedDesign {
  const lines = gunzipSync(readFileSync(FILE)).toString().trim().split("\n");
  const n = lines.length - 1;
  const integers = (): Int32Array => new Int32Array(n);
  const levels = { pupil: integers(), class: integers(), school: integers() };
  const values = new Float64Array(5 * n), outcome = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [pupil, klass, school, wave, program, ses, y] = lines[i + 1]!
      .split(",").map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
    levels.pupil[i] = pupil - 1;
    levels.class[i] = klass - 1;
    levels.school[i] = school - 1;
    values.set([1, wave, program, ses, wave * program], 5 * i);
    outcome[i] = y;
  }
  return {
    outcome,
    fixed: { rows: n, columns: 5, values },
    fixedNames: ["1", "wave", "program", "ses", "wave:program"],
    terms: [
      { name: "school", levels: levels.school },
      { name: "class", levels: levels.class },
      { name: "pupil", levels: levels.pupil },
    ],
  };
}

/** The same with the slope of wave varying between the levels of one term. */
function withSlope(design: MixedDesign, name: string): MixedDesign {
  const wave = {
    name: "wave",
    values: design.outcome.map((_, i) => design.fixed.values[5 * i + 1]!),
  };
  return {
    ...design,
    terms: design.terms.map((t) =>
      t.name === name ? { ...t, slopes: [wave] } : t
    ),
  };
}

interface Case {
  readonly name: string;
  readonly design: MixedDesign;
  readonly options: FitMixedModelOptions;
  /** Log-likelihood that lme4 reaches. */
  readonly target: number;
  /** Seconds that lme4 takes; lmerTest 14.9 for the first. */
  readonly seconds: number;
}

/**
 * 3,000 students who rate some 25 of 1,100 teachers each: a crossing as dense as that of
 * the InstEval data, on which lme4 1.1.31 takes 21 s of processor here.
 */
function ratings(): MixedDesign {
  const students = 3000, teachers = 1100, stream = createStream(1);
  const student: number[] = [], teacher: number[] = [];
  for (let s = 0; s < students; s++) {
    // Most ratings within one's own part of the university.
    const home = Math.floor(s / students * teachers);
    for (let k = 0; k < 25; k++) {
      const near = home + Math.floor(160 * stream.normal());
      student.push(s);
      teacher.push(((near % teachers) + teachers) % teachers);
    }
  }
  const draw = (count: number, deviation: number) =>
    Float64Array.from({ length: count }, () => deviation * stream.normal());
  const ofStudent = draw(students, 0.33), ofTeacher = draw(teachers, 0.52);
  return {
    outcome: Float64Array.from(
      student,
      (s, i) =>
        3 + ofStudent[s]! + ofTeacher[teacher[i]!]! + 1.18 * stream.normal(),
    ),
    fixed: {
      rows: student.length,
      columns: 1,
      values: new Float64Array(student.length).fill(1),
    },
    fixedNames: ["1"],
    terms: [
      { name: "student", levels: Int32Array.from(student) },
      { name: "teacher", levels: Int32Array.from(teacher) },
    ],
  };
}

{
  const design = ratings();
  const start = performance.now(), used = process.cpuUsage();
  const { convergence } = fitMixedModel(design);
  const { user, system } = process.cpuUsage(used);
  console.log(
    `75,000 ratings, 3,000 students × 1,100 teachers: ${
      ((performance.now() - start) / 1000).toFixed(1)
    } s (${
      ((user + system) / 1e6).toFixed(1)
    } s of processor), ${convergence.evaluations} evaluations`,
  );
}

if (!existsSync(FILE)) {
  console.log("mixed models: the bench file is absent, nothing is timed");
} else {
  const design = readDesign();
  const cases: readonly Case[] = [
    { name: "REML", design, options: {}, target: -264816.908703, seconds: 7.1 },
    {
      name: "ML",
      design,
      options: { criterion: "ML" },
      target: -264796.131556,
      seconds: 4.8,
    },
    {
      name: "slope by school",
      design: withSlope(design, "school"),
      options: {},
      target: -264813.168659,
      seconds: 12.3,
    },
    {
      name: "slope by pupil",
      design: withSlope(design, "pupil"),
      options: {},
      target: -264814.6923,
      seconds: 10.9,
    },
  ];
  for (const { name, design: own, options, target, seconds } of cases) {
    let best = Infinity, busy = Infinity, fit = fitMixedModel(own, options);
    for (let repeat = 0; repeat < 4; repeat++) {
      const start = performance.now(), used = process.cpuUsage();
      fit = fitMixedModel(own, options);
      for (let i = 0; i < 5; i++) {
        satterthwaite(fit, [0, 1, 2, 3, 4].map((j) => j === i ? 1 : 0));
      }
      best = Math.min(best, (performance.now() - start) / 1000);
      const { user, system } = process.cpuUsage(used);
      busy = Math.min(busy, (user + system) / 1e6);
    }
    console.log(
      `${name}: ${best.toFixed(3)} s (${
        busy.toFixed(3)
      } s of processor), lme4 ${seconds} s, ${
        (seconds / best).toFixed(0)
      } times as fast; log-likelihood ${
        fit.logLikelihood.toFixed(6)
      }, lme4 ${target}; ${fit.convergence.evaluations} evaluations; singular: ${
        fit.convergence.singular.join() || "none"
      }`,
    );
    Deno.bench(
      { name: `fitMixedModel, 240,000 rows, ${name}`, n: 5, warmup: 1 },
      () => void fitMixedModel(own, options),
    );
  }
  const fit = fitMixedModel(design);
  Deno.bench(
    { name: "kenwardRogerAdjustment, 240,000 rows", n: 3 },
    () => void kenwardRogerAdjustment(fit),
  );
  Deno.bench(
    { name: "randomEffects, 83,197 levels", n: 3 },
    () => void randomEffects(fit),
  );
  const outcomes = Array.from(
    { length: 10 },
    (_, m) => design.outcome.map((y, i) => y + 0.1 * Math.sin(i * (m + 1))),
  );
  Deno.bench(
    { name: "fitMixedModels, ten outcomes", n: 2 },
    () => void fitMixedModels(design, outcomes),
  );
}
