import { sha256 } from "#lib/data/mod.ts";
import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import {
  ensureSample,
  formatDigests,
  parseDigests,
  reduceCodebook,
} from "#lib/samples/mod.ts";

const codebook = reduceCodebook(loadCodebook(), { scales: ["e0_trivsel"] });

test("ensureSample() makes a sample once and again when seed or codebook change", () => {
  const folder = `${Deno.makeTempDirSync()}/programme`;
  const options = { codebook, seed: 3, fraction: 0.02 };
  const first = ensureSample(folder, options);
  expect(first.generated).toBe(true);
  const second = ensureSample(folder, options);
  expect(second.generated).toBe(false);
  expect(new Map(second.digests)).toEqual(new Map(first.digests));

  Deno.removeSync(`${folder}/skoler.csv`);
  // A file that is gone is for the reader to tell, not to be made in silence.
  expect(ensureSample(folder, options).generated).toBe(false);
  expect(ensureSample(folder, { ...options, seed: 4 }).generated).toBe(true);
  const other = { ...codebook, version: "other" };
  expect(
    ensureSample(folder, { ...options, seed: 4, codebook: other }).generated,
  )
    .toBe(true);
  Deno.removeSync(folder, { recursive: true });
});

test("ensureSample() states the digests of the bytes that are there", () => {
  const folder = Deno.makeTempDirSync();
  const { digests } = ensureSample(folder, {
    codebook,
    seed: 3,
    fraction: 0.02,
  });
  for (const [name, digest] of digests) {
    expect(sha256(Deno.readFileSync(`${folder}/${name}`)), name).toBe(digest);
  }
  Deno.removeSync(folder, { recursive: true });
});

test("parseDigests() reads what formatDigests() wrote", () => {
  const digest = sha256(new TextEncoder().encode("abc"));
  // SHA-256 of "abc", FIPS 180-4 example.
  expect(digest).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  const digests = new Map([["b.csv", digest], ["a.csv", digest]]);
  expect(formatDigests(digests)).toBe(`${digest}  a.csv\n${digest}  b.csv\n`);
  expect(parseDigests(formatDigests(digests))).toEqual(digests);
});

test("parseDigests() names the line that is no digest", () => {
  expect(() => parseDigests("abc  x.csv\n")).toThrow(
    new SyntaxError(
      'Cannot read digests: line 1 is "abc  x.csv", expected a SHA-256, two spaces and a file name',
    ),
  );
});
