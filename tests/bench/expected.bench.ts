import {
  type ExpectationPupils,
  fitCommon,
  leaveUnitOut,
  pupilResiduals,
  schoolErrorVariance,
  schoolProducts,
} from "#lib/background/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";

/** 242 schools of 100 pupils with ten plausible values and twelve predictors, one wave. */
function simulate(): ExpectationPupils {
  const schools = 242, perSchool = 100, n = schools * perSchool;
  const stream = createStream(1907, 3);
  const predictors = Array.from(
    { length: 12 },
    () => Float64Array.from({ length: n }, () => stream.normal()),
  );
  return {
    scores: Array.from(
      { length: 10 },
      () =>
        Float32Array.from(
          { length: n },
          (_, i) => 500 + 40 * predictors[0]![i]! + 80 * stream.normal(),
        ),
    ),
    predictors,
    weight: new Float64Array(n).fill(1),
    school: Int32Array.from({ length: n }, (_, i) => Math.floor(i / perSchool)),
    classIndex: Int32Array.from({ length: n }, (_, i) => Math.floor(i / 25)),
    schools,
  };
}

const pupils = simulate();
const products = schoolProducts(pupils);
const unitOfSchool = Array.from({ length: pupils.schools }, (_, s) => s);

Deno.bench("expected results: sums of 24,200 pupils, 10 draws", () => {
  schoolProducts(pupils);
});

Deno.bench(
  "expected results: 242 schools left out, one after the other",
  () => {
    leaveUnitOut(products, { units: pupils.schools, unitOfSchool });
  },
);

Deno.bench("expected results: chance in 242 schools' means", () => {
  schoolErrorVariance(pupilResiduals(pupils, fitCommon(products)), pupils);
});
