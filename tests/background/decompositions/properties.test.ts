import { expect, test } from "vitest";
import {
  type ColumnBlock,
  concentrationByRank,
  decomposeGap,
  decomposePercentileGap,
  decomposeRateGap,
  explainSlope,
  reweightPercentileGap,
  shareOutFit,
} from "#lib/background/mod.ts";
import type { ReplicateData } from "#lib/inference/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { madeUpPupils } from "./made_up_pupils.ts";

/** What an engine says, by name; names of values that are no points end in "share". */
type Values = Readonly<Record<string, number>>;

interface Run {
  readonly data: ReplicateData;
  /** Blocks and cells in this order. */
  readonly blocks: readonly ColumnBlock[];
  /** First and second group. */
  readonly groups: readonly [string, string];
  /** Points that have been added to all scores, and the factor on them. */
  readonly moved: { readonly shift: number; readonly factor: number };
}

interface Engine {
  readonly name: string;
  readonly values: (run: Run) => Values;
  /** Sets of values that add up to another one. */
  readonly sums: readonly {
    readonly total: string;
    readonly parts: readonly string[];
  }[];
  /** Values that change sign when the groups change place; none: it has no groups. */
  readonly antisymmetric: readonly string[];
}

const BLOCKS: readonly ColumnBlock[] = [
  { name: "books", columns: ["books"] },
  { name: "work", columns: ["work"] },
  { name: "education", columns: ["middle", "long"], kind: "categories" },
];
const NAMES = BLOCKS.map(({ name }) => name);

const number = (one: { readonly value: number } | string): number => {
  if (typeof one === "string") throw new TypeError(`found ${one}`);
  return one.value;
};

/** Names of a part's blocks. */
const blocksOf = (part: string) => NAMES.map((name) => `${part} ${name}`);

function gapValues(
  { gap, parts }: Pick<ReturnType<typeof decomposeGap>, "gap" | "parts">,
): Values {
  return {
    gap: number(gap),
    ...Object.fromEntries(
      Object.entries(parts).flatMap(([name, { total, constant, blocks }]) => [
        [name, number(total)],
        [
          `${name} constant`,
          typeof constant === "string" ? 0 : constant.value,
        ],
        ...NAMES.map((block) => [`${name} ${block}`, number(blocks[block]!)]),
      ]),
    ),
  };
}

const GAP_SUMS = [
  { total: "gap", parts: ["endowments", "coefficients", "interaction"] },
  { total: "gap", parts: ["explained", "unexplained"] },
  ...[
    "endowments",
    "coefficients",
    "interaction",
    "explained",
    "unexplained",
  ].map((part) => ({
    total: part,
    parts: [`${part} constant`, ...blocksOf(part)],
  })),
];
const GAP_ANTISYMMETRIC = [
  "gap",
  "explained",
  "unexplained",
  ...blocksOf("explained"),
  ...blocksOf("unexplained"),
];

