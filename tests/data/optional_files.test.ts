import { expect, test } from "vitest";
import { DataError, type ProgrammeData, readProgramme } from "#lib/data/mod.ts";
import { tinyCodebook, tinyFiles, writeTiny } from "./tiny_programme.ts";

function read(more: Record<string, string[]>): ProgrammeData {
  return readProgramme(
    writeTiny({ ...tinyFiles(), ...more }),
    tinyCodebook(),
    "program-for-laeringsledelse",
  );
}

test("readProgramme() does without the optional files", () => {
  const { intensity, national } = read({});
  expect(intensity).toBeNull();
  expect(national).toEqual([]);
});

test("readProgramme() reads participation by school, NaN where a school is not named", () => {
  const { schools, intensity } = read({
    "deltagelse.csv": ["skole;intensitet", "0316-01;0,25"],
  });
  expect([...intensity!]).toEqual(
    schools.ids.map((id) => id === "0316-01" ? 0.25 : NaN),
  );
});

test("readProgramme() reads the country's means and changes the digest", () => {
  const header = "skala;aar;middelvaerdi;standardfejl;samme_skala";
  const without = read({}).digest;
  const data = read({
    "landsudvikling.csv": [header, "e;2015;500;1.5;1", "e;2017;503,5;1.2;0"],
  });
  expect(data.national).toEqual([
    { scale: "e", wave: 2015, mean: 500, standardError: 1.5, sameScale: true },
    {
      scale: "e",
      wave: 2017,
      mean: 503.5,
      standardError: 1.2,
      sameScale: false,
    },
  ]);
  expect(data.digest).not.toBe(without);
});

test("readProgramme() names what is wrong in the optional files", () => {
  const header = "skala;aar;middelvaerdi;standardfejl;samme_skala";
  const cases: readonly [string, string[], string][] = [
    [
      "deltagelse.csv",
      ["skole;intensitet", "0530-01;1.2"],
      'value "1.2" in line 2, column intensitet is not a number from 0 to 1',
    ],
    [
      "deltagelse.csv",
      ["skole;intensitet", "0530-01;"],
      'value "" in line 2, column intensitet is not a number from 0 to 1',
    ],
    [
      "deltagelse.csv",
      ["skole;intensitet", "0530-01;1", "0530-01;0"],
      'value "0530-01" in line 3, column skole is not named only once',
    ],
    [
      "deltagelse.csv",
      ["skole;intensitet", "X;1"],
      'value "X" in line 2, column skole is not a school of skoler.csv',
    ],
    [
      "landsudvikling.csv",
      [header, "q;2015;1;1;1"],
      'value "q" in line 2, column skala is not a scale of the codebook',
    ],
    [
      "landsudvikling.csv",
      [header, "e;2015;500;-1;1"],
      'value "-1" in line 2, column standardfejl is not a number of 0 or more',
    ],
    [
      "landsudvikling.csv",
      [header, "e;2015;500;1;ja"],
      'value "ja" in line 2, column samme_skala is not 0 or 1',
    ],
  ];
  for (const [file, lines, problem] of cases) {
    const action = (): ProgrammeData => read({ [file]: lines });
    expect(action, problem).toThrow(DataError);
    expect(action).toThrow(`Cannot read "${file}": ${problem}`);
  }
});
