import { expect, test } from "vitest";
import type { Kernel } from "#lib/notebook/mod.ts";
import { KernelPool } from "../../../lib/notebook/kernel/kernel_pool.ts";

/** A pool of kernels that do nothing but tell when they are ended. */
function poolOf(started: string[], killed: number[]): KernelPool {
  return new KernelPool((folder) => {
    if (folder === "intet") return Promise.reject(new Error("ingen kerne"));
    started.push(folder);
    const pid = started.length;
    const kill = () => {
      killed.push(pid);
      return Promise.resolve();
    };
    return Promise.resolve({ pid, kill } as Kernel);
  });
}

test("KernelPool.take() gives the kernel that was started for the folder", async () => {
  const started: string[] = [];
  const pool = poolOf(started, []);
  pool.warm("a");
  pool.warm("a");
  const pids = [];
  for (const folder of ["b", "a", "a", "a"]) {
    pids.push((await pool.take(folder)).pid);
  }
  expect(pids).toEqual([3, 1, 2, 4]);
  expect(started).toEqual(["a", "a", "b", "a"]);
});

test("KernelPool.close() ends the kernels that nobody took, and no others", async () => {
  const killed: number[] = [];
  const pool = poolOf([], killed);
  pool.warm("a");
  pool.warm("a");
  pool.warm("intet");
  await pool.take("a");
  await pool.close();
  await pool.close();
  expect(killed).toEqual([2]);
});

test("KernelPool.take() throws what kept the kernel from starting", async () => {
  const pool = poolOf([], []);
  pool.warm("intet");
  await expect(pool.take("intet")).rejects.toThrow("ingen kerne");
});
