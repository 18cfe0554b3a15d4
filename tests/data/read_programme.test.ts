import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  DataError,
  type ProgrammeData,
  readProgramme,
  type RespondentFrame,
} from "#lib/data/mod.ts";
import {
  tinyCodebook,
  type TinyFiles,
  tinyFiles,
  writeTiny,
} from "./tiny_programme.ts";

const PROGRAMME = "program-for-laeringsledelse";

function read(files: TinyFiles = tinyFiles()): ProgrammeData {
  return readProgramme(writeTiny(files), tinyCodebook(), PROGRAMME);
}

function frame(data: ProgrammeData, group = "pupils-4-9"): RespondentFrame {
  return data.frames.get(group as RespondentFrame["group"])!;
}

function caught(action: () => unknown): DataError {
  try {
    action();
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("readProgramme() gives the frame worked out by hand", () => {
  const {
    wave,
    school,
    municipality,
    grade,
    gender,
    person,
    classIndex,
    rows,
  } = frame(read());
  // Sorted by wave, school (order of skoler.csv), class, person.
  // 2015: E2 (Billund 4.B), E3 (Billund 7.A), E1 (Holbæk); 2017: E1, E2.
  expect(rows).toBe(5);
  expect([...wave]).toEqual([0, 0, 0, 1, 1]);
  expect([...school]).toEqual([0, 0, 1, 1, 1]);
  expect([...municipality]).toEqual([0, 0, 1, 1, 1]);
  expect([...grade]).toEqual([4, 7, 4, 6, 6]);
  expect([...gender]).toEqual([1, 1, 0, 0, 1]);
  // Keys in order: E1, E2, E3, E4, E9.
  expect([...person]).toEqual([1, 2, 0, 0, 1]);
  expect([...classIndex]).toEqual([1, 2, 3, 5, 5]);
});

test("readProgramme() reverses items and reads don't know as missing", () => {
  const data = read();
  const { answers } = frame(data);
  // E2's 9 is "ved ikke"; e_2 is reversed: code 1 → 3, 2 → 2, 4 → 0, 3 → 1.
  expect([...answers.get("e_1")!]).toEqual([-1, 3, 0, 2, 1]);
  expect([...answers.get("e_2")!]).toEqual([-1, 2, 3, 1, 0]);
  expect(data.notes.dontKnow).toBe(1);
});

test("readProgramme() leaves items missing in waves without them", () => {
  const { answers } = frame(read());
  expect([...answers.get("e_3")!]).toEqual([-1, -1, -1, 3, 0]);
  expect([...answers.get("e_4")!]).toEqual([-1, 2, -1, -1, -1]);
});

test("readProgramme() makes the classes of each wave", () => {
  const { classes } = read();
  expect(classes.ids).toEqual([
    "0530-01 0.A",
    "0530-01 4.B",
    "0530-01 7.A",
    "0316-01 4.A",
    "0530-01 4.A",
    "0316-01 6.A",
  ]);
  expect(classes.labels[2]).toBe("7.A");
  expect([...classes.wave]).toEqual([0, 0, 0, 0, 1, 1]);
  expect([...classes.school]).toEqual([0, 0, 0, 1, 0, 1]);
  expect([...classes.grade]).toEqual([0, 4, 7, 4, 4, 6]);
});

test("readProgramme() links a pupil over waves and groups by one number", () => {
  const data = read();
  const inTeachers = frame(data, "class-teachers");
  expect([...inTeachers.person]).toEqual([4, 0, 0, 1]);
  expect([...inTeachers.wave]).toEqual([0, 0, 1, 1]);
  // Raters in order: L2, L7; the last sheet names none.
  expect([...inTeachers.rater]).toEqual([0, 1, 1, -1]);
});

test("readProgramme() joins the parents' background of the same wave", () => {
  const { background, education } = frame(read());
  // E1 2015: education max(10, 16) → z 2, occupation 70 → z 1, books unknown:
  // (2·2 + 1·1) · 4/3 / 4 = 5/3. E1 2017: z −1, −1, −1 → (−2 −1 −1)/4 = −1.
  expect(background[2]).toBeCloseTo(5 / 3, 12);
  expect(background[3]).toBeCloseTo(-1, 12);
  // E2 2015: education alone; E3: no education; E2 2017: no sheet.
  expect([background[0], background[1], background[4]]).toEqual([
    NaN,
    NaN,
    NaN,
  ]);
  expect([...education]).toEqual([1, -1, 2, 0, -1]);
});

test("readProgramme() keeps staff apart from leaders by role", () => {
  const staff = frame(read(), "staff");
  expect([...staff.person]).toEqual([0, 1, 0]);
  expect([...staff.role]).toEqual([0, 1, 0]);
  expect([...staff.classIndex]).toEqual([-1, -1, -1]);
  expect([...staff.background]).toEqual([NaN, NaN, NaN]);
});

test("readProgramme() counts invited and answered by wave and school", () => {
  const { participation } = read();
  const pupils = participation.find((p) => p.group === "pupils-4-9")!;
  // Grade 0 (E9) is not invited; E4 of 2017 did not answer.
  expect([...pupils.invited]).toEqual([2, 1, 1, 2]);
  expect([...pupils.answered]).toEqual([2, 1, 0, 2]);
  const staff = participation.find((p) => p.group === "staff")!;
  expect([...staff.invited]).toEqual([2, 0, 0, 1]);
});

test("readProgramme() counts answers that are not blank", () => {
  // Pupils 6 + 6, class teachers 2 + 2, parents 3 + 1, staff 2 + 1.
  expect(read().answersRead).toBe(23);
});

test("readProgramme() puts all numeric columns over shared memory", () => {
  const data = read();
  const { answers, weight, person } = frame(data);
  for (const column of [answers.get("e_1")!, weight, person]) {
    expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
  }
  expect(data.synthetic).toBe(true);
});

test("readProgramme() does not depend on the order of rows", () => {
  const files = tinyFiles();
  const turned = Object.fromEntries(
    Object.entries(files).map(([name, [header = "", ...rows]]) =>
      name === "skoler.csv" || name === "programme.json"
        ? [name, [header, ...rows]]
        : [name, [header, ...rows.toReversed()]]
    ),
  );
  const [a, b] = [read(files), read(turned)];
  expect(b.frames).toEqual(a.frames);
  expect(b.classes).toEqual(a.classes);
  expect(b.digest).not.toBe(a.digest);
});

test("readProgramme() reads CRLF, a byte order mark, commas and quotes alike", () => {
  const plain = read();
  const files = tinyFiles();
  for (const [name, lines] of Object.entries(files)) {
    if (!name.endsWith(".csv")) continue;
    files[name] = lines.map((line) => line.replaceAll(";", ","));
    files[name][0] = `\ufeff${files[name][0]}`;
  }
  files["skoler.csv"]![1] = '"0530-01",530,"Ådalskolen, ""Nord"""';
  files["svar_elever_4_9_2015.csv"]![1] = '"E1","1", 1 ,';
  const folder = writeTiny(files, { lineEnd: "\r\n" });
  const other = readProgramme(folder, tinyCodebook(), PROGRAMME);
  expect(other.frames).toEqual(plain.frames);
  expect(other.schools.names[0]).toBe('Ådalskolen, "Nord"');
  expect(other.quarantine).toEqual([]);
});

test("readProgramme() accepts columns in another order", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"] = [
    "e_2;e_4;e_1;elev",
    "1;;1;E1",
    "2;3;4;E3",
    ";;9;E2",
  ];
  expect(frame(read(files)).answers).toEqual(frame(read()).answers);
});

