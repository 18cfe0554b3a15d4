import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import {
  type Codebook,
  codebookDigest,
  findMunicipality,
  groupById,
  itemsInWave,
  itemsOfGroup,
  loadCodebook,
  maxScore,
  programmeById,
  scaleById,
} from "#lib/codebook/mod.ts";

const SAMPLE = new URL("../../data-samples/codebook/", import.meta.url);
const codebook = loadCodebook();

/** A copy of the sample codebook that goes when the test ends. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), "codebook-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(SAMPLE, folder, { recursive: true });
  return folder;
}

/** Loads a copy in which one text was replaced. */
function changed(file: string, from: string, to: string): Codebook {
  const folder = copied();
  const text = readFileSync(join(folder, file), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
  return loadCodebook(folder);
}

test("loadCodebook() reads the sample instrument", () => {
  expect(codebook.scales).toHaveLength(45);
  const perGroup = codebook.groups.map((g) =>
    codebook.scales.filter((s) => s.group === g.id).length
  );
  expect(perGroup).toEqual([5, 13, 6, 6, 9, 4, 2]);
  expect(codebook.municipalities).toHaveLength(14);
  expect(programmeById(codebook, "program-for-laeringsledelse").municipalities)
    .toHaveLength(13);
  expect(codebook.programmes.map((p) => p.primaryScale)).toEqual([
    undefined,
    "e4_feedback",
  ]);
  expect(codebook.note).toContain("projektets eget");
});

test("loadCodebook() accepts a path, a URL and a URL without end slash", () => {
  const url = new URL(SAMPLE.href.slice(0, -1));
  expect(loadCodebook(url)).toEqual(codebook);
  expect(loadCodebook(SAMPLE.pathname)).toEqual(codebook);
});

test("loadCodebook() fills in what items take from their scale", () => {
  const [first] = scaleById(codebook, "fo_tillid").items;
  expect(first).toEqual({
    id: "fo_tillid_1",
    text: "Jeg har tillid til, at skolen vil mit barn det bedste.",
    answerSet: "enighed5_ved_ikke",
    reversed: false,
    waves: [2015, 2017, 2019],
  });
});

test("the sample instrument keeps four common items in every pair of waves", () => {
  for (const programme of codebook.programmes) {
    const { waves, scales } = programme;
    for (const id of scales) {
      const common = scaleById(codebook, id).items.filter((item) =>
        waves.every((wave) => item.waves.includes(wave))
      );
      expect(common.length, id).toBeGreaterThanOrEqual(4);
    }
  }
});

test("the sample instrument changes items between waves in a third of scales", () => {
  const changing = codebook.scales.filter((scale) =>
    itemsInWave(scale, 2015).length !== scale.items.length ||
    itemsInWave(scale, 2017).length !== scale.items.length
  );
  expect(changing.length).toBeGreaterThanOrEqual(15);
});

test("the sample instrument words every item once", () => {
  const texts = codebook.scales.flatMap((s) => s.items.map((i) => i.text));
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.length).toBeGreaterThan(230);
});

test("loadCodebook() throws when a file is missing", () => {
  const folder = copied();
  rmSync(join(folder, "criteria.json"));
  expect(() => loadCodebook(pathToFileURL(folder))).toThrow(RangeError);
  expect(() => loadCodebook(folder)).toThrow(
    /^Cannot read codebook "criteria.json": no such file in /,
  );
});

test("loadCodebook() throws at text that is not JSON", () => {
  const action = () => changed("criteria.json", "{", "{,");
  expect(action).toThrow(SyntaxError);
  expect(action).toThrow('Cannot read codebook "criteria.json": ');
});

test.each([
  ["scales/parents.json", '"fo_tillid_2"', "7", "scales.0.items.1.id"],
  ["scales/parents.json", '"kind"', '"sort"', "scales.0.kind"],
  ["scales/parents.json", '"kind"', '"extra": 1, "kind"', "scales.0"],
  ["municipalities.json", '"0530"', '"530"', "municipalities.0.code"],
  [
    "instrument.json",
    '"Nej", "Lidt", "Ja"',
    '"Nej"',
    "answerSets.0.categories",
  ],
  ["background.json", '"weight": 1', '"weight": 0', "components.0.weight"],
])(
  "loadCodebook() throws at a wrong field in %s: %s",
  (file, from, to, field) => {
    const action = () => changed(file, from, to);
    expect(action).toThrow(TypeError);
    expect(action).toThrow(`Cannot read codebook "${file}": `);
    expect(action).toThrow(field);
  },
);

