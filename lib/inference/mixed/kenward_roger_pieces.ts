import { choleskyInPlace, choleskySolveInPlace } from "#lib/numerics/mod.ts";
import type { ContrastBundle, DenseBlock } from "./independent_blocks.ts";

/** One element of a term's covariance matrix; the residual variance comes after all. */
export interface VarianceParameter {
  /** Its term. */
  readonly term: number;
  /** Row. */
  readonly a: number;
  /** Column. */
  readonly b: number;
}

/** Sums over blocks with H in place of V; the residual's parameter is the last. */
export interface KenwardRogerSums {
  /** Per parameter X′H⁻¹GH⁻¹X, p × p. */
  readonly first: readonly Float64Array[];
  /** Per pair r, s in row r × count + s: X′H⁻¹G_rH⁻¹G_sH⁻¹X, p × p. */
  readonly second: readonly Float64Array[];
  /** tr(H⁻¹G_rH⁻¹G_s), count × count. */
  readonly traces: Float64Array;
}

/** Shape of what is being summed. */
export interface PieceShape {
  /** Parameters but the residual's. */
  readonly parameters: readonly VarianceParameter[];
  /** Fixed columns. */
  readonly p: number;
}

/** Row-major product of an m × n and an n × o matrix. */
function product(
  a: Float64Array,
  b: Float64Array,
  { m, n, o }: { readonly m: number; readonly n: number; readonly o: number },
): Float64Array {
  const result = new Float64Array(m * o);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < n; k++) {
      const x = a[i * n + k]!;
      if (x === 0) continue;
      for (let j = 0; j < o; j++) result[i * o + j]! += x * b[k * o + j]!;
    }
  }
  return result;
}

/** Adds left′ right, p × p, of two q × p matrices. */
function addCross(
  target: Float64Array,
  left: Float64Array,
  right: Float64Array,
  p: number,
): void {
  for (let i = 0; i < left.length; i += p) {
    for (let a = 0; a < p; a++) {
      const x = left[i + a]!;
      if (x === 0) continue;
      for (let b = 0; b < p; b++) target[a * p + b]! += x * right[i + b]!;
    }
  }
}

/** G of one parameter in a block: takes row b of each of its levels to row a and back. */
function applyParameter(
  matrix: Float64Array,
  { term, a, b }: VarianceParameter,
  { termOf, effectOf, size }: DenseBlock,
): Float64Array {
  const width = matrix.length / size;
  const result = new Float64Array(matrix.length);
  for (let i = 0; i < size; i++) {
    if (termOf[i] !== term || effectOf[i] !== 0) continue;
    const to = (i + a) * width, from = (i + b) * width;
    for (let j = 0; j < width; j++) {
      result[to + j] = matrix[from + j]!;
      result[from + j] = matrix[to + j]!;
    }
  }
  return result;
}

/** D = Λ(Λ′CΛ + I)⁻¹Λ′ of a block, which makes H⁻¹ = I − ZDZ′. */
function reduction(
  { size, termOf, effectOf, squares }: DenseBlock,
  factors: readonly Float64Array[],
): Float64Array {
  const scale = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    if (effectOf[i] !== 0) continue;
    const factor = factors[termOf[i]!]!;
    const k = Math.round(Math.sqrt(factor.length));
    for (let a = 0; a < k; a++) {
      for (let b = 0; b <= a; b++) {
        scale[(i + a) * size + i + b] = factor[a * k + b]!;
      }
    }
  }
  const shape = { m: size, n: size, o: size };
  const turned = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) turned[j * size + i] = scale[i * size + j]!;
  }
  const system = product(turned, product(squares, scale, shape), shape);
  for (let i = 0; i < size; i++) system[i * size + i]! += 1;
  choleskyInPlace(system, size);
  // Row by row: the system is symmetric, so solved rows of Λ are rows of ΛM⁻¹.
  for (let i = 0; i < size; i++) {
    choleskySolveInPlace(
      system,
      size,
      scale.subarray(i * size, (i + 1) * size),
    );
  }
  return product(scale, turned, shape);
}

function traceOfProduct(a: Float64Array, b: Float64Array, q: number): number {
  let sum = 0;
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < q; j++) sum += a[i * q + j]! * b[j * q + i]!;
  }
  return sum;
}

