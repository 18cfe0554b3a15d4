import { expect, test, vi } from "vitest";
import { show, startKernel } from "#lib/notebook/mod.ts";
import { libraryUrl, testFolder } from "./fixtures.ts";

// Kernels and compilers need longer than arithmetic does, more so on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const estimate = `{
  value: 512.25, standardError: 3.5, degreesOfFreedom: Infinity, interval: [505, 519],
  variance: { sampling: 12.25, measurement: 0, missing: 0, link: 0 },
  n: 100, dropped: 2, unit: "points", method: "test",
}`;

test("show() sends one message with HTML, text and estimates to a Deno kernel", async () => {
  const kernel = await startKernel(testFolder());
  const code = `import { show } from "${libraryUrl("notebook/show.ts")}";
await show({ html: "<p>512</p>", text: "512", estimates: [{ name: "a/mean", estimate: ${estimate} }] });`;
  const { outputs, status } = await kernel.execute(code, { timeoutMs: 20_000 });
  await kernel.shutdown();
  expect(status).toBe("ok");
  expect(outputs).toEqual([{
    output_type: "display_data",
    metadata: {},
    data: {
      "text/html": "<p>512</p>",
      "text/plain": "512",
      "application/vnd.laeringsrapport.estimates+json": [{
        name: "a/mean",
        value: "512.25",
        standardError: "3.5",
        degreesOfFreedom: "Infinity",
        lower: "505",
        upper: "519",
        n: 100,
        unit: "points",
      }],
    },
  }]);
});

test("show() prints the text in a plain process", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await show({ html: "<p>Hej</p>", text: "Hej", estimates: [] });
  expect(log).toHaveBeenCalledWith("Hej");
  log.mockRestore();
});

test("show() makes tables readable, and says what it cannot show", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await show([{ skole: "A", snit: 512.25 }], { caption: "Skoler" });
  expect(log).toHaveBeenCalledWith(
    "Skoler\nskole\tsnit\nA\t512,250\n1 række, 2 kolonner.",
  );
  log.mockRestore();
  const wrong = { navn: 1 } as unknown as Parameters<typeof show>[0];
  await expect(show(wrong)).rejects.toThrow(TypeError);
});

test("show() throws when a display is larger than 1 MB", async () => {
  const display = { html: "x".repeat(1_000_001), text: "", estimates: [] };
  await expect(show(display)).rejects.toThrow(
    /Cannot show a display: 10000\d\d bytes, at most 1000000 are allowed/,
  );
});
