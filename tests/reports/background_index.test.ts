import { expect, test } from "vitest";
import { freezeIndex, type FrozenIndex } from "#lib/background/mod.ts";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { backgroundIndex } from "#lib/reports/mod.ts";

const codebook = loadCodebook();

function frozen(): FrozenIndex {
  const stream = createStream(3, 1), homes = 500;
  const home = Array.from({ length: homes }, () => stream.normal());
  return freezeIndex(codebook.background, {
    codebook: codebook.version,
    wave: 2015,
    values: codebook.background.components.map(
      ({ mean, standardDeviation: sd }, k) =>
        home.map((x) => mean + sd * (0.1 * (k < 2 ? x : 0) + stream.normal())),
    ),
    weight: home.map(() => 1),
  });
}

test("backgroundIndex() names every part with its fixed constants and says what the weights matter", () => {
  const { text } = backgroundIndex(frozen(), codebook);
  for (const { label } of codebook.background.components) {
    expect(text).toContain(label);
  }
  expect(text).toContain("1,00	13,60	1,90");
  expect(text).toContain("500 hjem oplyste det hele i 2015.");
  expect(text).not.toMatch(/NaN|undefined/);
  const apart = frozen();
  const other = { ...apart.reference, principalCorrelation: 0.9 };
  expect(backgroundIndex({ ...apart, reference: other }, codebook).text)
    .toContain("Vægtene betyder altså noget");
});

test("backgroundIndex() says so where too few homes answered", () => {
  expect(backgroundIndex(null, codebook).text).toContain(
    "For få forældre har oplyst deres baggrund",
  );
});
