import { expect, test } from "vitest";
import { scaleRespondents } from "#lib/scaling/mod.ts";
import { CODEBOOK, SCALE, tinyFrame } from "../tiny_frame.ts";

const options = { codebook: CODEBOOK, waves: 3, seed: 7 };

test("scaleRespondents() frees an item in the wave where it moved and freezes it as it was in its first wave", () => {
  const { frame } = tinyFrame({ seed: 2 });
  const moved = frame.answers.get("item3")!.map((x, p) =>
    frame.wave[p] === 1 && x >= 0 ? Math.min(3, x + 1) : x
  );
  const answers = new Map(frame.answers).set("item3", moved);
  const drifted = { ...frame, answers };
  const scaled = scaleRespondents(drifted, SCALE, options);
  const { calibration, frozen, quality, link } = scaled;
  expect(quality.notes).toContainEqual({
    kind: "item-freed",
    item: "item3",
    group: 1,
  });
  expect(calibration.items.map(({ id }) => id)).toContain("item3@1");
  expect(frozen.items.map(({ id }) => id)).toEqual(
    SCALE.items.map(({ id }) => id),
  );
  expect(frozen.items.find(({ id }) => id === "item3")).toEqual(
    calibration.items.find(({ id }) => id === "item3"),
  );
  expect(quality.items).toBe(5);
  expect(link.find(({ from, to }) => from === 0 && to === 1)!.items).toBe(4);
  expect(link.find(({ from, to }) => from === 0 && to === 2)!.items).toBe(5);
  const placed = scaleRespondents(drifted, SCALE, { ...options, frozen });
  expect(placed.link).toEqual([]);
});