test.each([
  [
    "scales/parents.json",
    '"fo_tillid_2"',
    '"fo_tillid_1"',
    'item: "fo_tillid_1" occurs twice, expected unique ids',
  ],
  [
    "scales/parents.json",
    '"answerSet": "enighed5_ved_ikke"',
    '"answerSet": "enighed7"',
    'item "fo_tillid_1": answer set "enighed7", expected one of ja_lidt_nej3',
  ],
  [
    "scales/parents.json",
    "[2015, 2017, 2019]",
    "[2015, 2017, 2021]",
    'item "fo_tillid_1": wave 2021, expected one of 2015, 2017, 2019, 2018, 2020',
  ],
  [
    "scales/parents.json",
    "[2015, 2017, 2019]",
    "[2015, 2017]",
    'scale "fo_tillid" without items in 2019',
  ],
  [
    "instrument.json",
    '"dontKnowCode": 9',
    '"dontKnowCode": 5',
    '"don\'t know" code 5, expected a code outside 1 to 5',
  ],
  [
    "instrument.json",
    '"id": "nogle_gange3"',
    '"id": "ja_lidt_nej3"',
    'answer set "ja_lidt_nej3" occurs twice',
  ],
  [
    "instrument.json",
    '"grades": [0, 3]',
    '"grades": [3, 0]',
    'group "pupils-0-3": grades 3 to 0',
  ],
  [
    "instrument.json",
    '"grades": [0, 3]',
    '"roles": [1]',
    'group "pupils-0-3": no grades',
  ],
  [
    "scales/tests.json",
    '"id": "pr_laesning_7"',
    '"reversed": true, "id": "pr_laesning_7"',
    'scale "pr_laesning": a reversed test item',
  ],
  [
    "criteria.json",
    '"fo_tillid"',
    '"fo_ukendt"',
    'criterion "trust": scale "fo_ukendt"',
  ],
  ["criteria.json", '"to": 2017', '"to": 2018', "wave 2018"],
  ["criteria.json", '"from": 2015', '"from": 2017', "waves 2017, 2017"],
  [
    "programmes.json",
    '"aalborg"',
    '"aarhus"',
    'municipality "aarhus", expected one of the municipalities',
  ],
  [
    "programmes.json",
    '"primaryScale": "e4_feedback"',
    '"primaryScale": "e4_mobning"',
    'primary scale "e4_mobning", expected one of the programme\'s scales',
  ],
  ["programmes.json", "[2018, 2020]", "[2020, 2018]", "increasing years"],
  ["background.json", '"6": 17', '"7": 17', "no value for code 6"],
  ["background.json", "[5, 6]", "[5]", "each of 1, 2, 3, 4, 5, 6 once"],
])(
  "loadCodebook() throws at a contradiction in %s: %s",
  (file, from, to, message) => {
    const action = () => changed(file, from, to);
    expect(action).toThrow(RangeError);
    expect(action).toThrow("Cannot use codebook: ");
    expect(action).toThrow(message);
  },
);

test("scaleById(), groupById() and programmeById() throw at unknown ids", () => {
  expect(() => scaleById(codebook, "x")).toThrow(
    'Cannot find scale: "x" is not one of e0_trivsel, ',
  );
  expect(() => groupById(codebook, "x")).toThrow(
    'Cannot find respondent group: "x" is not one of pupils-0-3, ',
  );
  expect(() => programmeById(codebook, "x")).toThrow(
    'Cannot find programme: "x" is not one of program-for-laeringsledelse, ',
  );
});

test("itemsOfGroup() keeps to wave and programme", () => {
  const lottery = programmeById(codebook, "ledelse-for-oeget-laering");
  const ids = itemsOfGroup(codebook, "pupils-4-9", {
    wave: 2018,
    programme: lottery,
  }).map((item) => item.id);
  expect(ids).toContain("e4_skoletrivsel_6");
  expect(ids).not.toContain("e4_faglig_trivsel_6");
  expect(ids.some((id) => id.startsWith("e4_mobning"))).toBe(false);
  expect(itemsOfGroup(codebook, "leaders")).toHaveLength(21);
  expect(itemsOfGroup(codebook, "leaders", { wave: 2015 })).toHaveLength(20);
});

test("maxScore() is the number of categories less one", () => {
  const [first] = scaleById(codebook, "e0_trivsel").items;
  expect(maxScore(codebook, first!)).toBe(2);
  expect(maxScore(codebook, scaleById(codebook, "pr_laesning").items[0]!))
    .toBe(1);
  expect(() => maxScore(codebook, { ...first!, answerSet: "x" })).toThrow(
    'Cannot score item "e0_trivsel_1": answer set "x" is not one of ',
  );
});

test.each([
  ["holbaek", "holbaek"],
  ["Holbæk", "holbaek"],
  ["HOLBÆK KOMMUNE", "holbaek"],
  ["Holbæks", "holbaek"],
  ["0316", "holbaek"],
  ["316", "holbaek"],
  ["Nordfyn", "nordfyns"],
  ["Nordfyns Kommune", "nordfyns"],
  ["vesthimmerland", "vesthimmerlands"],
  ["Ålborg", "aalborg"],
  ["A\u030alborg", "aalborg"],
  [" Horsens' ", "horsens"],
])("findMunicipality() finds %s", (name, id) => {
  expect(findMunicipality(codebook, name).id).toBe(id);
});

test("findMunicipality() throws at a name nobody has", () => {
  expect(() => findMunicipality(codebook, "Aarhus")).toThrow(
    'Cannot find municipality: "Aarhus" is not one of billund, ',
  );
});

test("codebookDigest() changes with a word and not with the order of fields", () => {
  const digest = codebookDigest(codebook);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  const turned = Object.fromEntries(Object.entries(codebook).toReversed());
  expect(codebookDigest(turned as unknown as Codebook)).toBe(digest);
  const other = changed(
    "scales/parents.json",
    "vil mit barn",
    "vil vores barn",
  );
  expect(codebookDigest(other)).not.toBe(digest);
});