test("readProgramme() gives the same digest for the same files only", () => {
  const files = tinyFiles();
  const digest = read(files).digest;
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(read(files).digest).toBe(digest);
  files["svar_elever_4_9_2015.csv"]![1] = "E1;2;1;";
  expect(read(files).digest).not.toBe(digest);
});

test("readProgramme() does not count a blank sheet as answered", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2017.csv"]!.push("E4;;;", "");
  const data = read(files);
  expect(frame(data).rows).toBe(5);
  expect(data.notes.blankSheets).toBe(1);
});

test("readProgramme() counts unusually small and large classes", () => {
  const files = tinyFiles();
  for (let k = 0; k < 36; k++) {
    files["elever_2015.csv"]!.push(`F${k};0316-01;5.A;5;1`);
  }
  const { notes } = read(files);
  expect(notes).toMatchObject({ smallClasses: 6, largeClasses: 1 });
});

test("readProgramme() sets a code outside the categories aside", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"]![2] = "E3;7;2;3";
  const data = read(files);
  expect(frame(data).answers.get("e_1")![1]).toBe(-1);
  expect(frame(data).answers.get("e_2")![1]).toBe(2);
  expect(data.quarantine).toEqual([{
    file: "svar_elever_4_9_2015.csv",
    line: 3,
    column: "e_1",
    value: "7",
    reason: "not one of 1, 2, 3, 4, 9",
  }]);
});

