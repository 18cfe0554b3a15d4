import { expect, test } from "vitest";
import { driftRows, isHeld, levelRows } from "#lib/studies/mod.ts";

// The long versions, a dozen programmes each, are `npm run studies`; one
// programme says only that nothing is badly wrong.
test(
  "levelRows() cover levels and changes where no item drifts",
  () => {
    for (const { quantity, value, trials } of levelRows([1])) {
      expect(trials, quantity).toBeGreaterThan(200);
      expect(value, quantity).toBeGreaterThan(0.9);
      expect(value, quantity).toBeLessThan(0.99);
    }
  },
  60_000,
);

test(
  "driftRows() cover the programme's change by the link error, and fail without",
  () => {
    const rows = driftRows([11]);
    const programme = rows.filter((row) => row.quantity.includes("program"));
    expect(programme).toHaveLength(3);
    const [published, , naive] = programme;
    expect(isHeld(published!), JSON.stringify(published)).toBe(true);
    expect(naive!.value).toBeLessThan(published!.value);
    const municipal = rows.filter((row) => row.quantity.includes("kommune"));
    expect(municipal[2]!.value).toBeLessThan(municipal[0]!.value);
  },
  60_000,
);