/** Adds one dense block to the sums. */
export function addBlock(
  sums: KenwardRogerSums,
  block: DenseBlock,
  { factors, shape: { parameters, p } }: {
    readonly factors: readonly Float64Array[];
    readonly shape: PieceShape;
  },
): void {
  const { size: q, squares: c, products: f } = block;
  const square = { m: q, n: q, o: q }, tall = { m: q, n: q, o: p };
  const d = reduction(block, factors);
  const dc = product(d, c, square);
  // J′ = I − CD turns Z′X into Z′H⁻¹X.
  const turn = (matrix: Float64Array): Float64Array => {
    const taken = product(c, product(d, matrix, tall), tall);
    return matrix.map((x, i) => x - taken[i]!);
  };
  const f1 = turn(f), f2 = turn(f1);
  const cdc = product(c, dc, square);
  const k1 = c.map((x, i) => x - cdc[i]!);
  const k1dc = product(k1, dc, square);
  const k2 = k1.map((x, i) => x - k1dc[i]!);
  const count = parameters.length + 1, last = count - 1;
  const used = parameters.map((_, r) => r).filter((r) =>
    block.termOf.includes(parameters[r]!.term)
  );
  const moved = new Map(
    used.map((r) => [r, applyParameter(f1, parameters[r]!, block)]),
  );
  const carried = new Map(
    used.map((r) => [r, product(k1, moved.get(r)!, tall)]),
  );
  const mixed = new Map(
    used.map((r) => [r, applyParameter(k1, parameters[r]!, block)]),
  );
  for (const r of used) {
    addCross(sums.first[r]!, f1, moved.get(r)!, p);
    for (const s of used) {
      addCross(sums.second[r * count + s]!, moved.get(r)!, carried.get(s)!, p);
      sums.traces[r * count + s]! += traceOfProduct(
        mixed.get(r)!,
        mixed.get(s)!,
        q,
      );
    }
    addCross(sums.second[r * count + last]!, moved.get(r)!, f2, p);
    addCross(sums.second[last * count + r]!, f2, moved.get(r)!, p);
    const own = applyParameter(k2, parameters[r]!, block);
    let trace = 0;
    for (let i = 0; i < q; i++) trace += own[i * q + i]!;
    sums.traces[r * count + last]! += trace;
    sums.traces[last * count + r]! += trace;
  }
  // H⁻² − I = −Z(D + DJ′)Z′ and H⁻³ − I = −Z(D + DJ′ + DJ′J′)Z′.
  const negative = (matrix: Float64Array): Float64Array =>
    product(d, matrix, tall).map((x) => -x);
  const d0 = negative(f), d1 = negative(f1), d2 = negative(f2);
  addCross(sums.first[last]!, f, d0, p);
  addCross(sums.first[last]!, f, d1, p);
  for (const part of [d0, d1, d2]) {
    addCross(sums.second[last * count + last]!, f, part, p);
  }
  let trace = traceOfProduct(dc, dc, q);
  for (let i = 0; i < q; i++) trace -= 2 * dc[i * q + i]!;
  sums.traces[last * count + last]! += trace;
}

/**
 * Adds differences of like levels: as a block of one level each, whose products of
 * fixed columns are known only in sum. The block's formulas are bilinear in Z′X, so
 * that a root of the sum stands for all of them, and traces count each.
 */
export function addBundle(
  sums: KenwardRogerSums,
  bundle: ContrastBundle,
  { factors, shape }: {
    readonly factors: readonly Float64Array[];
    readonly shape: PieceShape;
  },
): void {
  const { p, parameters } = shape;
  const k = Math.round(Math.sqrt(bundle.squares.length));
  const count = parameters.length + 1;
  const size = k * p;
  // Columns of a factor R R′ of the sum, each a k × p matrix of products.
  const root = semidefiniteRoot(bundle.products, size);
  const before = sums.traces.slice();
  const empty = { size: k, termOf: new Int32Array(k).fill(bundle.term) };
  const effectOf = Int32Array.from({ length: k }, (_, e) => e);
  for (const products of root) {
    const block = { ...empty, effectOf, squares: bundle.squares, products };
    addBlock(sums, block, { factors, shape });
  }
  sums.traces.set(before);
  const own: KenwardRogerSums = {
    first: sums.first.map(() => new Float64Array(p * p)),
    second: sums.second.map(() => new Float64Array(p * p)),
    traces: new Float64Array(count * count),
  };
  const products = new Float64Array(size);
  addBlock(own, { ...empty, effectOf, squares: bundle.squares, products }, {
    factors,
    shape,
  });
  own.traces.forEach((x, i) => sums.traces[i]! += bundle.count * x);
}

/** Columns r with Σ r r′ = the matrix, by Cholesky with the largest pivot first. */
function semidefiniteRoot(matrix: Float64Array, n: number): Float64Array[] {
  const rest = Float64Array.from(matrix);
  const columns: Float64Array[] = [];
  let whole = 0;
  for (let i = 0; i < n; i++) whole = Math.max(whole, rest[i * n + i]!);
  for (let step = 0; step < n; step++) {
    let best = 0;
    for (let i = 1; i < n; i++) {
      if (rest[i * n + i]! > rest[best * n + best]!) best = i;
    }
    const pivot = rest[best * n + best]!;
    if (!(pivot > 1e-14 * whole)) break;
    const column = Float64Array.from(
      { length: n },
      (_, i) => rest[i * n + best]! / Math.sqrt(pivot),
    );
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) rest[i * n + j]! -= column[i]! * column[j]!;
    }
    columns.push(column);
  }
  return columns;
}
