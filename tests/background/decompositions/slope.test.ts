import { expect, test } from "vitest";
import {
  type ColumnBlock,
  explainSlope,
  explainSlopeOnce,
} from "#lib/background/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { referenceIsAbsent } from "../../inference/read_reference.ts";
import { completeCases } from "./complete_cases.ts";
import { known, madeUpPupils } from "./made_up_pupils.ts";

const spec = {
  slope: "x1",
  blocks: [
    { name: "g1", columns: ["x21", "x22"] },
    { name: "g2", columns: ["x23"] },
  ],
} as const;

test.skipIf(referenceIsAbsent).each(
  [
    ["robust", 0.1237726, 0.0746041, 0.1513416],
    ["clustered", 0.0941471, 0.0883146, 0.1037513],
  ] as const,
)(
  "explainSlopeOnce() gives Stata b1x2's parts and %s standard errors, the total's too",
  (variance, ofFirst, ofSecond, ofTotal) => {
    const data = completeCases("gelbach.csv", [
      "x1",
      "x21",
      "x22",
      "x23",
      "y",
      "cluster",
    ]);
    const found = explainSlopeOnce(
      { scores: data.y!, columns: data, clusters: data.cluster! },
      spec,
      { variance },
    );
    const tolerance = 6e-7;
    expectClose(found.alone, 4.390463, { tolerance });
    expectClose(found.withAll, 0.9509434, { tolerance });
    expectClose(found.blocks.g1!.value, 2.432692, { tolerance });
    expectClose(found.blocks.g2!.value, 1.006828, { tolerance });
    expectClose(found.change.value, 3.43952, { tolerance });
    expectClose(found.blocks.g1!.standardError, ofFirst, { tolerance });
    expectClose(found.blocks.g2!.standardError, ofSecond, { tolerance });
    expectClose(found.change.standardError, ofTotal, { tolerance });
  },
);

const blocks: readonly ColumnBlock[] = [
  { name: "work", columns: ["work"] },
  { name: "education", columns: ["middle", "long"], kind: "categories" },
  { name: "school", columns: ["schoolMean"] },
];

test("explainSlope() gives parts that sum to the change, whatever the order and the scores' zero", () => {
  const found = explainSlope(madeUpPupils(), { slope: "books", blocks });
  const parts = Object.values(found.blocks).map((one) => known(one).value);
  expectClose(
    parts.reduce((a, b) => a + b),
    known(found.alone).value - known(found.withAll).value,
    { tolerance: 1e-10 },
  );
  const other = explainSlope(madeUpPupils({ shift: 100 }), {
    slope: "books",
    blocks: [
      blocks[2]!,
      { name: "education", columns: ["short", "middle"], kind: "categories" },
      blocks[0]!,
    ],
  });
  for (const { name } of blocks) {
    const a = known(found.blocks[name]!), b = known(other.blocks[name]!);
    expectClose(b.value, a.value, { tolerance: 1e-9 });
    expectClose(b.standardError, a.standardError, { tolerance: 1e-8 });
  }
});

test("explainSlope() and explainSlopeOnce() agree, values exactly, errors as replicates do", () => {
  const data = madeUpPupils({ draws: 1, schools: 60 });
  const replicated = explainSlope(data, { slope: "books", blocks });
  const once = explainSlopeOnce({
    scores: data.values[0]!,
    columns: data.columns,
    weights: data.design.weights,
    clusters: Array.from({ length: 1200 }, (_, i) => Math.floor(i / 20)),
  }, { slope: "books", blocks });
  for (const { name } of blocks) {
    const a = known(replicated.blocks[name]!), b = once.blocks[name]!;
    expectClose(a.value, b.value, { tolerance: 1e-9 });
    expectClose(a.standardError / b.standardError, 1, { tolerance: 0.05 });
  }
});

test("explainSlopeOnce() throws on dependent columns and on missing clusters", () => {
  const { columns, values } = madeUpPupils();
  const rows = { columns, scores: values[0]! };
  expect(() =>
    explainSlopeOnce(rows, {
      slope: "books",
      blocks: [{ name: "all", columns: ["short", "middle", "long"] }],
    })
  ).toThrow(RangeError);
  expect(() =>
    explainSlopeOnce(rows, { slope: "books", blocks }, {
      variance: "clustered",
    })
  ).toThrow(
    "Cannot compute a clustered variance: found no clusters, expected one for each of 240 rows",
  );
});
