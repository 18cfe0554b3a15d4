import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Outcome,
  pageText,
  removeFolders,
  run,
  smallProgramme,
  temporaryFolder,
} from "./command_line.ts";

let out: string;
let reports: Outcome, profiles: Outcome;

// Two municipalities of one school; the other eleven have no answers at all.
beforeAll(async () => {
  const data = smallProgramme({
    municipalities: ["billund", "kolding"],
    schoolsPerMunicipality: 1,
    pupilsPerSchool: 400,
    lottery: "leave-out",
  });
  const cache = temporaryFolder();
  out = temporaryFolder();
  const where = (to: string) => ["--data", data, "--out", to];
  reports = await run(cache, [
    "reports",
    "billund",
    "faellesrapport",
    ...where(out),
  ]);
  profiles = await run(cache, [
    "profiles",
    "billund",
    "thisted",
    ...where(join(out, "profiler")),
  ]);
}, 120_000);

afterAll(removeFolders);

test("reports of a municipality with one school say why numbers are missing", () => {
  expect(reports.stderr).not.toContain("failed");
  expect(reports.code).toBe(0);
  const text = pageText(join(out, "billund.html"));
  expect(text).toContain("for få enheder til at angive usikkerheden");
  expect(text).not.toMatch(/NaN|undefined|Infinity|∞/);
});

test("the joint report shows the municipalities that there are", () => {
  const text = pageText(join(out, "faellesrapport.html"));
  expect(text).toContain("Thisted Kommune");
  expect(text).not.toMatch(/NaN|undefined|Infinity|∞/);
});

test("profiles of a municipality without answers say so", () => {
  expect(profiles.code).toBe(0);
  expect(pageText(join(out, "profiler/thisted/index.html"))).toContain(
    "Der er ingen svar fra kommunens skoler.",
  );
  expect(pageText(join(out, "profiler/billund/0530-01.html"))).toContain(
    "Skolens kvalitetsprofil 2019",
  );
});
