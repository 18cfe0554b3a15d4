import { expect, test } from "vitest";
import {
  type ColumnBlock,
  decomposeGap,
  decomposeGapOnce,
  explainSlope,
  type GapDecomposition,
  type GapReference,
  gapStatistic,
  shareOutFit,
} from "#lib/background/mod.ts";
import { replicateEstimates } from "#lib/inference/mod.ts";
import { expectAllClose, expectClose } from "../../inference/expect_close.ts";
import {
  readReferenceResults,
  referenceIsAbsent,
} from "../../inference/read_reference.ts";
import { complement, completeCases } from "./complete_cases.ts";
import { known, madeUpPupils } from "./made_up_pupils.ts";

const single = (names: readonly string[]): readonly ColumnBlock[] =>
  names.map((name) => ({ name, columns: [name] }));

/** Log wages of men and women in Switzerland, 1,434 complete (Jann 2008). */
function wages() {
  const names = ["lnwage", "educ", "exper", "tenure", "female"];
  const data = completeCases("oaxaca.csv", names);
  return {
    scores: data.lnwage!,
    columns: {
      ...data,
      women: data.female!,
      men: complement(data.female!),
    },
  };
}
const wageGap = {
  groups: ["men", "women"],
  blocks: single(["educ", "exper", "tenure"]),
} as const;

test.skipIf(referenceIsAbsent)(
  "decomposeGapOnce() gives the threefold values and standard errors of Jann (2008)",
  () => {
    const { gap, parts } = decomposeGapOnce(wages(), wageGap, {
      variance: "classical",
    });
    const tolerance = 5e-8;
    expect(gap.n).toBe(1434);
    expectClose(gap.value, 0.1734607, { tolerance });
    const expected = {
      endowments: [0.0852798, 0.015693],
      coefficients: [0.082563, 0.0255804],
      interaction: [0.005618, 0.010966],
    } as const;
    for (const part of ["endowments", "coefficients", "interaction"] as const) {
      const { value, standardError } = parts[part].total;
      expectClose(value, expected[part][0], { tolerance });
      expectClose(standardError, expected[part][1], { tolerance });
    }
  },
);

test.skipIf(referenceIsAbsent).each<[GapReference, number]>([
  [1, 0.0908978],
  [0, 0.0852798],
  ["pooled without group", 0.0925597],
  ["pooled", 0.089347],
])(
  "decomposeGapOnce() with reference %s gives the explained part of Jann (2008)",
  (reference, explained) => {
    const { parts } = decomposeGapOnce(wages(), { ...wageGap, reference });
    expectClose(parts.explained.total.value, explained, { tolerance: 5e-8 });
  },
);

/** Part of the reference file that is used. */
interface ChicagoReference {
  readonly n: Readonly<Record<"n.A" | "n.B" | "n.pooled", number>>;
  readonly y: { readonly "y.diff": number };
  readonly threefold_overall: Readonly<Record<string, number>>;
  readonly threefold_variables: readonly Record<string, number | string>[];
  readonly twofold_overall: readonly Record<string, number>[];
  readonly twofold_variables: readonly (readonly Record<
    string,
    number | string
  >[])[];
}

