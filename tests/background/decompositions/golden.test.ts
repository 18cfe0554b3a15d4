import { test } from "vitest";
import {
  type ColumnBlock,
  concentrationByRank,
  type ConcentrationSpec,
  decomposeGap,
  decomposePercentileGap,
  decomposeRateGap,
  explainSlope,
  reweightPercentileGap,
  shareOutFit,
} from "#lib/background/mod.ts";
import { expectGolden, golden, goldenPupils } from "./golden_pupils.ts";

const education: ColumnBlock = {
  name: "education",
  columns: ["middle", "long"],
  kind: "categories",
};
const books: ColumnBlock = { name: "books", columns: ["books"] };
const work: ColumnBlock = { name: "work", columns: ["work"] };
const girl: ColumnBlock = { name: "girl", columns: ["girl"] };

test("decomposeGap() gives the values and school jackknife that R gives one regression at a time", () => {
  const { parts } = decomposeGap(goldenPupils, {
    groups: ["last", "first"],
    blocks: [books, work, education],
  });
  expectGolden(Object.values(parts).map(({ total }) => total), golden.oaxaca);
});

test("explainSlope() gives the values and school jackknife that R gives one regression at a time", () => {
  const { alone, withAll, blocks } = explainSlope(goldenPupils, {
    slope: "books",
    blocks: [work, education],
  });
  expectGolden(
    [alone, withAll, blocks.work!, blocks.education!],
    golden.slope,
  );
});

test("shareOutFit() gives the shares that R gives by going through all orders", () => {
  const blocks = [books, work, education, girl];
  const shapley = shareOutFit(goldenPupils, { blocks });
  expectGolden(Object.values(shapley.blocks), golden.shapley);
  const owen = shareOutFit(goldenPupils, {
    blocks,
    coalitions: { family: ["books", "work", "education"], pupil: ["girl"] },
  });
  expectGolden(Object.values(owen.blocks), golden.owen);
});

test("concentrationByRank() gives what R gives as differences of all pairs", () => {
  const of = (spec: Omit<ConcentrationSpec, "rankBy">) =>
    concentrationByRank(goldenPupils, { rankBy: "books", ...spec });
  const scale = { kind: "interval" } as const;
  const share = { kind: "bounded", bounds: [0, 1] } as const;
  expectGolden([
    of({ index: "absolute", scale }).groups[0]!,
    of({ index: "slope on rank", scale }).groups[0]!,
    of({ index: "Erreygers", scale: share, outcome: "low" }).groups[0]!,
    of({ index: "Wagstaff", scale: share, outcome: "low" }).groups[0]!,
    of({ index: "absolute", scale, groups: ["first", "last"] }).changes[0]!,
  ], golden.concentration);
});

test("decomposeRateGap() gives the parts that R gives cell by cell", () => {
  const { gap, composition, rates } = decomposeRateGap(goldenPupils, {
    groups: ["last", "first"],
    cells: ["short", "middle", "long"],
    rate: { side: "below", cut: 480 },
  });
  expectGolden([gap, composition, rates], golden.kitagawa);
});

test.each(golden.percentiles)(
  "decomposePercentileGap() gives R's parts at percentile $share with kernel $kernel, bandwidth in the loop",
  ({ share, kernel, gap }) => {
    const [found] = decomposePercentileGap(goldenPupils, {
      groups: ["last", "first"],
      blocks: [books, work, education],
      shares: [share],
      kernel,
      reference: 0,
    });
    const { endowments, coefficients, interaction } = found!.parts;
    expectGolden([
      found!.gap,
      endowments.total,
      coefficients.total,
      interaction.total,
    ], gap);
  },
);

test.each(golden.percentiles)(
  "reweightPercentileGap() gives R's parts at percentile $share with the odds fitted in the loop",
  ({ share, kernel, reweighted }) => {
    const [found] = reweightPercentileGap(goldenPupils, {
      groups: ["last", "first"],
      blocks: [books, work, education],
      shares: [share],
      kernel,
    });
    const { composition, specificationError, structure, reweightingError } =
      found!.parts;
    expectGolden(
      [
        composition.total,
        specificationError.total,
        structure.total,
        reweightingError.total,
      ],
      reweighted,
      // R's glm stops at a deviance that no longer changes; it rounds before that.
      { tolerance: 1e-6 },
    );
  },
);
