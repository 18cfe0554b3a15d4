import { existsSync, readFileSync } from "node:fs";
import { test } from "vitest";
import { matrixFromRows } from "#lib/numerics/mod.ts";
import { regress } from "#lib/inference/mod.ts";
import { expectAllClose } from "./expect_close.ts";

const file = new URL("../../../shared/validation/star_k.csv", import.meta.url);
const isAbsent = !existsSync(file);

/** Tennessee STAR, kindergarten: math on class type, girl and free lunch; complete rows. */
function readStar() {
  const [head = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const names = head.trim().split(",");
  const columns = ["math", "sch", "small", "aide", "girl", "free"]
    .map((name) => names.indexOf(name));
  return lines
    .map((line) => line.trim().split(","))
    .map((cells) =>
      columns.map((c) => cells[c] === "" ? NaN : Number(cells[c]))
    )
    .filter((row) => row.every(Number.isFinite));
}

// Values of estimatr 1.0.0 (lm_robust, CR0 and "stata"), schools as clusters.
test.skipIf(isAbsent)(
  "regress() matches estimatr on the STAR experiment",
  () => {
    const rows = readStar();
    const design = matrixFromRows(rows.map((row) => [1, ...row.slice(2)]));
    const maths = rows.map((row) => row[0]!);
    const clusters = rows.map((row) => row[1]!);
    const plain = regress(design, maths, { clusters, correction: "CR0" });
    expectAllClose(plain.coefficients, [
      490.407739519873,
      7.7751413362077,
      0.151378742724412,
      7.81642267779003,
      -23.2752466542115,
    ]);
    expectAllClose(plain.standardErrors, [
      3.08618472445012,
      2.5443702714127,
      2.5086771341145,
      1.17414891027101,
      3.26689276744056,
    ]);
    expectAllClose(regress(design, maths, { clusters }).standardErrors, [
      3.10696680316878,
      2.5615038223797,
      2.52557033083984,
      1.1820555189997,
      3.28889171718602,
    ]);
  },
);

if (isAbsent) console.log("Skipped: STAR data are not beside the repository");