test.skipIf(referenceIsAbsent)(
  "decomposeGapOnce() gives R oaxaca's parts of every variable on wages in Chicago",
  () => {
    const reference = readReferenceResults(
      "chicago.oaxaca.ref.json",
    ) as ChicagoReference;
    const names = [
      "age",
      "female",
      "LTHS",
      "some.college",
      "college",
      "advanced.degree",
    ];
    // The file's rows are complete in all columns of the data.
    const data = completeCases("chicago.csv", [
      ...names,
      "high.school",
      "foreign.born",
      "ln.real.wage",
    ]);
    const rows = {
      scores: data["ln.real.wage"]!,
      columns: {
        ...data,
        foreign: data["foreign.born"]!,
        native: complement(data["foreign.born"]!),
      },
    };
    const groups = ["native", "foreign"] as const;
    const blocks = single(names);
    const threefold = decomposeGapOnce(rows, { groups, blocks }, {
      variance: "robust",
    });
    expect(threefold.gap.n).toBe(reference.n["n.pooled"]);
    for (const part of ["endowments", "coefficients", "interaction"] as const) {
      const { value, standardError } = threefold.parts[part].total;
      const { [`coef(${part})`]: wanted, [`se(${part})`]: error } =
        reference.threefold_overall;
      expectClose(value, wanted!, { tolerance: 1e-11 });
      // R draws 1000 samples: their SD is known to 2 per cent.
      expectClose(standardError, error!, { tolerance: 0.06 });
    }
    expectClose(threefold.gap.value, reference.y["y.diff"]);
    reference.threefold_variables.forEach((row) => {
      for (
        const part of ["endowments", "coefficients", "interaction"] as const
      ) {
        const { constant, blocks } = threefold.parts[part];
        const found = row._row === "(Intercept)"
          ? constant
          : blocks[row._row!]!;
        expectClose(found.value, row[`coef(${part})`] as number, {
          tolerance: 1e-11,
        });
      }
    });
    reference.twofold_overall.forEach((row, k) => {
      const weight = row["group.weight"]!;
      const { parts } = decomposeGapOnce(rows, {
        groups,
        blocks,
        reference: weight === -1
          ? "pooled without group"
          : weight === -2
          ? "pooled"
          : weight,
      }, { variance: "robust" });
      const { explained } = parts;
      // As far as a sample of 1000 says; R draws the pooled slopes anew as well.
      expectClose(explained.total.standardError, row["se(explained)"]!, {
        tolerance: 0.08,
      });
      reference.twofold_variables[k]!.forEach((detail) => {
        for (const part of ["explained", "unexplained"] as const) {
          if (detail._row === "(Intercept)") continue;
          expectClose(
            parts[part].blocks[detail._row!]!.value,
            detail[`coef(${part})`] as number,
            { tolerance: 1e-11 },
          );
        }
      });
      expectClose(parts.explained.total.value, row["coef(explained)"]!, {
        tolerance: 1e-11,
      });
    });
  },
);

const education: ColumnBlock = {
  name: "education",
  columns: ["middle", "long"],
  kind: "categories",
};
const waves = {
  groups: ["last", "first"],
  blocks: [...single(["books", "work"]), education],
} as const;

/** All values of a decomposition. */
function valuesOf({ gap, parts }: GapDecomposition): number[] {
  return [
    known(gap).value,
    ...Object.values(parts).flatMap(({ total, blocks }) =>
      [total, ...Object.values(blocks)].map((part) => known(part).value)
    ),
  ];
}

test("decomposeGap() gives parts that sum to the gap, and blocks to the parts", () => {
  const { gap, means, parts } = decomposeGap(madeUpPupils(), waves);
  const value = known(gap).value;
  expectClose(value, known(means[0]).value - known(means[1]).value);
  const total = (name: keyof typeof parts) => known(parts[name].total).value;
  expectClose(
    total("endowments") + total("coefficients") + total("interaction"),
    value,
    { tolerance: 1e-12 },
  );
  expectClose(total("explained") + total("unexplained"), value, {
    tolerance: 1e-12,
  });
  for (const { total, constant, blocks } of Object.values(parts)) {
    const sum = Object.values(blocks).reduce(
      (sum, part) => sum + known(part).value,
      typeof constant === "string" ? 0 : constant.value,
    );
    expectClose(sum, known(total).value, { tolerance: 1e-10 });
  }
});

test("decomposeGap() does not depend on which category has no column, nor on the order", () => {
  const data = madeUpPupils();
  const expected = decomposeGap(data, waves);
  const other = decomposeGap(data, {
    ...waves,
    blocks: [
      ...single(["books", "work"]),
      { ...education, columns: ["short", "middle"] },
    ],
  });
  expectAllClose(valuesOf(other), valuesOf(expected), { tolerance: 1e-9 });
  const reversed = decomposeGap(data, {
    ...waves,
    blocks: [...waves.blocks].reverse(),
  });
  for (const part of ["explained", "coefficients"] as const) {
    for (const name of ["books", "work", "education"]) {
      const a = known(reversed.parts[part].blocks[name]!);
      const b = known(expected.parts[part].blocks[name]!);
      expectClose(a.value, b.value, { tolerance: 1e-9 });
      expectClose(a.standardError, b.standardError, { tolerance: 1e-9 });
    }
  }
});

