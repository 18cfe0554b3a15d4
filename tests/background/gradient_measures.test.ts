import { expect, test } from "vitest";
import {
  betweenSchools,
  concentrationByRank,
  gradientMeasures,
  type Measure,
  MEASURE_NAMES,
  socialGradient,
} from "#lib/background/mod.ts";
import { jackknifeDesign } from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { expectClose } from "../inference/expect_close.ts";
import { pisaEstimates, pisaIsAbsent } from "../inference/pisa_2003.ts";
import type { Person } from "../inference/statistics_block.ts";
import { MEASURES_BLOCK } from "./background_block.ts";

function sumsOf(schools: readonly (readonly Person[])[]): Float64Array {
  const sums = new Float64Array(MEASURES_BLOCK.width);
  for (const people of schools) {
    MEASURES_BLOCK.addSchoolInPlace(sums, 0, people);
  }
  return sums;
}

/** One person per pair. */
function people(
  pairs: readonly (readonly [background: number, score: number])[],
): Person[] {
  return pairs.map(([background, score]) => ({ weight: 1, background, score }));
}

function simulated(
  { seed, schools = 40, size = 30, shift = 0, noise = 80 }: {
    readonly seed: number;
    readonly schools?: number;
    readonly size?: number;
    readonly shift?: number;
    readonly noise?: number;
  },
): Person[][] {
  const stream = createStream(seed, 3);
  return Array.from({ length: schools }, () => {
    const school = 0.5 * stream.normal();
    return Array.from({ length: size }, () => {
      const own = 0.87 * stream.normal();
      return {
        weight: 0.5 + stream.uniform(),
        background: stream.uniform() < 0.2 ? NaN : school + own,
        score: 500 + shift + 25 * own + 60 * school + noise * stream.normal(),
      };
    });
  });
}

test("gradientMeasures() of twelve pupils are those worked out by hand", () => {
  // Three pupils per quarter; one of the bottom three is among the top three scores.
  const scores = [350, 390, 650, 480, 390, 500, 510, 520, 530, 610, 560, 700];
  const found = gradientMeasures(
    sumsOf([people(scores.map((score, i) => [(i - 5.5) / 4, score]))]),
  );
  expectClose(found["quarter-gap"], (610 + 560 + 700 - 350 - 390 - 650) / 3);
  expectClose(
    found["upper-gap"] + found["lower-gap"],
    found["quarter-gap"],
  );
  expectClose(
    found["upper-gap"],
    1870 / 3 - (480 + 390 + 500 + 510 + 520 + 530) / 6,
  );
  expectClose(found.resilience, 1 / 3);
  // Two of three in the bottom quarter are under 400, one of the nine others.
  expectClose(found["relative-risk"], 6);
  expectClose(found.attributable, 1 - (1 / 9) / (3 / 12));
  // The three weak ones have the ranks 0.5, 1.5 and 4.5 of 12.
  expectClose(found["weak-concentration"], 8 * (5.5 + 4.5 + 1.5) / 144);
  expectClose(found["unknown-share"], 0);
});

test("gradientMeasures() count weak results over the ranks as Erreygers' index does", () => {
  const schools = simulated({ seed: 4 }).map((school) =>
    school.filter(({ background }) => !Number.isNaN(background))
      // Middles of the bins, so that ties are the same ones.
      .map((p) => ({
        ...p,
        background: Math.floor(p.background * 10) / 10 + 0.05,
      }))
  );
  const pupils = schools.flat();
  const [index] = concentrationByRank({
    values: [pupils.map(({ score }) => score < 400 ? 1 : 0)],
    columns: { background: pupils.map(({ background }) => background) },
    design: jackknifeDesign(
      Float64Array.from(pupils, ({ weight }) => weight),
      {
        clusters: Int32Array.from(
          schools.flatMap((school, s) => school.map(() => s)),
        ),
      },
    ),
  }, {
    rankBy: "background",
    index: "Erreygers",
    scale: { kind: "bounded", bounds: [0, 1] },
  }).groups;
  if (typeof index !== "object") throw new Error("no estimate");
  expectClose(
    gradientMeasures(sumsOf(schools))["weak-concentration"],
    -index.value,
    { tolerance: 1e-12 },
  );
});

