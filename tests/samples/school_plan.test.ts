import { expect, test } from "vitest";
import { loadCodebook, programmeById } from "#lib/codebook/mod.ts";
import { inventSchoolName } from "#lib/samples/school_names.ts";
import { planSchools, sitesPerMunicipality } from "#lib/samples/school_plan.ts";

const codebook = loadCodebook();
const programme = programmeById(codebook, "program-for-laeringsledelse");
const municipalities = programme.municipalities.map((id) =>
  codebook.municipalities.find((one) => one.id === id)!
);

test("planSchools() plans 242 sites for 80,000 pupils, at least eight each", () => {
  const schools = planSchools(municipalities, 1);
  const sites = municipalities.map((_, m) =>
    schools.filter((school) => school.municipality === m).length
  );
  const pupils = schools.reduce((sum, one) => sum + 10 * one.pupilsPerGrade, 0);
  expect(schools.length).toBe(242);
  expect(Math.min(...sites)).toBeGreaterThanOrEqual(8);
  expect(pupils).toBeCloseTo(80000, 6);
  expect(new Set(schools.map(({ id }) => id)).size).toBe(242);
});

test("sitesPerMunicipality() gives Kolding, the largest, most sites", () => {
  // 10,100 of 80,000 pupils: 242 × 10,100 / 80,000 = 30.6 sites.
  const sites = sitesPerMunicipality(municipalities);
  const kolding = municipalities.findIndex(({ id }) => id === "kolding");
  expect(sites[kolding]).toBe(31);
  expect(Math.max(...sites)).toBe(31);
});

test("planSchools() keeps eight sites per municipality at a small fraction", () => {
  const schools = planSchools(municipalities, 1, { fraction: 0.1 });
  expect(schools.length).toBe(13 * 8);
  const pupils = schools.reduce((sum, one) => sum + 10 * one.pupilsPerGrade, 0);
  expect(pupils).toBeCloseTo(8000, 6);
});

test("planSchools() refuses a fraction of zero", () => {
  expect(() => planSchools(municipalities, 1, { fraction: 0 })).toThrow(
    new RangeError(
      "Cannot plan schools: fraction 0 is not above 0 and at most 1",
    ),
  );
});

test("inventSchoolName() never repeats a name", () => {
  const names = Array.from({ length: 700 }, (_, k) => inventSchoolName(k));
  expect(new Set(names).size).toBe(700);
  expect(names[0]).toBe("Blyantbækskolen");
});
