import { expect, test } from "vitest";
import { errorCoverage } from "#lib/studies/mod.ts";

test(
  "errorCoverage() finds intervals that hold the truth in 91 to 99 of 100 samples",
  () => {
    const rows = errorCoverage({
      between: 0,
      kinds: ["observed", "cross-product", "sandwich"],
      replications: 40,
    });
    expect(rows).toHaveLength(6);
    for (const { quantity, setting, value } of rows) {
      expect(value, `${quantity}, ${setting}`).toBeGreaterThan(0.91);
      expect(value, `${quantity}, ${setting}`).toBeLessThan(0.99);
    }
  },
  60_000,
);

test(
  "errorCoverage() by school holds the truth where pupils of a school are alike, others fail",
  () => {
    const rows = errorCoverage({
      between: 0.5,
      kinds: ["observed", "sandwich"],
      replications: 40,
    });
    const intercepts = rows.filter((row) => row.quantity.includes("tærskler"));
    expect(intercepts[0]!.value).toBeLessThan(0.9);
    expect(intercepts[1]!.value).toBeGreaterThan(0.91);
    expect(intercepts[1]!.value).toBeLessThan(0.99);
  },
  60_000,
);
