import type { Conditioning } from "./conditioning.ts";
import { appendDigits, type KeyState, rankKeys } from "./rank_keys.ts";

/** Fewer clusters do not carry a variance of their own. */
export const FEWEST_CLUSTERS = 5;

/** Schools and classes of each group with their fixed sums over the design. */
export interface ClusterPlan {
  readonly columns: number;
  readonly classOfPerson: Int32Array;
  readonly classCount: number;
  readonly schoolCount: number;
  readonly schoolOfClass: Int32Array;
  readonly blockOfClass: Int32Array;
  readonly blockOfSchool: Int32Array;
  readonly groupOfClass: Uint8Array;
  readonly groupOfSchool: Uint8Array;
  readonly groupOfBlock: Uint8Array;
  /** Persons per class and group. */
  readonly classSize: Float64Array;
  readonly groupSize: Float64Array;
  /** 1 where the cluster has an effect: a real class or school in a group with enough of them. */
  readonly classEffect: Uint8Array;
  readonly schoolEffect: Uint8Array;
  /** classes × columns: sums of the design's rows. */
  readonly designSums: Float64Array;
  /** blocks × columns × columns: sums of squares and products. */
  readonly crossProducts: Float64Array;
}

interface ClassTable {
  readonly classOfPerson: Int32Array;
  readonly classCount: number;
  readonly firstPerson: Int32Array;
  readonly schoolOfClass: Int32Array;
  readonly schoolCount: number;
}

function firstPersons(cluster: Int32Array, count: number): Int32Array {
  const first = new Int32Array(count).fill(-1);
  for (let p = cluster.length - 1; p >= 0; p--) first[cluster[p]!] = p;
  return first;
}

/** Classes of each group, then the schools for persons without a class. */
function classKeys(
  { persons, group, groupCount, classIndex }: Conditioning,
  { schools, schoolCount, classes }: {
    readonly schools: Int32Array;
    readonly schoolCount: number;
    readonly classes: number;
  },
): KeyState {
  const keys = new Float64Array(persons);
  const withoutClass = groupCount * classes;
  for (let p = 0; p < persons; p++) {
    const own = classIndex[p]!;
    keys[p] = own < 0 ? withoutClass + schools[p]! : group[p]! * classes + own;
  }
  return { keys, span: withoutClass + schoolCount };
}

/** Numbers schools and classes of each group; those without a class share one. */
function numberClusters(conditioning: Conditioning): ClassTable {
  const { persons, group, groupCount, school, classIndex } = conditioning;
  let top = 0;
  let topClass = 0;
  for (let p = 0; p < persons; p++) {
    top = Math.max(top, school[p]!);
    topClass = Math.max(topClass, classIndex[p]!);
  }
  const start = { keys: new Float64Array(persons), span: 1 };
  const bySchool = appendDigits(
    appendDigits(start, group, groupCount),
    school.map((s) => s + 1),
    top + 2,
  );
  const schools = rankKeys(bySchool);
  const classes = rankKeys(classKeys(conditioning, {
    schools: schools.ranks,
    schoolCount: schools.count,
    classes: topClass + 1,
  }));
  const firstPerson = firstPersons(classes.ranks, classes.count);
  return {
    classOfPerson: classes.ranks,
    classCount: classes.count,
    firstPerson,
    schoolOfClass: firstPerson.map((p) => schools.ranks[p]!),
    schoolCount: schools.count,
  };
}

/**
 * Prepares schools, classes and blocks for the draws.
 *
 * @throws {RangeError} If a class or school has persons of two blocks, or a block
 * persons of two groups.
 */