test.each([
  ["123", "not one of 1, 2, 3, 4, 9"],
  ["-1", "not one of 1, 2, 3, 4, 9"],
  ["0", "not one of 1, 2, 3, 4, 9"],
])("readProgramme() sets the number %s aside", (value, reason) => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"]![1] = `E1;${value};1;`;
  const [entry] = read(files).quarantine;
  expect(entry).toMatchObject({ line: 2, column: "e_1", value, reason });
});

test("readProgramme() sets an answer to another grade's item aside", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"]![1] = "E1;1;1;2";
  const data = read(files);
  expect(data.quarantine[0]).toMatchObject({
    line: 2,
    column: "e_4",
    reason: "item is for grades 7 to 9",
  });
  expect(frame(data).answers.get("e_4")![2]).toBe(-1);
});

test.each([
  ["E1;4;4;", "key occurs twice in the file"],
  ["E77;4;4;", "not on the roll of 2015"],
  ["E9;4;4;", "not in the group pupils-4-9"],
])("readProgramme() sets the row %s aside", (line, reason) => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"]!.push(line);
  const data = read(files);
  expect(frame(data).rows).toBe(5);
  expect(frame(data).answers.get("e_1")![2]).toBe(0);
  expect(data.quarantine).toHaveLength(1);
  expect(data.quarantine[0]).toMatchObject({ line: 5, column: "elev", reason });
});

test.each([
  ["E5;0999-01;4.A;4;1", "skole", "school is not in skoler.csv"],
  [";0530-01;4.A;4;1", "elev", "no key"],
  ["E1;0530-01;4.A;4;1", "elev", "key occurs twice in the file"],
  ["E5;0530-01;4.A;4;5", "koen", "not one of 1, 2"],
  ["E5;0530-01;4.A;12;1", "klassetrin", "not one of 0 to 10"],
])("readProgramme() sets aside on the roll: %s", (line, column, reason) => {
  const files = tinyFiles();
  files["elever_2015.csv"]!.push(line);
  expect(read(files).quarantine).toMatchObject([
    { file: "elever_2015.csv", line: 6, column, reason },
  ]);
});

test.each([
  ["0851-01;0851;Andet", "municipality 0851 is not one of 0530, 0316"],
  ["0530-01;0530;Igen", "school occurs twice"],
  [";0530;Uden", "no school id"],
])("readProgramme() sets aside the school %s", (line, reason) => {
  const files = tinyFiles();
  files["skoler.csv"]!.push(line);
  const data = read(files);
  expect(data.schools.ids).toEqual(["0530-01", "0316-01"]);
  expect(data.quarantine).toMatchObject([{ line: 4, reason }]);
});

test("readProgramme() sets a background code outside its range aside", () => {
  const files = tinyFiles();
  files["svar_foraeldre_2015.csv"]![1] = "E1;1;3;95;;4";
  const data = read(files);
  expect(frame(data).background[2]).toBeNaN();
  expect(data.quarantine).toMatchObject([
    { column: "mor_stilling", value: "95", reason: "not one of 11 to 89" },
  ]);
});

test("readProgramme() refuses a file with too many rows set aside", () => {
  const files = tinyFiles();
  const rows = ["E70;1;1;", "E71;1;1;", "E72;1;1;"];
  files["svar_elever_4_9_2015.csv"]!.push(...rows);
  expect(read(files).quarantine).toHaveLength(3);
  files["svar_elever_4_9_2015.csv"]!.push("E73;1;1;");
  const error = caught(() => read(files));
  expect(error.message).toBe(
    'Cannot read "svar_elever_4_9_2015.csv": 4 of 7 rows set aside up to line 8, ' +
      'more than 1 %; the last one: value "E73" in column elev: not on the roll of 2015',
  );
  const folder = writeTiny(files);
  const options = { maxQuarantinedShare: 0.6 };
  const data = readProgramme(folder, tinyCodebook(), PROGRAMME, options);
  expect(data.quarantine).toHaveLength(4);
});

