import { expect, test } from "vitest";
import {
  boundsHeld,
  effectsHeld,
  findingsWithoutEffect,
  lotteryAfterDrawStudy,
  lotteryStudy,
  missingRows,
  sameEffect,
  type StudyRow,
  takingPartHeld,
} from "#lib/studies/mod.ts";
import { simulateLottery } from "../../lib/studies/lottery/simulate_lottery.ts";

/** Rows of a quantity, as few lotteries let them be: three standard errors wide. */
function rowOf(rows: readonly StudyRow[], quantity: string): StudyRow {
  const row = rows.find((one) => one.quantity === quantity);
  if (row) return row;
  throw new RangeError(`found no row "${quantity}"`);
}

const TIME = 60_000;

test(
  "effectsHeld() finds that every printed interval holds the effect, and that the smallest is found",
  () => {
    const rows = effectsHeld(sameEffect(), 40);
    expect(rows.length).toBe(11);
    for (const { quantity, value, trials, band } of rows) {
      expect(trials).toBe(40);
      if (!quantity.startsWith("dækning")) continue;
      expect(band, quantity).not.toBeNull();
      expect(value, quantity).toBeGreaterThan(0.82);
    }
    expect(rowOf(rows, "spændet uden én skole ad gangen holder effekten").value)
      .toBeLessThan(0.9);
    const { value } = rowOf(rows, "effekten findes (p under 5 %)");
    expect(Math.abs(value - 0.8)).toBeLessThan(0.2);
  },
  TIME,
);

test("findingsWithoutEffect() finds little where there is nothing", () => {
  for (const { quantity, value } of findingsWithoutEffect(20)) {
    expect(value, quantity).toBeLessThan(0.25);
  }
}, TIME);

test(
  "takingPartHeld() and boundsHeld() hold the effect after what happened since the draw",
  () => {
    const rows = [
      ...takingPartHeld({ stayingAway: 11 }, 30),
      ...boundsHeld({ label: "flere svarer", furtherAnswers: 0.08 }, 30),
    ].filter(({ band }) => band !== null);
    expect(rows.length).toBe(3);
    for (const { quantity, value } of rows) {
      expect(value, quantity).toBeGreaterThan(0.79);
    }
  },
  TIME,
);

test(
  "lotteryStudy and lotteryAfterDrawStudy have the rows that the ledger of intervals asks for",
  () => {
    const drawn = [
      ...effectsHeld(sameEffect(), 1),
      ...findingsWithoutEffect(1),
    ];
    expect(missingRows(lotteryStudy.name, drawn)).toEqual([]);
    const afterDraw = [
      ...takingPartHeld({ stayingAway: 2 }, 1),
      ...boundsHeld({ label: "" }, 1),
    ];
    expect(missingRows(lotteryAfterDrawStudy.name, afterDraw)).toEqual([]);
  },
  TIME,
);

test("simulateLottery() makes the same lottery again, with the effect it was asked for", () => {
  const setting = { label: "", effect: 12, effectSpread: 5 };
  const one = simulateLottery(setting, 3);
  expect(simulateLottery(setting, 3).lottery).toEqual(one.lottery);
  expect(one.effect).toBeCloseTo(12, 10);
  expect(one.lottery.schools.filter(({ treated }) => treated).length).toBe(10);
  const away = simulateLottery({ ...setting, stayingAway: 11 }, 3);
  const tookPart = away.lottery.schools.filter(({ received }) => received);
  expect(tookPart.length).toBeLessThan(10);
  expect(tookPart.every(({ treated }) => treated)).toBe(true);
});