const ENGINES: readonly Engine[] = [
  {
    name: "decomposeGap()",
    values: ({ data, blocks, groups }) =>
      gapValues(decomposeGap(data, { groups, blocks })),
    sums: GAP_SUMS,
    antisymmetric: GAP_ANTISYMMETRIC,
  },
  {
    name: "decomposePercentileGap()",
    values: ({ data, blocks, groups }) =>
      gapValues(
        decomposePercentileGap(data, { groups, blocks, shares: [0.4] })[0]!,
      ),
    sums: GAP_SUMS,
    antisymmetric: GAP_ANTISYMMETRIC,
  },
  {
    name: "reweightPercentileGap()",
    values: ({ data, blocks, groups }) => {
      const [{ gap, parts } = never()] = reweightPercentileGap(data, {
        groups,
        blocks,
        shares: [0.5],
      });
      return {
        gap: number(gap),
        ...Object.fromEntries(
          Object.entries(parts).map(([name, { total }]) => [
            name,
            number(total),
          ]),
        ),
      };
    },
    sums: [{
      total: "gap",
      parts: [
        "composition",
        "specificationError",
        "structure",
        "reweightingError",
      ],
    }],
    antisymmetric: ["gap"],
  },
  {
    name: "decomposeRateGap()",
    values: ({ data, blocks, groups, moved }) => {
      // Cells in another order where the blocks are.
      const cells = blocks[0]!.name === "books"
        ? ["short", "middle", "long"]
        : ["long", "short", "middle"];
      const found = decomposeRateGap(data, {
        groups,
        cells,
        rate: { side: "below", cut: moved.factor * 570 + moved.shift },
      });
      return {
        "gap share": number(found.gap),
        "composition share": number(found.composition),
        "rates share": number(found.rates),
        ...Object.fromEntries(
          cells.flatMap((cell) => [
            [
              `${cell} composition share`,
              number(found.cells[cell]!.composition),
            ],
            [`${cell} rates share`, number(found.cells[cell]!.rates)],
          ]),
        ),
      };
    },
    sums: [
      { total: "gap share", parts: ["composition share", "rates share"] },
      ...["composition", "rates"].map((part) => ({
        total: `${part} share`,
        parts: ["short", "middle", "long"].map((cell) =>
          `${cell} ${part} share`
        ),
      })),
    ],
    antisymmetric: ["gap share", "composition share", "rates share"],
  },
  {
    name: "explainSlope()",
    values: ({ data, blocks }) => {
      const { alone, withAll, change, blocks: parts } = explainSlope(data, {
        slope: "schoolMean",
        blocks,
      });
      return {
        alone: number(alone),
        withAll: number(withAll),
        change: number(change),
        ...Object.fromEntries(
          NAMES.map((name) => [name, number(parts[name]!)]),
        ),
      };
    },
    sums: [
      { total: "change", parts: NAMES },
      { total: "alone", parts: ["withAll", ...NAMES] },
    ],
    antisymmetric: [],
  },
  {
    name: "shareOutFit() by Shapley",
    values: ({ data, blocks }) => {
      const { total, blocks: parts } = shareOutFit(data, { blocks });
      return {
        "total share": number(total),
        ...Object.fromEntries(
          NAMES.map((name) => [`${name} share`, number(parts[name]!)]),
        ),
      };
    },
    sums: [{
      total: "total share",
      parts: NAMES.map((name) => `${name} share`),
    }],
    antisymmetric: [],
  },
  {
    name: "shareOutFit() by Owen",
    values: ({ data, blocks }) => {
      const { total, coalitions, blocks: parts } = shareOutFit(data, {
        blocks,
        coalitions: { home: ["books", "education"], job: ["work"] },
      });
      return {
        "total share": number(total),
        "home share": number(coalitions.home!),
        "job share": number(coalitions.job!),
        ...Object.fromEntries(
          NAMES.map((name) => [`${name} share`, number(parts[name]!)]),
        ),
      };
    },
    sums: [
      { total: "total share", parts: ["home share", "job share"] },
      { total: "home share", parts: ["books share", "education share"] },
    ],
    antisymmetric: [],
  },
  {
    name: "concentrationByRank()",
    values: ({ data, groups }) => {
      const { groups: levels, changes } = concentrationByRank(data, {
        rankBy: "books",
        index: "absolute",
        scale: { kind: "interval" },
        groups,
      });
      return {
        earlier: -number(levels[0]!),
        later: number(levels[1]!),
        change: number(changes[0]!),
      };
    },
    sums: [{ total: "change", parts: ["earlier", "later"] }],
    antisymmetric: ["change"],
  },
];

function never(): never {
  throw new TypeError("no percentile");
}

const SEEDS = [11, 12, 13, 14, 15] as const;
const STILL = { shift: 0, factor: 1 } as const;