test("decomposeGap() is the same when 100 points are added to all scores", () => {
  const a = decomposeGap(madeUpPupils(), waves);
  const b = decomposeGap(madeUpPupils({ shift: 100 }), waves);
  expectAllClose(valuesOf(b), valuesOf(a), { tolerance: 1e-8 });
  expectClose(known(b.means[0]).value, known(a.means[0]).value + 100);
});

test("decomposeGap() and decomposeGapOnce() agree, values exactly, errors as replicates do", () => {
  const data = madeUpPupils({ draws: 1, schools: 60 });
  const schools = Array.from({ length: 1200 }, (_, i) => Math.floor(i / 20));
  const replicated = decomposeGap(data, waves);
  const once = decomposeGapOnce({
    scores: data.values[0]!,
    columns: data.columns,
    weights: data.design.weights,
    clusters: schools,
  }, waves);
  for (const part of ["endowments", "coefficients", "explained"] as const) {
    const a = known(replicated.parts[part].total), b = once.parts[part].total;
    expectClose(a.value, b.value, { tolerance: 1e-10 });
    expectClose(a.standardError / b.standardError, 1, { tolerance: 0.05 });
  }
});

test("decomposeGap() puts the spread between plausible values in the ledger", () => {
  const { parts } = decomposeGap(madeUpPupils(), waves);
  const { variance } = known(parts.unexplained.total);
  expect(variance.measurement).toBeGreaterThan(0);
  expect(variance.sampling).toBeGreaterThan(variance.measurement / 10);
});

test("decomposeGap() says which column is constant, and when a group is too small", () => {
  const data = madeUpPupils();
  const flat = data.columns.first!.map((one, i) =>
    one === 1 ? 3 : data.columns.books![i]!
  );
  const few = data.columns.first!.map((_, i) => i < 3 ? 1 : 0);
  expect(() =>
    decomposeGap({ ...data, columns: { ...data.columns, flat } }, {
      ...waves,
      blocks: single(["work", "flat"]),
    })
  ).toThrow(
    'Cannot decompose: column "flat" is constant in group "first" or follows',
  );
  expect(() =>
    decomposeGap({ ...data, columns: { ...data.columns, few } }, {
      groups: ["last", "few"],
      blocks: single(["books", "work"]),
    })
  ).toThrow(
    'Cannot decompose: group "few" has 3 people, 2 columns need at least 4',
  );
  expect(() =>
    decomposeGap(data, {
      ...waves,
      blocks: single(["short", "middle", "long"]),
    })
  ).toThrow('column "long" is constant in group "last" or follows');
});

test("gapStatistic() gives no value where columns depend on each other", () => {
  const found = replicateEstimates([
    gapStatistic({ ...waves, blocks: single(["short", "middle", "long"]) }),
  ], madeUpPupils());
  expect(found.map(({ estimate }) => estimate)).toContain("no-value");
});

test("decompositions throw on missing background, and say in which column", () => {
  const data = madeUpPupils();
  // All parents of a class are missing.
  const work = data.columns.work!.map((x, i) => i < 20 ? NaN : x);
  const missing = { ...data, columns: { ...data.columns, work } };
  const message = /column "work".* NaN in row 0, leave out rows/;
  expect(() => decomposeGap(missing, waves)).toThrow(message);
  expect(() =>
    explainSlope(missing, { slope: "books", blocks: single(["work"]) })
  ).toThrow(message);
  expect(() => shareOutFit(missing, { blocks: single(["work"]) }))
    .toThrow(/column "work": found NaN in row 0/);
});

test("decomposeGap() has a result where background is constant in a school", () => {
  const data = madeUpPupils();
  const books = data.columns.books!.map((x, i) => i < 20 ? 3 : x);
  const { parts } = decomposeGap(
    { ...data, columns: { ...data.columns, books } },
    waves,
  );
  expect(known(parts.explained.total).standardError).toBeGreaterThan(0);
});
