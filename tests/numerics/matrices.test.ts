import { expect, test } from "vitest";
import {
  choleskyInPlace,
  choleskyInverse,
  choleskySolveInPlace,
  createMatrix,
  createStream,
  DependentColumnError,
  findRoot,
  largest,
  leastSquares,
  matrixFromRows,
  mirrorLowerInPlace,
  multiply,
  orthonormalBasis,
  sum,
  symmetricEigen,
  symmetricRankUpdateInPlace,
} from "#lib/numerics/mod.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";

test("choleskyInPlace() factors a matrix worked out by hand", () => {
  const a = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
  choleskyInPlace(a, 3);
  expect([...a]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
});

test("choleskySolveInPlace() and choleskyInverse() undo the matrix", () => {
  const a = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
  const l = a.slice();
  choleskyInPlace(l, 3);
  const b = Float64Array.of(-20, -43, 192); // a · (1, 2, 3)
  choleskySolveInPlace(l, 3, b);
  expectAllClose(b, [1, 2, 3], { tolerance: 1e-12 });
  const size = { rows: 3, columns: 3 };
  const unit = multiply(
    createMatrix(size, a),
    createMatrix(size, choleskyInverse(l, 3)),
  );
  expectAllClose(unit.values, [1, 0, 0, 0, 1, 0, 0, 0, 1], {
    tolerance: 1e-10,
  });
});

test("choleskyInPlace() throws on a matrix that is not positive definite", () => {
  expect(() => choleskyInPlace(Float64Array.of(1, 2, 2, 4), 2)).toThrow(
    new RangeError(
      "Cannot factor a 2 × 2 matrix: pivot 1 is 0, it must be positive",
    ),
  );
  expect(() => choleskyInPlace(Float64Array.of(NaN), 1)).toThrow(RangeError);
});

test("symmetricRankUpdateInPlace() and mirrorLowerInPlace() build weighted products", () => {
  const a = new Float64Array(4);
  symmetricRankUpdateInPlace(a, [1, 2], { weight: 3 });
  symmetricRankUpdateInPlace(a, [1, -1]);
  mirrorLowerInPlace(a, 2);
  expect([...a]).toEqual([4, 5, 5, 13]);
});

test("multiply() and createMatrix() throw on sizes that do not fit", () => {
  expect(() => multiply(matrixFromRows([[1, 2]]), matrixFromRows([[1, 2]])))
    .toThrow(
      new RangeError(
        "Cannot multiply matrices: the first has 2 columns, the second 1 rows",
      ),
    );
  expect(() => createMatrix({ rows: 2, columns: 2 }, new Float64Array(3)))
    .toThrow(RangeError);
  expect(() => matrixFromRows([[1, 2], [3]])).toThrow(
    "row 1 has 1 values, expected 2",
  );
});

test("leastSquares() passes a line through points worked out by hand", () => {
  const design = matrixFromRows([[1, 0], [1, 1], [1, 2]]);
  const { coefficients, residualSumOfSquares, inverse } = leastSquares(design, [
    1,
    2,
    4,
  ]);
  expectAllClose(coefficients, [5 / 6, 3 / 2], { tolerance: 1e-14 });
  expectClose(residualSumOfSquares, 1 / 6, { tolerance: 1e-14 });
  expectAllClose(inverse, [5 / 6, -1 / 2, -1 / 2, 1 / 2], { tolerance: 1e-14 });
});

test("leastSquares() counts a row of weight two like two rows", () => {
  const y = [1, 2, 4, 3];
  const weighted = leastSquares(
    matrixFromRows([[1, 0], [1, 1], [1, 2], [1, 5]]),
    y,
    {
      weights: [1, 2, 1, 0],
    },
  );
  const repeated = leastSquares(
    matrixFromRows([[1, 0], [1, 1], [1, 1], [1, 2]]),
    [1, 2, 2, 4],
  );
  expectAllClose(weighted.coefficients, repeated.coefficients, {
    tolerance: 1e-14,
  });
  expectAllClose(weighted.inverse, repeated.inverse, { tolerance: 1e-14 });
});

test("leastSquares() keeps its digits when a column lies far from zero", () => {
  const x = Array.from({ length: 100 }, (_, i) => 1e6 + i / 100);
  const design = matrixFromRows(x.map((value) => [1, value]));
  const { coefficients } = leastSquares(
    design,
    x.map((value) => 2 * (value - 1e6)),
  );
  expectClose(coefficients[1]!, 2, { tolerance: 1e-8 });
});

test("leastSquares() throws on dependent columns and on sizes that do not fit", () => {
  expect(() =>
    leastSquares(matrixFromRows([[1, 2], [2, 4], [3, 6]]), [1, 2, 3])
  ).toThrow(
    new DependentColumnError(1),
  );
  expect(new DependentColumnError(1)).toBeInstanceOf(RangeError);
  expect(() => leastSquares(matrixFromRows([[1]]), [1, 2])).toThrow(RangeError);
  expect(() => leastSquares(matrixFromRows([[1, 2]]), [1])).toThrow(RangeError);
  expect(() => leastSquares(matrixFromRows([[1]]), [1], { weights: [-1] }))
    .toThrow("weight -1");
});

test("sum() keeps what plain addition loses", () => {
  expect(sum([1, 1e100, 1, -1e100])).toBe(2);
  expect(sum([])).toBe(0);
  expect(sum([Infinity, 1])).toBe(Infinity);
  expect(sum([1, NaN])).toBeNaN();
});

test("findRoot() finds roots of flat and steep functions", () => {
  expectClose(findRoot((x) => x * x - 2, { between: [0, 5] }).x, Math.SQRT2, {
    tolerance: 1e-12,
  });
  expectClose(findRoot((x) => x ** 9, { between: [-1, 1.5] }).x, 0, {
    tolerance: 1e-12,
  });
  const stream = createStream(4);
  for (let i = 0; i < 200; i++) {
    const root = stream.normal();
    const { x, iterations } = findRoot((z) => Math.expm1(8 * (z - root)), {
      between: [-9, 9],
    });
    expectClose(x, root, { tolerance: 2e-12 });
    expect(iterations).toBeLessThan(130);
  }
});

test("findRoot() throws when the signs do not differ", () => {
  expect(() => findRoot((x) => x * x + 1, { between: [0, 1] })).toThrow(
    "the signs must differ",
  );
});

test("largest() gives the end of the sorted values, also with ties", () => {
  const stream = createStream(61);
  for (let n = 0; n < 60; n++) {
    const values = Float64Array.from({ length: n }, () => stream.integer(20));
    const sorted = values.toSorted();
    for (const k of [0, 1, 7, n - 1, n, n + 3]) {
      if (k < 0) continue;
      expect(largest(values, k)).toEqual(sorted.slice(Math.max(0, n - k)));
    }
  }
  expect([...largest(Float64Array.of(3, -Infinity, Infinity, 1), 2)]).toEqual([
    3,
    Infinity,
  ]);
});

test("orthonormalBasis() spans the design with weighted orthonormal columns", () => {
  const weights = [1, 0.5, 2, 3, 0];
  const design = matrixFromRows(
    [1, 2, 4, 7, 3].map((x, i) => [1, 2015 + x / 1000, i * i]),
  );
  const { basis, inverseTriangle } = orthonormalBasis(design, { weights });
  for (let j = 0; j < 3; j++) {
    for (let k = 0; k < 3; k++) {
      const product = weights.reduce(
        (total, w, i) =>
          total + w * basis.values[i * 3 + j]! * basis.values[i * 3 + k]!,
        0,
      );
      expectClose(product, j === k ? 1 : 0, { tolerance: 1e-13 });
    }
  }
  expect(inverseTriangle[3]).toBe(0);
  expectClose(
    basis.values[4]!,
    design.values[3]! * inverseTriangle[1]! +
      design.values[4]! * inverseTriangle[4]!,
    { tolerance: 1e-9 },
  );
});

test("symmetricEigen() gives A = V Λ V′ with orthonormal V", () => {
  // Eigenvalues by hand: 2 − √2, 2, 2 + √2.
  const { values, vectors } = symmetricEigen(
    Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2),
    3,
  );
  const sorted = [...values].sort((a, b) => a - b);
  [2 - Math.SQRT2, 2, 2 + Math.SQRT2].forEach((value, k) =>
    expectClose(sorted[k]!, value, { tolerance: 1e-14 })
  );
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let product = 0, element = 0;
      for (let k = 0; k < 3; k++) {
        product += vectors[k * 3 + i]! * vectors[k * 3 + j]!;
        element += vectors[i * 3 + k]! * values[k]! * vectors[j * 3 + k]!;
      }
      expectClose(product, i === j ? 1 : 0, { tolerance: 1e-14 });
      expectClose(element, i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0, {
        tolerance: 1e-14,
      });
    }
  }
  expect(() => symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow(
    "a value may not be a number",
  );
});