test("readProgramme() throws at text in a number column", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"]![2] = "E3;abc;2;3";
  const error = caught(() => read(files));
  expect(error.message).toBe(
    'Cannot read "svar_elever_4_9_2015.csv": value "abc" in line 3, ' +
      "column e_1 is not one of 1, 2, 3, 4, 9",
  );
  expect(error).toMatchObject({
    name: "DataError",
    file: "svar_elever_4_9_2015.csv",
    line: 3,
    column: "e_1",
    value: "abc",
  });
});

test.each([
  ["elever_2015.csv", "E3;0530-01;7.A;syv;2", "column klassetrin"],
  ["personale_2015.csv", "P1;0530-01;lærer", 'value "lærer"'],
  ["svar_foraeldre_2015.csv", "E1;1;3;læge;;4", "is not one of 11 to 89"],
])(
  "readProgramme() throws at text in a number column of %s",
  (name, line, part) => {
    const files = tinyFiles();
    files[name]![1] = line;
    expect(caught(() => read(files)).message).toContain(part);
  },
);

test("readProgramme() throws when a file is missing", () => {
  const files = tinyFiles();
  delete files["svar_personale_2017.csv"];
  const error = caught(() => read(files));
  expect(error.message).toMatch(
    /^Cannot read "svar_personale_2017.csv": no such file in .*tiny-programme/,
  );
  expect(error.line).toBeNull();
});

test("readProgramme() throws when a column is missing", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"] = ["elev;e_1;e_4", "E1;1;"];
  expect(caught(() => read(files))).toMatchObject({
    column: "e_2",
    message:
      'Cannot read "svar_elever_4_9_2015.csv": column "e_2" is missing in line 1, ' +
      "found elev, e_1, e_4",
  });
});

test("readProgramme() throws at a column the codebook does not know", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"]![0] = "elev;e_1;e_2;e_4x";
  expect(caught(() => read(files)).message).toBe(
    'Cannot read "svar_elever_4_9_2015.csv": column "e_4x" is not one of ' +
      "elev, e_1, e_2, e_4",
  );
});

test("readProgramme() throws at a column that occurs twice", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"]![0] = "elev;e_1;e_2;e_2";
  expect(caught(() => read(files)).message).toContain("occurs twice");
});

test("readProgramme() throws at a row with too few cells", () => {
  const files = tinyFiles();
  files["svar_elever_4_9_2015.csv"]![2] = "E3;4";
  expect(caught(() => read(files)).message).toBe(
    'Cannot read "svar_elever_4_9_2015.csv": line 3 has 2 cells, expected 4',
  );
});

test("readProgramme() throws at an unclosed quote", () => {
  const files = tinyFiles();
  files["skoler.csv"]![2] = '0316-01;0316;"Søndre';
  expect(caught(() => read(files)).message).toBe(
    'Cannot read "skoler.csv": quoted cell in line 3 does not end before the separator',
  );
});

test("readProgramme() throws at text that is not UTF-8", () => {
  const folder = writeTiny(tinyFiles());
  const latin = "skole;kommune;navn\n0530-01;0530;S\xf8ndre\n";
  writeFileSync(join(folder, "skoler.csv"), latin, "latin1");
  const error = caught(() => readProgramme(folder, tinyCodebook(), PROGRAMME));
  expect(error.message).toContain("line 2, cell 3 is not UTF-8");
});

test("readProgramme() throws at an empty file", () => {
  const folder = writeTiny(tinyFiles());
  writeFileSync(join(folder, "elever_2017.csv"), "");
  const error = caught(() => readProgramme(folder, tinyCodebook(), PROGRAMME));
  expect(error.message).toContain("the file is empty");
});

test.each([
  ['{"programme":"x","synthetic":true}', 'programme "x" is not'],
  ['{"programme":"program-for-laeringsledelse"}', "synthetic"],
  ["{", "JSON"],
])("readProgramme() throws at programme.json %s", (text, part) => {
  const files = tinyFiles();
  files["programme.json"] = [text];
  const error = caught(() => read(files));
  expect(error.message).toContain('Cannot read "programme.json": ');
  expect(error.message).toContain(part);
});

test("readProgramme() throws at an impossible quarantine limit", () => {
  const action = () =>
    readProgramme(writeTiny(tinyFiles()), tinyCodebook(), PROGRAMME, {
      maxQuarantinedShare: NaN,
    });
  expect(action).toThrow(RangeError);
  expect(action).toThrow("share NaN is not between 0 and 1");
});