test("gradientMeasures() by rank are regression and correlation of ranks, ties shared", () => {
  const found = gradientMeasures(
    sumsOf([people([[-1, 410], [-1, 430], [0, 500], [1, 470], [2, 590]])]),
  );
  // R: rank(c(-1, -1, 0, 1, 2)), cor(method = "spearman") 0.8720816.
  expectClose(found["rank-correlation"], 0.8720815992723809);
  const ranks = [1.5, 1.5, 3, 4, 5].map((r) => (r - 0.5) / 5);
  const scores = [410, 430, 500, 470, 590];
  const top = ranks.reduce((t, r, i) => t + (r - 0.5) * scores[i]!, 0);
  const bottom = ranks.reduce((t, r) => t + (r - 0.5) * (r - 0.5), 0);
  expectClose(found["rank-slope"], top / bottom);
});

test("gradientMeasures() do not move when all scores rise by 100 points, but for shares under a limit", () => {
  const before = gradientMeasures(sumsOf(simulated({ seed: 1 })));
  const after = gradientMeasures(sumsOf(simulated({ seed: 1, shift: 100 })));
  const ofLimit: readonly Measure[] = [
    "relative-risk",
    "attributable",
    "weak-concentration",
  ];
  for (const name of MEASURE_NAMES) {
    if (Number.isNaN(before[name])) continue;
    if (ofLimit.includes(name)) {
      expect(after[name]).not.toBeCloseTo(before[name], 3);
    } else {
      expectClose(after[name], before[name], { tolerance: 1e-9 });
    }
  }
});

test("gradientMeasures() by rank stay where the index is stretched without reordering", () => {
  // Middles of bins move to middles, so that the bins stay the same sets of people.
  const plain = simulated({ seed: 2 }).map((school) =>
    school.map((p) => ({
      ...p,
      background: Math.min(2.35, Math.floor(p.background * 10) / 10 + 0.05),
    }))
  );
  const stretched = plain.map((school) =>
    school.map((p) => ({
      ...p,
      background: p.background > 1 ? p.background + 0.7 : p.background,
    }))
  );
  const a = gradientMeasures(sumsOf(plain));
  const b = gradientMeasures(sumsOf(stretched));
  for (
    const name of ["rank-slope", "rank-correlation", "resilience"] as const
  ) {
    expectClose(b[name], a[name], { tolerance: 1e-9 });
  }
  expect(Math.abs(b.slope - a.slope)).toBeGreaterThan(0.5);
});

test("betweenSchools() finds the contextual effect that few pupils per school hide", () => {
  // Within schools 25 points per SD, between them 60: contextual 35.
  const schools = simulated({ seed: 3, schools: 3000, size: 5 });
  const sums = sumsOf(schools);
  const manifest = socialGradient(sums, 0);
  const latent = betweenSchools(sums, 0);
  expect(manifest.between - manifest.within).toBeLessThan(25);
  expect(Math.abs(latent.between - latent.within - 35)).toBeLessThan(4);
  // Variance of background 0.25 between and 0.757 within.
  expect(latent.socialInclusion).toBeCloseTo(0.757 / 1.007, 1);
  expectClose(latent.within, manifest.within);
});

