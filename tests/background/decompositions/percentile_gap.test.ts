import { expect, test } from "vitest";
import {
  type ColumnBlock,
  decomposePercentileGap,
  reweightPercentileGap,
} from "#lib/background/mod.ts";
import {
  givenDesign,
  jackknifeDesign,
  type ReplicateData,
} from "#lib/inference/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { known, madeUpPupils } from "./made_up_pupils.ts";

const blocks: readonly ColumnBlock[] = [
  { name: "books", columns: ["books"] },
  { name: "work", columns: ["work"] },
  { name: "education", columns: ["middle", "long"], kind: "categories" },
];
const spec = {
  groups: ["last", "first"],
  blocks,
  shares: [0.1, 0.5, 0.9],
} as const;

/** The same jackknife as weights of rows, which are not summed by cluster. */
function byRow(data: ReplicateData): ReplicateData {
  const { design } = data;
  const given = design.replicateWeights;
  if (given.kind === "rows") return data;
  const columns = Array.from(
    { length: design.replicates },
    (_, r) =>
      design.weights.map((w, i) =>
        // A rounding's worth of difference from row to row, so that nothing is compressed.
        w * given.factors[given.cluster[i]! * design.replicates + r]! *
        (1 + i * 1e-15)
      ),
  );
  return {
    ...data,
    design: givenDesign(design.weights, columns, {
      rule: { kind: "multipliers", multipliers: [...design.multipliers] },
    }),
  };
}

test("decomposePercentileGap() gives parts that sum to the gap of the percentiles exactly", () => {
  for (
    const { gap, means, parts } of decomposePercentileGap(madeUpPupils(), spec)
  ) {
    const value = known(gap).value;
    const total = (name: keyof typeof parts) => known(parts[name].total).value;
    expectClose(value, known(means[0]).value - known(means[1]).value);
    expectClose(
      total("endowments") + total("coefficients") + total("interaction"),
      value,
      { tolerance: 1e-10 },
    );
    expectClose(total("explained") + total("unexplained"), value, {
      tolerance: 1e-10,
    });
  }
});

test("decomposePercentileGap() gives the first score up to which the share of weight lies", () => {
  const pupils = madeUpPupils({ draws: 1 });
  const { first } = pupils.columns, { weights } = pupils.design;
  const own = Array.from(
    pupils.values[0]!,
    (y, i) => ({ y, w: weights[i]!, i }),
  )
    .filter(({ i }) => first![i] === 1).sort((a, b) => a.y - b.y);
  const total = own.reduce((sum, { w }) => sum + w, 0);
  let below = 0;
  const median = own.find(({ w }) => (below += w) >= total / 2)!.y;
  const [, found] = decomposePercentileGap(pupils, spec);
  expectClose(known(found!.means[1]).value, median, { tolerance: 1e-13 });
});

test("decomposePercentileGap() is the same from sums by cluster as from all rows", () => {
  const data = madeUpPupils({ schools: 14 });
  const fast = decomposePercentileGap(data, spec);
  const slow = decomposePercentileGap(byRow(data), spec);
  fast.forEach(({ gap, parts }, s) => {
    const other = slow[s]!;
    expectClose(known(gap).standardError, known(other.gap).standardError, {
      tolerance: 1e-9,
    });
    for (const name of ["explained", "coefficients"] as const) {
      const a = known(parts[name].total), b = known(other.parts[name].total);
      expectClose(a.value, b.value, { tolerance: 1e-9 });
      expectClose(a.standardError, b.standardError, { tolerance: 1e-8 });
    }
  });
});

test("decomposePercentileGap() moves no part when 100 points are added or the base category changes", () => {
  const a = decomposePercentileGap(madeUpPupils(), spec);
  const b = decomposePercentileGap(madeUpPupils({ shift: 100 }), {
    ...spec,
    blocks: [
      ...blocks.slice(0, 2),
      { ...blocks[2]!, columns: ["short", "long"] },
    ],
  });
  a.forEach(({ parts }, s) => {
    for (const name of ["explained", "unexplained", "interaction"] as const) {
      expectClose(
        known(b[s]!.parts[name].blocks.education!).value,
        known(parts[name].blocks.education!).value,
        { tolerance: 1e-8 },
      );
    }
  });
});

test("reweightPercentileGap() gives four parts that sum to the gap", () => {
  for (const { gap, parts } of reweightPercentileGap(madeUpPupils(), spec)) {
    const sum = Object.values(parts).reduce(
      (total, part) => total + known(part.total).value,
      0,
    );
    expectClose(sum, known(gap).value, { tolerance: 1e-10 });
  }
});

test("reweightPercentileGap() throws where columns tell the groups apart for certain", () => {
  const pupils = madeUpPupils();
  const columns = {
    ...pupils.columns,
    apart: pupils.columns.work!.map((x, i) =>
      x + 1000 * pupils.columns.last![i]!
    ),
  };
  expect(() =>
    reweightPercentileGap({ ...pupils, columns }, {
      ...spec,
      blocks: [{ name: "apart", columns: ["apart"] }],
    })
  ).toThrow(
    'Cannot reweight "first" to "last": columns apart tell the groups apart for certain',
  );
});

test("decomposePercentileGap() throws on shares out of order and on groups of 3", () => {
  const pupils = madeUpPupils();
  expect(() => decomposePercentileGap(pupils, { ...spec, shares: [0.5, 0.1] }))
    .toThrow("shares 0.5, 0.1 are not rising between 0 and 1");
  const few = pupils.columns.last!.map((_, i) => i < 3 ? 1 : 0);
  expect(() =>
    decomposePercentileGap(
      { ...pupils, columns: { ...pupils.columns, few } },
      { ...spec, groups: ["few", "first"] },
    )
  ).toThrow('group "few" has 3 people, 4 columns need at least 6');
});

test("decomposePercentileGap() is exact where everyone has one of few scores", () => {
  const pupils = madeUpPupils({ draws: 1 });
  const values = [pupils.values[0]!].map((one) =>
    Float64Array.from(one, (y) => 50 * Math.round(y / 50))
  );
  const design = jackknifeDesign(pupils.design.weights, {
    clusters: Array.from({ length: 240 }, (_, i) => Math.floor(i / 20)),
  });
  const found = decomposePercentileGap({ ...pupils, values, design }, {
    ...spec,
    shares: [0.5],
  });
  const { means, parts } = found[0]!;
  const mean = (k: 0 | 1) => {
    const one = means[k];
    return typeof one === "string" ? NaN : one.value;
  };
  expect(parts.endowments.total).not.toBe("no-value");
  expect([mean(0) % 50, mean(1) % 50].filter((x) => x !== 0 && x === x))
    .toEqual([]);
});
