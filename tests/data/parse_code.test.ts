import { expect, test } from "vitest";
import {
  BLANK,
  NOT_A_CODE,
  NOT_A_NUMBER,
  parseCode,
} from "#lib/data/parse_code.ts";

test.each([
  ["7", 7],
  ["07", 7],
  ["42", 42],
  ["007", 7],
  [" 3 ", 3],
  ["", BLANK],
  ["  ", BLANK],
  ["100", NOT_A_CODE],
  ["-1", NOT_A_CODE],
  ["-", NOT_A_NUMBER],
  ["x", NOT_A_NUMBER],
  ["3x", NOT_A_NUMBER],
  ["3,5", NOT_A_NUMBER],
  ["NA", NOT_A_NUMBER],
])("parseCode() reads %j as %i", (text, code) => {
  const bytes = new TextEncoder().encode(`;${text};`);
  expect(parseCode(bytes, 1, bytes.length - 1)).toBe(code);
});
