import { expect, test } from "vitest";
import { methodNote } from "#lib/reports/mod.ts";
import { municipalityReport } from "./fixture.ts";

test("methodNote() warns of the scales whose calibration did not converge, and only then", () => {
  const report = municipalityReport();
  const warning = "beregningen fandt ikke helt hvile for";
  expect(methodNote(report).html).not.toContain(warning);
  const quality = report.quality.map((one) =>
    one.scale === "e4_skoletrivsel" ? { ...one, converged: false } : one
  );
  const { label } = report.codebook.scales.find(({ id }) =>
    id === "e4_skoletrivsel"
  )!;
  expect(methodNote({ ...report, quality }).html).toContain(
    `${warning} ${label}.`,
  );
});
