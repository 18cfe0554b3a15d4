import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Codebook, Item } from "#lib/codebook/mod.ts";

/** Content of the files of a tiny data folder, lines without line ends. */
export type TinyFiles = Record<string, string[]>;

function item(id: string, more: Partial<Item> = {}): Item {
  return {
    id,
    text: id,
    answerSet: "four",
    reversed: false,
    waves: [2015, 2017],
    ...more,
  };
}

/** A codebook of four groups with a handful of items, for two waves. */
export function tinyCodebook(): Codebook {
  const scale = {
    domain: "well-being",
    label: "x",
    highMeans: "x",
    teamQuestion: "x",
    kind: "rating",
  } as const;
  return {
    version: "tiny",
    note: "tiny",
    groups: [
      {
        id: "pupils-4-9",
        label: "Elever",
        fileStem: "elever_4_9",
        roll: "pupils",
        lowestLevel: "class",
        grades: [4, 9],
      },
      {
        id: "class-teachers",
        label: "Klasselærere",
        fileStem: "klasselaerere",
        roll: "pupils",
        lowestLevel: "class",
        grades: [0, 9],
      },
      {
        id: "parents",
        label: "Forældre",
        fileStem: "foraeldre",
        roll: "pupils",
        lowestLevel: "class",
        grades: [0, 9],
      },
      {
        id: "staff",
        label: "Personale",
        fileStem: "personale",
        roll: "staff",
        lowestLevel: "school",
        roles: [1, 2],
      },
    ],
    answerSets: {
      four: {
        id: "four",
        categories: ["a", "b", "c", "d"],
        firstCode: 1,
        dontKnowCode: 9,
      },
    },
    scales: [
      {
        ...scale,
        id: "e",
        group: "pupils-4-9",
        items: [
          item("e_1"),
          item("e_2", { reversed: true }),
          item("e_3", { waves: [2017] }),
          item("e_4", { waves: [2015], grades: [7, 9] }),
        ],
      },
      {
        ...scale,
        id: "kl",
        group: "class-teachers",
        items: [item("kl_1")],
      },
      { ...scale, id: "fo", group: "parents", items: [item("fo_1")] },
      { ...scale, id: "pe", group: "staff", items: [item("pe_1")] },
    ],
    municipalities: [
      municipality("billund", "0530"),
      municipality("holbaek", "0316"),
      municipality("aalborg", "0851"),
    ],
    background: {
      label: "Social baggrund",
      components: [
        {
          id: "education",
          label: "u",
          columns: ["mor_uddannelse", "far_uddannelse"],
          values: { "1": 10, "2": 12, "3": 16 },
          range: [1, 3],
          mean: 12,
          standardDeviation: 2,
          weight: 2,
        },
        {
          id: "occupation",
          label: "s",
          columns: ["mor_stilling"],
          values: null,
          range: [11, 89],
          mean: 50,
          standardDeviation: 20,
          weight: 1,
        },
        {
          id: "possessions",
          label: "b",
          columns: ["hjem_boeger"],
          values: null,
          range: [1, 5],
          mean: 3,
          standardDeviation: 1,
          weight: 1,
        },
      ],
      scale: 4,
      educationGroups: [
        { id: "low", label: "l", codes: [1] },
        { id: "middle", label: "m", codes: [2] },
        { id: "high", label: "h", codes: [3] },
      ],
    },
    criteria: [],
    programmes: [
      {
        id: "program-for-laeringsledelse",
        label: "p",
        waves: [2015, 2017],
        scales: ["e", "kl", "fo", "pe"],
        municipalities: ["billund", "holbaek"],
      },
    ],
  };
}

function municipality(id: string, code: string) {
  return { id, code, name: id, genitive: `${id}s`, aliases: [] };
}

/** A folder that fits {@linkcode tinyCodebook}; tests change what they test. */
export function tinyFiles(): TinyFiles {
  const parents =
    "elev;mor_uddannelse;far_uddannelse;mor_stilling;hjem_boeger;fo_1";
  return {
    "programme.json": [
      '{"programme":"program-for-laeringsledelse","synthetic":true}',
    ],
    "skoler.csv": [
      "skole;kommune;navn",
      "0530-01;0530;Ådalskolen",
      "0316-01;0316;Søndre Skole",
    ],
    "elever_2015.csv": [
      "elev;skole;klasse;klassetrin;koen",
      "E3;0530-01;7.A;7;2",
      "E1;0316-01;4.A;4;1",
      "E2;0530-01;4.B;4;2",
      "E9;0530-01;0.A;0;1",
    ],
    "elever_2017.csv": [
      "elev;skole;klasse;klassetrin;koen",
      "E1;0316-01;6.A;6;1",
      "E2;0316-01;6.A;6;2",
      "E4;0530-01;4.A;4;",
    ],
    "personale_2015.csv": [
      "person;skole;rolle",
      "P2;0530-01;2",
      "P1;0530-01;1",
      "P3;0316-01;3",
    ],
    "personale_2017.csv": ["person;skole;rolle", "P1;0316-01;1"],
    "svar_elever_4_9_2015.csv": [
      "elev;e_1;e_2;e_4",
      "E1;1;1;",
      "E3;4;2;3",
      "E2;9;;",
    ],
    "svar_elever_4_9_2017.csv": ["elev;e_1;e_2;e_3", "E2;2;4;1", "E1;3;3;4"],
    "svar_klasselaerere_2015.csv": ["elev;laerer;kl_1", "E1;L7;2", "E9;L2;3"],
    "svar_klasselaerere_2017.csv": ["elev;laerer;kl_1", "E1;L7;4", "E2;;1"],
    "svar_foraeldre_2015.csv": [
      parents,
      "E1;1;3;70;;4",
      "E2;2;;;;3",
      "E3;;;50;3;1",
    ],
    "svar_foraeldre_2017.csv": [parents, "E1;1;1;30;2;4"],
    "svar_personale_2015.csv": ["person;pe_1", "P1;4", "P2;3"],
    "svar_personale_2017.csv": ["person;pe_1", "P1;2"],
  };
}

/** Writes the files to a temporary folder that goes when the test ends. */
export function writeTiny(
  files: TinyFiles,
  { lineEnd = "\n" }: { readonly lineEnd?: string } = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), "tiny-programme-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(join(folder, name), lines.join(lineEnd) + lineEnd);
  }
  return folder;
}
