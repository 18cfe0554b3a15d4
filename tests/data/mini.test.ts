import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  type Codebook,
  type Item,
  itemsOfGroup,
  loadCodebook,
  type RespondentGroupInfo,
} from "#lib/codebook/mod.ts";
import { type ProgrammeData, readProgramme } from "#lib/data/mod.ts";

const MINI = new URL("../../data-samples/mini/", import.meta.url);
const PROGRAMME = "program-for-laeringsledelse";
// The extract is written by the simulator; a checkout without it has nothing to read.

type Sheet = Readonly<Record<string, string>>;

/** Reads a CSV file the slow and obvious way. */
function sheets(name: string): Sheet[] {
  const text = readFileSync(new URL(name, MINI), "utf8");
  const [header = "", ...lines] = text.trimEnd().split("\n");
  const columns = header.split(";");
  return lines.map((line) => {
    const cells = line.split(";");
    return Object.fromEntries(columns.map((c, k) => [c, cells[k] ?? ""]));
  });
}

/** Category of a cell as the codebook says. */
function categoryOf(codebook: Codebook, item: Item, cell: string): number {
  const set = codebook.answerSets[item.answerSet]!;
  if (cell === "" || Number(cell) === set.dontKnowCode) return -1;
  const category = Number(cell) - set.firstCode;
  return item.reversed ? set.categories.length - 1 - category : category;
}

/** Answers of a group by "wave key", worked out without the library's reader. */
function expectedAnswers(
  codebook: Codebook,
  group: RespondentGroupInfo,
): Map<string, number[]> {
  const { waves } = codebook.programmes.find((p) => p.id === PROGRAMME)!;
  const key = group.roll === "pupils" ? "elev" : "person";
  return new Map(
    waves.flatMap((wave) =>
      sheets(`svar_${group.fileStem}_${wave}.csv`).map((sheet) => [
        `${wave} ${sheet[key]}`,
        itemsOfGroup(codebook, group.id).map((item) =>
          categoryOf(codebook, item, sheet[item.id] ?? "")
        ),
      ])
    ),
  );
}

/** The same from the frame; persons are the ranks of the keys on the rolls. */
function readAnswers(
  data: ProgrammeData,
  group: RespondentGroupInfo,
): Map<string, number[]> {
  const isPupils = group.roll === "pupils";
  const stem = isPupils ? "elever" : "personale";
  const column = isPupils ? "elev" : "person";
  const { waves } = data.programme;
  const keys = [
    ...new Set(
      waves.flatMap((w) => sheets(`${stem}_${w}.csv`).map((s) => s[column]!)),
    ),
  ].sort();
  const frame = data.frames.get(group.id)!;
  const columns = itemsOfGroup(data.codebook, group.id)
    .map((item) => frame.answers.get(item.id)!);
  return new Map(
    Array.from({ length: frame.rows }, (_, row) => [
      `${waves[frame.wave[row]!]} ${keys[frame.person[row]!]}`,
      columns.map((values) => values[row]!),
    ]),
  );
}

test(
  "readProgramme() reads the small sample as a naive reader does",
  () => {
    const codebook = loadCodebook();
    const data = readProgramme(MINI, codebook, PROGRAMME);
    expect(data.quarantine).toEqual([]);
    expect(data.synthetic).toBe(true);
    for (const group of codebook.groups) {
      const expected = expectedAnswers(codebook, group);
      const found = readAnswers(data, group);
      expect(found.size, group.id).toBe(expected.size);
      for (const [person, answers] of expected) {
        expect(found.get(person), `${group.id} ${person}`).toEqual(answers);
      }
    }
  },
);

test(
  "readProgramme() weights the small sample to mean 1 in each wave and group",
  () => {
    const data = readProgramme(MINI, loadCodebook(), PROGRAMME);
    for (const { group, wave, weight } of data.frames.values()) {
      for (const w of [0, 1, 2]) {
        const own = weight.filter((_, row) => wave[row] === w);
        const mean = own.reduce((a, b) => a + b, 0) / own.length;
        expect(mean, group).toBeCloseTo(1, 10);
      }
    }
  },
);
