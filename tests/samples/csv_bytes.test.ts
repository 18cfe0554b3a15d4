import { expect, test } from "vitest";
import { toAnswerBytes, toTableBytes } from "#lib/samples/csv_bytes.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const characters = (cells: string) =>
  Uint8Array.from(cells, (cell) => cell === " " ? 0 : cell.charCodeAt(0));

test("toAnswerBytes() writes keys, numbers and answers, blanks empty", () => {
  const bytes = toAnswerBytes({
    header: ["elev", "laerer", "far_stilling", "a_1", "a_2"],
    rows: 2,
    keys: [
      { letter: "E", numbers: Int32Array.of(12345, 9999999) },
      { letter: "P", numbers: Int32Array.of(0, 7) },
    ],
    numbers: [Uint8Array.of(0, 41)],
    answers: characters("3  9"),
    items: 2,
  });
  expect(text(bytes)).toBe(
    "elev;laerer;far_stilling;a_1;a_2\n" +
      "E0012345;P0000000;;3;\n" +
      "E9999999;P0000007;41;;9\n",
  );
});

test("toAnswerBytes() writes one digit below ten", () => {
  const bytes = toAnswerBytes({
    header: ["elev", "x"],
    rows: 1,
    keys: [{ letter: "E", numbers: Int32Array.of(1) }],
    numbers: [Uint8Array.of(6)],
    answers: new Uint8Array(0),
    items: 0,
  });
  expect(text(bytes)).toBe("elev;x\nE0000001;6\n");
});

test("toTableBytes() ends every line", () => {
  const bytes = toTableBytes(["skole", "navn"], [["0530-01", "Å"], ["x", 2]]);
  expect(text(bytes)).toBe("skole;navn\n0530-01;Å\nx;2\n");
});
