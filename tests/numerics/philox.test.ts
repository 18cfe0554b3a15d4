import { expect, test } from "vitest";
import {
  philox,
  philoxInto,
  uniform,
  uniformFromWords,
} from "#lib/numerics/mod.ts";

// Known-answer vectors of Random123 (Salmon et al. 2011), file kat_vectors, philox4x32-10.
const vectors = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
] as const;

test("philox() gives the known answers of Random123", () => {
  for (const { counter, key, words } of vectors) {
    const out = new Uint32Array(4);
    philox(out, counter, key);
    expect([...out]).toEqual([...words]);
  }
});

test("philoxInto() gives the same words as philox()", () => {
  const out = new Uint32Array(4);
  philoxInto(
    out,
    0x243f6a88,
    0x85a308d3,
    0x13198a2e,
    0x03707344,
    0xa4093822,
    0x299f31d0,
  );
  expect([...out]).toEqual([...vectors[2].words]);
});

test("uniformFromWords() stays strictly between 0 and 1 at both ends", () => {
  expect(uniformFromWords(0, 0)).toBe(2 ** -53);
  expect(uniformFromWords(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53);
});

test("uniform() is made of the first two words of its block", () => {
  expect(uniform(0, 0, 0, 0, 0, 0)).toBe(
    uniformFromWords(0x6627e8d5, 0xe169c58d),
  );
});
