import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { aloneIn, LOCK_FILE } from "../../lib/cli/lock_folder.ts";
import { removeFolders, temporaryFolder } from "./command_line.ts";

afterAll(removeFolders);

const LIBRARY = new URL("../../lib/cli/lock_folder.ts", import.meta.url).href;

/** Another process that works in a folder until it is told to stop. */
async function startOther(folder: string): Promise<Deno.ChildProcess> {
  const code = `import { aloneIn } from "${LIBRARY}";
    const options = { command: "scale", onWait: () => {} };
    await aloneIn(${JSON.stringify(folder)}, options, async () => {
      console.log("inde");
      await Deno.stdin.read(new Uint8Array(1));
    });`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      `data:application/typescript,${encodeURIComponent(code)}`,
    ],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  return child;
}

async function letGo(child: Deno.ChildProcess): Promise<void> {
  await child.stdin.close();
  await child.stdout.cancel();
  await child.status;
}

test("aloneIn() waits for another process and says for which", async () => {
  const folder = temporaryFolder();
  const other = await startOther(folder);
  const lines: string[] = [];
  const order: string[] = [];
  const mine = aloneIn(folder, {
    command: "reports",
    onWait: (line) => void lines.push(line),
  }, () => {
    order.push("mine");
    return Promise.resolve(7);
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  order.push("other");
  await letGo(other);
  expect(await mine).toBe(7);
  expect(order).toEqual(["other", "mine"]);
  expect(lines).toEqual([
    expect.stringMatching(
      new RegExp(
        `^waiting in ".*" for "scale", process ${other.pid}, since 2`,
      ),
    ),
  ]);
  expect(existsSync(join(folder, LOCK_FILE))).toBe(false);
});

test("aloneIn() does not wait for a process that has died", async () => {
  const folder = temporaryFolder();
  const other = await startOther(folder);
  other.kill("SIGKILL");
  await letGo(other).catch(() => {});
  const path = join(folder, LOCK_FILE);
  expect(readFileSync(path, "utf8")).toContain(`process ${other.pid}`);
  const lines: string[] = [];
  const options = {
    command: "reports",
    onWait: (line: string) => void lines.push(line),
  };
  const seen = await aloneIn(
    folder,
    options,
    () => Promise.resolve(readFileSync(path, "utf8")),
  );
  expect(seen).toContain(`process ${Deno.pid}`);
  expect([lines, existsSync(path)]).toEqual([[], false]);
});

test("aloneIn() lets the next in when the work throws, one at a time", async () => {
  const folder = temporaryFolder();
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
    throw new Error("midt i det hele");
  };
  const options = { command: "reports", onWait: () => {} };
  const all = await Promise.allSettled(
    Array.from({ length: 8 }, () => aloneIn(folder, options, work)),
  );
  expect(all.map(({ status }) => status)).toEqual(Array(8).fill("rejected"));
  expect(most).toBe(1);
});
