import { jackknifeDesign, type ReplicateData } from "#lib/inference/mod.ts";

/** People of one group, e.g. of a wave. */
export interface GroupPeople {
  /** Plausible values, one column each, points. */
  readonly values: readonly ArrayLike<number>[];
  /** Other columns by name; NaN where unknown. */
  readonly columns: Readonly<Record<string, ArrayLike<number>>>;
  /** 0 or more. */
  readonly weights: ArrayLike<number>;
  /** School of each person; the same name in two groups is the same school. */
  readonly clusters: ArrayLike<number | string>;
  /** Stratum of each person's school, e.g. its municipality. @default {one stratum} */
  readonly strata?: ArrayLike<number | string>;
}

/** Numbers of the people of whom everything is known. */
function completeRows(
  { values, columns, weights }: GroupPeople,
  names: readonly string[],
): readonly number[] {
  const needed = [
    ...values,
    ...names.map((name) => {
      const column = columns[name];
      if (column?.length !== weights.length) {
        throw new RangeError(
          `Cannot stack groups: column "${name}" has ${
            column?.length ?? "no"
          } values, expected ${weights.length}`,
        );
      }
      return column;
    }),
  ];
  const rows: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    if (needed.every((column) => Number.isFinite(column[i]))) rows.push(i);
  }
  return rows;
}

/**
 * Puts the people of several groups below each other, e.g. of the first and the last
 * wave, with a column of 0 and 1 per group, its name, for decompositions between them.
 * A school is left out of all groups at once, so that what it brings to both cancels in a
 * difference as it should.
 *
 * People without one of the columns or scores are left out and counted in `dropped`.
 *
 * @param names Columns that are needed.
 * @throws {RangeError} If there are no groups, they have different numbers of plausible
 * values, a column is absent, or a column has the name of a group.
 */
export function stackGroups(
  groups: Readonly<Record<string, GroupPeople>>,
  names: readonly string[],
): ReplicateData {
  const labels = Object.keys(groups), people = Object.values(groups);
  const draws = people[0]?.values.length ?? 0;
  if (draws === 0 || people.some(({ values }) => values.length !== draws)) {
    throw new RangeError(
      `Cannot stack groups: found ${
        people.map(({ values }) => values.length).join(", ") || "no"
      } plausible values, expected as many in each group`,
    );
  }
  const both = labels.find((label) => names.includes(label));
  if (both !== undefined) {
    throw new RangeError(
      `Cannot stack groups: "${both}" is a group and a column`,
    );
  }
  const rows = people.map((one) => completeRows(one, names));
  const stack = <T>(pick: (one: GroupPeople) => ArrayLike<T>): T[] =>
    people.flatMap((one, g) => rows[g]!.map((i) => pick(one)[i]!));
  const numbers = (pick: (one: GroupPeople) => ArrayLike<number>) =>
    Float64Array.from(stack(pick));
  const hasStrata = people.every(({ strata }) => strata !== undefined);
  return {
    values: people[0]!.values.map((_, m) =>
      numbers(({ values }) => values[m]!)
    ),
    columns: {
      ...Object.fromEntries(
        names.map((name) => [name, numbers(({ columns }) => columns[name]!)]),
      ),
      ...Object.fromEntries(
        labels.map((label, own) => [
          label,
          Float64Array.from(
            rows.flatMap((some, g) => some.map(() => g === own ? 1 : 0)),
          ),
        ]),
      ),
    },
    design: jackknifeDesign(numbers(({ weights }) => weights), {
      clusters: stack(({ clusters }) => clusters),
      ...(hasStrata ? { strata: stack(({ strata }) => strata!) } : {}),
    }),
    dropped: people.reduce(
      (total, { weights }, g) => total + weights.length - rows[g]!.length,
      0,
    ),
  };
}
