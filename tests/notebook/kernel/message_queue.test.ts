import { expect, test } from "vitest";
import { MessageQueue } from "../../../lib/notebook/kernel/message_queue.ts";

test("MessageQueue gives items in order and then waits", async () => {
  const queue = new MessageQueue<number>();
  queue.push(1);
  queue.push(2);
  expect([await queue.take(0), await queue.take(0), await queue.take(0)])
    .toEqual([1, 2, null]);
});

test("MessageQueue.take() gets an item that comes while it waits", async () => {
  const queue = new MessageQueue<string>();
  const taken = queue.take(5000);
  queue.push("nu");
  expect(await taken).toBe("nu");
});

test("MessageQueue.take() gives null when the time is up", async () => {
  const started = performance.now();
  expect(await new MessageQueue<string>().take(30)).toBe(null);
  expect(performance.now() - started).toBeGreaterThan(20);
});

test("MessageQueue.take() empties a closed queue and then gives null at once", async () => {
  const queue = new MessageQueue<number>();
  queue.push(1);
  queue.close();
  queue.push(2);
  expect([await queue.take(Infinity), await queue.take(Infinity)]).toEqual([
    1,
    null,
  ]);
});

test("MessageQueue.close() wakes a reader that waits for ever", async () => {
  const queue = new MessageQueue<number>();
  const taken = queue.take(Infinity);
  queue.close();
  expect(await taken).toBe(null);
});
