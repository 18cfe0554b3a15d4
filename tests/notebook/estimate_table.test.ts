import { expect, test } from "vitest";
import {
  type EstimateRow,
  formatEstimateTable,
  parseEstimateTable,
} from "../../lib/notebook/estimate_table.ts";

const row: EstimateRow = {
  cell: "trivsel",
  name: `e4_trivsel/2017, "alle"`,
  value: "512.3000000000001",
  standardError: "3.5",
  lower: "505",
  upper: "519",
  degreesOfFreedom: "Infinity",
  n: "1234",
  unit: "points",
};

test("formatEstimateTable() writes every digit and quotes what needs it", () => {
  expect(formatEstimateTable([row])).toBe(
    "cell,name,value,standard_error,lower,upper,df,n,unit\n" +
      `trivsel,"e4_trivsel/2017, ""alle""",512.3000000000001,3.5,505,519,Infinity,1234,points\n`,
  );
});

test("parseEstimateTable() reads back what formatEstimateTable() wrote", () => {
  const empty = { ...row, unit: "" };
  expect(parseEstimateTable(formatEstimateTable([row, empty]), "a.csv"))
    .toEqual([row, empty]);
  expect(parseEstimateTable(formatEstimateTable([]), "a.csv")).toEqual([]);
});

test("parseEstimateTable() throws when a line has too few fields", () => {
  const text = formatEstimateTable([row]).replace(",points", "");
  expect(() => parseEstimateTable(text, "a.csv")).toThrow(
    new SyntaxError(`Cannot read "a.csv": 8 fields in line 2, expected 9`),
  );
});