function runOf(seed: number, change: Partial<Run> = {}): Run {
  return {
    data: madeUpPupils({ seed, schools: 8, perSchool: 16, draws: 1 }),
    blocks: BLOCKS,
    groups: ["last", "first"],
    moved: STILL,
    ...change,
  };
}

/** The same pupils with scores moved and columns in other units. */
function changed(
  seed: number,
  { moved = STILL, columns = {} }: {
    readonly moved?: Run["moved"];
    readonly columns?: Readonly<Record<string, (x: number) => number>>;
  },
): Run {
  const { data } = runOf(seed);
  return runOf(seed, {
    moved,
    data: {
      ...data,
      values: data.values.map((one) =>
        Float64Array.from(one, (y) => moved.factor * y + moved.shift)
      ),
      columns: Object.fromEntries(
        Object.entries(data.columns!).map(([name, column]) => [
          name,
          Float64Array.from(column, columns[name] ?? ((x) => x)),
        ]),
      ),
    },
  });
}

function expectSame(
  found: Values,
  wanted: Values,
  { factor = 1 }: { readonly factor?: number } = {},
): void {
  const size = Math.max(...Object.values(wanted).map(Math.abs));
  for (const [name, value] of Object.entries(wanted)) {
    const scaled = name.endsWith("share") ? value : factor * value;
    const room = name.endsWith("share") ? size : factor * size;
    expectClose((found[name]! - scaled) / room + 1, 1, { tolerance: 1e-8 });
  }
}

test.each(ENGINES)(
  "$name has parts that add up for any pupils",
  ({ values, sums }) => {
    for (const seed of SEEDS) {
      const found = values(runOf(seed));
      for (const { total, parts } of sums) {
        const sum = parts.reduce((all, part) => all + found[part]!, 0);
        const size = Math.max(...Object.values(found).map(Math.abs));
        expect(Math.abs(sum - found[total]!), `${total} ${seed}`)
          .toBeLessThan(1e-10 * size);
      }
    }
  },
);

test.each(ENGINES)(
  "$name does not depend on the order of what it splits by",
  ({ values }) => {
    for (const seed of SEEDS) {
      const blocks = [BLOCKS[2]!, BLOCKS[0]!, BLOCKS[1]!];
      expectSame(values(runOf(seed, { blocks })), values(runOf(seed)));
    }
  },
);

test.each(ENGINES)(
  "$name moves with the scores' unit, not with their zero",
  ({ values }) => {
    for (const seed of SEEDS) {
      const plain = values(runOf(seed));
      const raised = changed(seed, { moved: { shift: 100, factor: 1 } });
      expectSame(values(raised), plain);
      const tenths = changed(seed, { moved: { shift: 0, factor: 10 } });
      expectSame(values(tenths), plain, { factor: 10 });
    }
  },
);

test.each(ENGINES)(
  "$name does not depend on the columns' units",
  ({ values }) => {
    const columns = {
      books: (x: number) => 12 * x + 40,
      work: (x: number) => x / 50 - 3,
    };
    for (const seed of SEEDS) {
      // Where a column has its zero decides what of a coefficient is the constant's.
      const kept = Object.entries(values(runOf(seed))).filter(([name]) =>
        !/^(coefficients|unexplained) /.test(name)
      );
      expectSame(
        values(changed(seed, { columns })),
        Object.fromEntries(kept),
      );
    }
  },
);

test.each(ENGINES.filter(({ antisymmetric }) => antisymmetric.length > 0))(
  "$name changes sign when the groups change place",
  ({ values, antisymmetric }) => {
    for (const seed of SEEDS) {
      const plain = values(runOf(seed));
      const swapped = values(runOf(seed, { groups: ["first", "last"] }));
      expectSame(
        Object.fromEntries(
          antisymmetric.map((name) => [name, -swapped[name]!]),
        ),
        Object.fromEntries(antisymmetric.map((name) => [name, plain[name]!])),
      );
    }
  },
);
