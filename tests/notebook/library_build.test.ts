import { expect, test } from "vitest";
import { adaptModule } from "../../lib/notebook/library_build.ts";

const place = {
  path: "lib/reports/charts/a.js",
  sourceAddress: "../../../../../../lib/reports/charts/a.ts",
};

test("adaptModule() makes imports name built files", () => {
  const text = `import { exp } from "#lib/numerics/mod.ts";
export type { B } from "./b.ts";
const c = await import("../c.ts");
declare const d: import("#lib/reports/charts/d.ts").D;
import { z } from "zod";`;
  expect(adaptModule(text, place)).toBe(
    `import { exp } from "../../numerics/mod.js";
export type { B } from "./b.js";
const c = await import("../c.js");
declare const d: import("./d.js").D;
import { z } from "zod";`,
  );
});

test("adaptModule() finds files beside the source, not beside the built module", () => {
  expect(adaptModule(`new URL("../x.json", import.meta.url)`, place)).toBe(
    `new URL("../x.json", new URL("../../../../../../lib/reports/charts/a.ts", import.meta.url).href)`,
  );
});