export function planClusters(conditioning: Conditioning): ClusterPlan {
  const { persons, group, groupCount, block, blockCount, design } =
    conditioning;
  const { classOfPerson, classCount, firstPerson, ...table } = numberClusters(
    conditioning,
  );
  const { schoolOfClass, schoolCount } = table;
  const firstOfSchool = new Int32Array(schoolCount);
  schoolOfClass.forEach((s, c) => firstOfSchool[s] = firstPerson[c]!);
  const blockOfSchool = firstOfSchool.map((p) => block[p]!);
  const groupOfBlock = new Uint8Array(blockCount);
  for (let p = 0; p < persons; p++) groupOfBlock[block[p]!] = group[p]!;
  const classSize = new Float64Array(classCount);
  const groupSize = new Float64Array(groupCount);
  for (let p = 0; p < persons; p++) {
    const at = classOfPerson[p]!;
    classSize[at]! += 1;
    groupSize[group[p]!]! += 1;
    if (
      block[p] !== blockOfSchool[schoolOfClass[at]!] ||
      groupOfBlock[block[p]!] !== group[p]
    ) {
      throw new RangeError(
        `Cannot condition on block ${
          block[p]
        }: person ${p} shares a school or block with persons of another block or group, every school must lie in one`,
      );
    }
  }
  const groupOfClass = Uint8Array.from(firstPerson, (p) => group[p]!);
  const groupOfSchool = Uint8Array.from(firstOfSchool, (p) => group[p]!);
  const effects = effectsOf(conditioning, {
    firstPerson,
    firstOfSchool,
    groupOfClass,
    groupOfSchool,
  });
  return {
    columns: design.columns,
    classOfPerson,
    classCount,
    schoolCount,
    schoolOfClass,
    blockOfClass: firstPerson.map((p) => block[p]!),
    blockOfSchool,
    groupOfClass,
    groupOfSchool,
    groupOfBlock,
    classSize,
    groupSize,
    ...effects,
    ...designSums(conditioning, classOfPerson, classCount),
  };
}

interface ClusterGroups {
  readonly firstPerson: Int32Array;
  readonly firstOfSchool: Int32Array;
  readonly groupOfClass: Uint8Array;
  readonly groupOfSchool: Uint8Array;
}

/** Decides per group whether schools, and classes beside them, have effects. */
function effectsOf(
  { school, classIndex, groupCount }: Conditioning,
  { firstPerson, firstOfSchool, groupOfClass, groupOfSchool }: ClusterGroups,
): { readonly classEffect: Uint8Array; readonly schoolEffect: Uint8Array } {
  const schools = new Int32Array(groupCount);
  const classes = new Int32Array(groupCount);
  firstOfSchool.forEach((p, s) => {
    if (school[p]! >= 0) schools[groupOfSchool[s]!]! += 1;
  });
  firstPerson.forEach((p, c) => {
    if (classIndex[p]! >= 0) classes[groupOfClass[c]!]! += 1;
  });
  return {
    schoolEffect: Uint8Array.from(
      firstOfSchool,
      (p, s) =>
        school[p]! >= 0 && schools[groupOfSchool[s]!]! >= FEWEST_CLUSTERS
          ? 1
          : 0,
    ),
    // One class per school cannot be told from the school itself.
    classEffect: Uint8Array.from(firstPerson, (p, c) => {
      const group = groupOfClass[c]!;
      return classIndex[p]! >= 0 &&
          classes[group]! - schools[group]! >= FEWEST_CLUSTERS
        ? 1
        : 0;
    }),
  };
}

function designSums(
  { persons, design, block, blockCount }: Conditioning,
  classOfPerson: Int32Array,
  classCount: number,
): { readonly designSums: Float64Array; readonly crossProducts: Float64Array } {
  const { columns, values } = design;
  const sums = new Float64Array(classCount * columns);
  const products = new Float64Array(blockCount * columns * columns);
  const row = new Float64Array(columns);
  for (let p = 0; p < persons; p++) {
    const to = block[p]! * columns * columns;
    const at = classOfPerson[p]! * columns;
    for (let i = 0; i < columns; i++) {
      const x = values[p * columns + i]!;
      row[i] = x;
      if (x === 0) continue;
      sums[at + i]! += x;
      for (let j = 0; j <= i; j++) {
        products[to + i * columns + j]! += x * row[j]!;
      }
    }
  }
  for (let to = 0; to < products.length; to += columns * columns) {
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < i; j++) {
        products[to + j * columns + i] = products[to + i * columns + j]!;
      }
    }
  }
  return { designSums: sums, crossProducts: products };
}
