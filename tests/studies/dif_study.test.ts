import { expect, test } from "vitest";
import { difRejections } from "#lib/studies/mod.ts";

// 20 samples of five items: the standard error of a share of 5 % is 2 %.
test(
  "difRejections() near 5 % by school, whether or not schools read items alike",
  () => {
    for (const schools of ["alike", "differ"] as const) {
      const rows = difRejections({ model: "PCM", schools, replications: 20 });
      const [clustered, plain, mantel] = rows.map(({ value }) => value);
      expect(clustered).toBeGreaterThan(0.005);
      expect(clustered).toBeLessThan(0.11);
      if (schools === "differ") {
        expect(plain).toBeGreaterThan(clustered!);
        expect(mantel).toBeGreaterThan(0.06);
      } else {
        expect(plain).toBeLessThan(0.11);
        expect(mantel).toBeLessThan(0.11);
      }
    }
  },
  60_000,
);
