import { buildDesign, type ModelColumns } from "#lib/inference/mod.ts";
import golden from "../../golden/regression.json" with { type: "json" };

/** The made-up people of the golden file as a table. */
export const table: ModelColumns = golden.data;

/** The model of the golden file's linear regressions. */
export const design: ReturnType<typeof buildDesign> = buildDesign(
  "score ~ factor(wave) * program + ses",
  table,
);
