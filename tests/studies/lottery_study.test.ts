import { expect, test } from "vitest";
import { lotteryCoverage, SETTINGS } from "#lib/studies/mod.ts";

test(
  "lotteryCoverage() finds exact intervals that hold the effect in 95 of 100 lotteries",
  () => {
    for (const setting of SETTINGS) {
      const [studentised, plain] = lotteryCoverage(setting, 100);
      // 100 lotteries: three standard errors of the share are 0.065.
      expect(studentised!.value, setting.label).toBeGreaterThan(0.88);
      if (setting.isExact) expect(plain!.value).toBeGreaterThan(0.88);
      expect(studentised!.trials).toBe(100);
    }
  },
  60_000,
);
