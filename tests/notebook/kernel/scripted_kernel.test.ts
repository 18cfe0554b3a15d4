import { readdirSync } from "node:fs";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { describeRun } from "#lib/notebook/mod.ts";
import { isAlive, testFolder, waitFor } from "../fixtures.ts";
import {
  cell,
  hasLibzmq,
  idle,
  line,
  reply,
  runScripted,
  startScripted,
  textOf,
} from "./scripted_kernel.ts";

vi.setConfig({ testTimeout: 60_000, maxConcurrency: 3 });

const LIMITS = { timeoutMs: 10_000 };
const TEMPORARY = testFolder();

beforeAll(() => void (process.env["TMPDIR"] = TEMPORARY));
afterAll(() =>
  expect(readdirSync(TEMPORARY).filter((name) => name.includes("kernel")))
    .toEqual([])
);

describe.skipIf(!hasLibzmq)(
  "libzmq as peer (skipped without python3-zmq)",
  () => {
    test.concurrent("runNotebook() files outputs that come after idle and after the reply", async () => {
      const run = await runScripted([
        cell(idle, reply, line("a"), line("b")),
        cell(reply, idle, line("c")),
      ]);
      expect(run.failure).toBe(null);
      expect([textOf(run, 1), textOf(run, 2)]).toEqual(["ab", "c"]);
    });

    test.concurrent("runNotebook() files what comes while a later cell runs under the cell it names", async () => {
      const run = await runScripted([
        cell(reply, idle, { later: 60, steps: [line("sen")] }),
        cell({ sleep: 150 }, reply, idle),
        cell(line("tre"), line("en", { parent: 0 }), reply, idle),
      ]);
      expect([1, 2, 3].map((number) => textOf(run, number))).toEqual([
        "senen",
        "",
        "tre",
      ]);
    });

    test.concurrent("runNotebook() files what comes as late as the shutdown", async () => {
      const run = await runScripted([
        cell(reply, idle, { later: 60_000, steps: [line("til sidst")] }),
      ]);
      expect(textOf(run, 1)).toBe("til sidst");
    });

    test.concurrent("runNotebook() gives what names nobody to the cell that runs, and an update to the cell that shows it", async () => {
      const display = (type: string, text: string) => ({
        publish: type,
        content: {
          data: { "text/plain": text },
          metadata: {},
          transient: { display_id: "d" },
        },
      });
      const run = await runScripted([
        cell(
          display("display_data", "før"),
          line("a", { parent: "nobody" }),
          reply,
        ),
        cell(display("update_display_data", "efter"), reply),
      ]);
      expect(run.cells[0]?.outputs).toMatchObject([
        { data: { "text/plain": "efter" } },
        { text: "a" },
      ]);
      expect(run.cells[1]?.outputs).toEqual([]);
    });

    test.concurrent("runNotebook() counts a message once that comes twice", async () => {
      const run = await runScripted([
        cell(line("a", { copies: 2 }), { ...reply, copies: 2 }),
        cell(line("b"), reply),
      ]);
      expect([textOf(run, 1), textOf(run, 2)]).toEqual(["a", "b"]);
    });

    test.concurrent("runNotebook() waits for a slow reply", async () => {
      const run = await runScripted([
        cell(line("a"), { sleep: 500 }, line("b"), { sleep: 500 }, reply),
      ]);
      expect([run.failure, textOf(run, 1)]).toEqual([null, "ab"]);
    });

    test.concurrent("runNotebook() names the cell whose reply never comes", async () => {
      const run = await runScripted([cell(reply), cell(line("a"))], {
        cellTimeoutMs: 500,
      });
      expect(run.failure).toMatchObject({ kind: "timeout", cellNumber: 2 });
      expect(textOf(run, 2)).toMatch(/^a/);
    });

    test.concurrent("Kernel.execute() does not wait for a reply for long when the kernel is done", async () => {
      const kernel = await startScripted();
      const execution = await kernel.execute(cell(line("a"), idle), {
        ...LIMITS,
        replyMs: 100,
      });
      expect(execution).toMatchObject({
        status: "lost",
        detail: "the kernel is done with the cell but did not reply",
        outputs: [{ text: "a" }],
      });
      expect(isAlive(kernel.pid)).toBe(false);
    });

    test.concurrent("Kernel.execute() says when the marker after the cell is missing", async () => {
      const kernel = await startScripted({ marker: "dropped" });
      const execution = await kernel.execute(cell(line("a"), reply), {
        ...LIMITS,
        markerMs: 100,
      });
      expect(execution).toMatchObject({
        status: "lost",
        detail: "the marker after the cell did not come in 0.1 s",
      });
    });

    test.concurrent("runNotebook() says how many outputs are missing, after a second try", async () => {
      const run = await runScripted([cell(line("a"), line("b"), reply)], {
        sent: 3,
      });
      expect(describeRun(run)).toMatch(
        /^lost .*billund\.ipynb, cell 1: outputs of the cell may be missing: 2 of the 3 that the kernel sent have come/,
      );
    });

    test.concurrent.each([
      ["an output", cell(line("a", { forged: true }), reply)],
      ["a reply", cell(line("a"), { ...reply, forged: true })],
    ])(
      "runNotebook() names the cell when %s has a wrong signature",
      async (_, code) => {
        const run = await runScripted([cell(reply), code, cell(reply)]);
        expect(describeRun(run)).toMatch(
          /^damaged .*cell 2: outputs of the cell came damaged: Cannot read a kernel message: its signature does not match the connection key/,
        );
        expect(run.cells.map(({ status }) => status)).toEqual([
          "ok",
          "damaged",
          "not-run",
        ]);
      },
    );

    test.concurrent("runNotebook() says what a cell asks for when it waits for input", async () => {
      const run = await runScripted([
        cell({ ask: "Navn? " }, { sleep: 30_000 }),
      ]);
      expect(run.failure).toMatchObject({
        kind: "input",
        cellNumber: 1,
        message:
          `the cell asks for input, "Navn?", and nobody is there to give it`,
      });
    });

    test.concurrent("Kernel.execute() takes an output of 10 MB and 10,000 outputs", async () => {
      const kernel = await startScripted();
      const large = await kernel.execute(
        cell({ publish: "stream", pad: 10_000_000 }, reply),
        LIMITS,
      );
      const data = { "text/plain": "%d" };
      const many = await kernel.execute(
        cell(
          { publish: "display_data", content: { data }, times: 10_000 },
          reply,
        ),
        LIMITS,
      );
      await kernel.shutdown();
      expect(large.outputs.map((o) => "text" in o ? o.text.length : 0)).toEqual(
        [
          10_000_000,
        ],
      );
      expect(many.outputs.map((o) => "data" in o ? o.data["text/plain"] : ""))
        .toEqual(Array.from({ length: 10_000 }, (_, i) => String(i)));
    });

    test.concurrent.each([
      [
        "dies",
        { AT_START: "die" },
        /exit code 1: no licence for this kernel \(3 attempts\)/,
      ],
      [
        "signs wrongly",
        { AT_START: "forge" },
        /signature does not match the connection key \(3 attempts\)/,
      ],
    ])(
      "startKernel() says why when the kernel %s at its start",
      async (_, env, message) => {
        await expect(startScripted({ env })).rejects.toThrow(message);
      },
    );

    test.concurrent("runNotebook() tells the exit code of a kernel that dies in a cell", async () => {
      const run = await runScripted([
        cell(line("a"), { sleep: 50 }, { exit: 7 }),
      ]);
      expect(run.failure).toMatchObject({
        kind: "dead",
        cellNumber: 1,
        message: "the kernel ended with exit code 7",
      });
      expect(textOf(run, 1)).toMatch(/^a/);
    });

    test.concurrent("Kernel.execute() tells of a kernel that died before the cell", async () => {
      const kernel = await startScripted();
      const dying = cell(reply, idle, { later: 20, steps: [{ exit: 5 }] });
      await kernel.execute(dying, LIMITS);
      await waitFor(() => kernel.exitText() !== null);
      for (let attempt = 0; attempt < 2; attempt++) {
        const { status, detail } = await kernel.execute(cell(reply), LIMITS);
        expect([status, detail]).toEqual([
          "dead",
          "the kernel ended with exit code 5",
        ]);
      }
      await kernel.shutdown();
    });

    test.concurrent.each(["crash", "ignore"])(
      "Kernel.shutdown() ends a kernel that answers it with: %s",
      async (AT_SHUTDOWN) => {
        const kernel = await startScripted({ env: { AT_SHUTDOWN } });
        await kernel.execute(cell(line("a"), reply), LIMITS);
        await kernel.shutdown();
        expect(await waitFor(() => !isAlive(kernel.pid))).toBe(true);
      },
    );
  },
);