test("betweenSchools() is the analysis of variance where all weights are 1", () => {
  const schools = [
    people([[0, 480], [1, 510], [2, 530]]),
    people([[1, 520], [3, 600]]),
    people([[-2, 400], [-1, 470], [0, 480], [1, 450]]),
  ];
  const latent = betweenSchools(sumsOf(schools), 0);
  const mean = (values: readonly number[]) =>
    values.reduce((a, b) => a + b, 0) / values.length;
  const all = schools.flat();
  const split = (
    u: (p: Person) => number,
    v: (p: Person) => number,
  ) => {
    let within = 0, between = 0;
    for (const s of schools) {
      for (const p of s) {
        within += (u(p) - mean(s.map(u))) * (v(p) - mean(s.map(v)));
      }
      between += s.length * (mean(s.map(u)) - mean(all.map(u))) *
        (mean(s.map(v)) - mean(all.map(v)));
    }
    const msWithin = within / (9 - 3), n0 = (9 - (9 + 4 + 16) / 9) / 2;
    return { within: msWithin, between: (between / 2 - msWithin) / n0 };
  };
  const x = (p: Person) => p.background, y = (p: Person) => p.score;
  expectClose(latent.within, split(x, y).within / split(x, x).within);
  expectClose(latent.between, split(x, y).between / split(x, x).between);
  const scores = split(y, y);
  expectClose(
    latent.academicInclusion,
    scores.within / (scores.within + scores.between),
  );
});

test("gradientMeasures() of nobody, and of a background that does not vary, are NaN", () => {
  const nobody = gradientMeasures(sumsOf([]));
  expect(MEASURE_NAMES.filter((name) => !Number.isNaN(nobody[name]))).toEqual(
    [],
  );
  const flat = gradientMeasures(
    sumsOf([people([[0.3, 480], [0.3, 510]]), people([[0.3, 390]])]),
  );
  for (
    const name of [
      "slope",
      "rank-slope",
      "rank-correlation",
      "quarter-gap",
      "resilience",
      "relative-risk",
      "between",
      "within",
      "contextual-latent",
    ] as const
  ) expect(flat[name], name).toBeNaN();
  expect(flat["score-spread"]).toBeGreaterThan(0);
});

test("gradientMeasures() of a school where all homes are alike take nothing from it within schools", () => {
  const others = simulated({ seed: 5, schools: 6 });
  const alike = people([[0.4, 450], [0.4, 520], [0.4, 610]]);
  const without = gradientMeasures(sumsOf(others));
  const found = gradientMeasures(sumsOf([alike, ...others]));
  expectClose(found.within, without.within);
  expect(Number.isFinite(found.between)).toBe(true);
});

test("gradientMeasures() of a school whose parents all kept silent count it as unknown alone", () => {
  const schools = simulated({ seed: 4, schools: 6 });
  const silent = schools[0]!.map((p) => ({ ...p, background: NaN }));
  const without = gradientMeasures(sumsOf(schools.slice(1)));
  const found = gradientMeasures(sumsOf([silent, ...schools.slice(1)]));
  expectClose(found.slope, without.slope);
  expectClose(found.resilience, without.resilience);
  expect(found["unknown-share"]).toBeGreaterThan(without["unknown-share"]);
});

test.skipIf(pisaIsAbsent)(
  "gradientMeasures() of PISA 2003 hold the OECD's slope and share for two subjects",
  () => {
    const official = {
      MATH: { slope: 44.732425, explained: 18.591387 },
      READ: { slope: 37.491028, explained: 15.512046 },
    } as const;
    const SIX_DECIMALS = { tolerance: 1e-7 } as const;
    for (const subject of ["MATH", "READ"] as const) {
      const found = pisaEstimates(subject, MEASURES_BLOCK);
      const of = (name: Measure) => found[MEASURE_NAMES.indexOf(name)]!;
      const { slope, explained } = official[subject];
      expectClose(of("slope").value, slope, SIX_DECIMALS);
      expectClose(100 * of("explained").value, explained, SIX_DECIMALS);
      if (subject === "MATH") {
        expectClose(of("slope").standardError, 2.363745, SIX_DECIMALS);
        expectClose(
          100 * of("explained").standardError,
          1.706492,
          { tolerance: 1e-6 },
        );
      }
    }
  },
);

if (pisaIsAbsent) console.log(`Skipped: ${pisaIsAbsent}`);
