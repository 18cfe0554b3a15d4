import type { PreparedRows } from "../expectation.ts";
import { addPart, type RowModel } from "./add_part.ts";
import {
  lengthOfSums,
  type PartSums,
  sumsIn,
  type SumSizes,
} from "./part_sums.ts";

/** Places in the control array. */
const PASS = 0;
const NEXT_PART = 1;
const PARTS_DONE = 2;
const END = 3;
const PLACES = 4;

/** Longer than any part takes; only a thread that broke down is silent so long. */
const LONGEST_PART = 60_000;

/** Sizes of a model on a grid. */
export interface ModelSizes {
  readonly items: number;
  readonly groups: number;
  readonly nodes: number;
}

/** What the threads share: the rows, one model and the sums of every part. */
export interface TeamPlan {
  readonly rows: PreparedRows;
  readonly sizes: ModelSizes;
  readonly control: Int32Array;
  readonly model: Float64Array;
  readonly sums: Float64Array;
}

/** Threads that make the sums of the parts together. */
export interface RowTeam {
  /** The sums of every part at one model, in the order of the parts. */
  readonly sumParts: (model: RowModel) => readonly PartSums[];
  /** Ends the threads; without it the process stays alive. */
  readonly end: () => void;
}

/** Sizes of the sums of rows of a given width. */
export function sumSizes(
  { items, groups, nodes }: ModelSizes,
  width: number,
): SumSizes {
  return {
    itemCounts: items * nodes,
    groupCounts: groups * nodes,
    scoreMoments: width,
  };
}

function sumsOfPart({ rows, sizes, sums }: TeamPlan, part: number): PartSums {
  const ofPart = sumSizes(sizes, rows.width);
  const length = lengthOfSums(ofPart);
  return sumsIn(sums.subarray(part * length, (part + 1) * length), ofPart);
}

/** The model as it lies in shared memory. */
function modelIn({ sizes, rows, model }: TeamPlan): RowModel {
  const { items, groups, nodes } = sizes;
  let at = 1;
  const take = (length: number): Float64Array =>
    model.subarray(at, at += length);
  return {
    step: model[0]!,
    nodes: take(nodes),
    logPriors: take(groups * nodes),
    rowSlopes: take(rows.width),
    itemRanges: take(items),
    curves: Array.from({ length: items }, () => ({
      logDenominators: take(nodes),
    })),
  };
}

function writeModel(plan: TeamPlan, model: RowModel): void {
  const place = modelIn(plan);
  plan.model[0] = model.step;
  place.nodes.set(model.nodes);
  place.logPriors.set(model.logPriors);
  place.rowSlopes.set(model.rowSlopes);
  place.itemRanges.set(model.itemRanges);
  place.curves.forEach(({ logDenominators }, i) =>
    logDenominators.set(model.curves[i]!.logDenominators)
  );
}

/** Takes parts as long as there are any; who takes which changes no number. */
function workOnPass(plan: TeamPlan): void {
  const { control, rows } = plan;
  for (;;) {
    const part = Atomics.add(control, NEXT_PART, 1);
    if (part >= rows.parts.length) return;
    const sums = sumsOfPart(plan, part);
    for (const column of Object.values(sums)) column.fill(0);
    addPart(rows, modelIn(plan), { segments: rows.parts[part]!, sums });
    Atomics.add(control, PARTS_DONE, 1);
    Atomics.notify(control, PARTS_DONE);
  }
}

/** What a helping thread does until the team ends. */
export function helpTeam(plan: TeamPlan): void {
  const { control } = plan;
  let seen = 0;
  while (Atomics.load(control, END) === 0) {
    const pass = Atomics.load(control, PASS);
    if (pass === seen) {
      Atomics.wait(control, PASS, pass);
      continue;
    }
    seen = pass;
    workOnPass(plan);
  }
}

type Shareable = Float64Array | Int32Array | Uint16Array;

function share<Values extends Shareable>(values: Values): Values {
  const buffer = new SharedArrayBuffer(values.byteLength);
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => Values;
  const shared = new Kind(buffer);
  shared.set(values);
  return shared;
}

function planFor(rows: PreparedRows, sizes: ModelSizes): TeamPlan {
  const { items, groups, nodes } = sizes;
  const length = lengthOfSums(sumSizes(sizes, rows.width));
  const doubles = (n: number): Float64Array =>
    new Float64Array(new SharedArrayBuffer(8 * n));
  return {
    rows: {
      ...rows,
      scores: share(rows.scores),
      weight: share(rows.weight),
      packs: rows.packs.map((pack) => ({ ...pack, codes: share(pack.codes) })),
      // Of no use to the threads: not copied to them.
      booklet: new Int32Array(),
      rowOfPerson: new Int32Array(),
    },
    sizes,
    control: new Int32Array(new SharedArrayBuffer(4 * PLACES)),
    model: doubles(1 + nodes * (1 + groups + items) + rows.width + items),
    sums: doubles(length * rows.parts.length),
  };
}

/** Whether this engine has threads that share memory, and lets this one wait. */
function canShare(): boolean {
  if (typeof Worker === "undefined") return false;
  if (typeof SharedArrayBuffer === "undefined") return false;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}

function startHelper(plan: TeamPlan): void {
  const helper = new Worker(new URL("./row_helper.ts", import.meta.url), {
    type: "module",
  });
  // A helper that cannot start takes no part: the others do them all.
  helper.onerror = (event) => event.preventDefault();
  helper.postMessage(plan);
}

/**
 * Starts threads that help with the parts of the rows; null where there is but one
 * part (at most 32,768 distinct rows) or the engine has no such threads.
 *
 * The calling thread works too and never waits for a helper to start (some 60 to
 * 150 ms): until then it takes all parts itself. The sums of a part do not depend
 * on who makes them, and they are added in the order of the parts.
 */
export function startTeam(
  rows: PreparedRows,
  sizes: ModelSizes,
  threads: number,
): RowTeam | null {
  const helpers = Math.min(threads, rows.parts.length) - 1;
  if (!(helpers > 0) || !canShare()) return null;
  const plan = planFor(rows, sizes);
  for (let h = 0; h < helpers; h++) startHelper(plan);
  const { control } = plan;
  const parts = rows.parts.length;
  return {
    sumParts: (model) => {
      writeModel(plan, model);
      Atomics.store(control, PARTS_DONE, 0);
      Atomics.store(control, NEXT_PART, 0);
      Atomics.add(control, PASS, 1);
      Atomics.notify(control, PASS);
      workOnPass(plan);
      for (;;) {
        const done = Atomics.load(control, PARTS_DONE);
        if (done === parts) break;
        const answer = Atomics.wait(control, PARTS_DONE, done, LONGEST_PART);
        if (answer === "timed-out") {
          throw new Error(
            `Cannot sum the answers: ${done} of ${parts} parts came back within ${LONGEST_PART} ms`,
          );
        }
      }
      return rows.parts.map((_, part) => sumsOfPart(plan, part));
    },
    end: () => {
      Atomics.store(control, END, 1);
      Atomics.add(control, PASS, 1);
      Atomics.notify(control, PASS);
    },
  };
}
