import {
  type Codebook,
  itemsOfGroup,
  programmeById,
  type ProgrammeSpec,
  type RespondentGroup,
  type RespondentGroupInfo,
} from "#lib/codebook/mod.ts";
import {
  BackgroundReader,
  type RollBackground,
  unknownBackground,
} from "./background_reader.ts";
import { type Classes, toClasses } from "./class_table.ts";
import { DataFolder } from "./data_folder.ts";
import { KeyTable } from "./key_table.ts";
import { readProgrammeFile } from "./programme_file.ts";
import { readIntensity, readNational } from "./optional_files.ts";
import { QuarantineLog } from "./quarantine_log.ts";
import { readAnswerFile, type WaveAnswers } from "./read_answer_file.ts";
import { readPupilRoll } from "./read_pupil_roll.ts";
import { readSchools } from "./read_schools.ts";
import { readStaffRoll } from "./read_staff_roll.ts";
import { type Roll, toRoll } from "./roll.ts";
import { toFrame } from "./to_frame.ts";
import type {
  Participation,
  ProgrammeData,
  ReadingNotes,
  RespondentFrame,
  SchoolTable,
} from "./types.ts";

/** Options for {@linkcode readProgramme}. */
export interface ReadProgrammeOptions {
  /**
   * Largest share of a file's rows that may be set aside; three rows always may.
   * @default {0.01}
   */
  readonly maxQuarantinedShare?: number;
}

/** Sizes outside which a class is probably a slip in the roll. */
const USUAL_CLASS = { smallest: 10, largest: 35 };

/**
 * Reads a programme's data folder to typed, checked columns.
 *
 * Answers are joined to the rolls, turned so that high means much, weighted
 * for non-response and sorted; the result does not depend on the order of rows
 * in the files. A home's background comes from the parent sheet of the same
 * wave. What cannot be right is set aside and counted.
 *
 * @param folder Folder with `programme.json`, the rolls and the answers.
 * @param codebook The checked instrument.
 * @param programmeId Which of the codebook's programmes the folder holds.
 * @throws {DataError} If a file or column is missing or unknown, a number
 * column holds text, or too much of a file would be set aside.
 */
export function readProgramme(
  folder: URL | string,
  codebook: Codebook,
  programmeId: ProgrammeSpec["id"],
  { maxQuarantinedShare = 0.01 }: ReadProgrammeOptions = {},
): ProgrammeData {
  const programme = programmeById(codebook, programmeId);
  const files = new DataFolder(folder, new QuarantineLog(maxQuarantinedShare));
  const { synthetic } = readProgrammeFile(files, programme);
  const { table: schools, keys } = readSchools(files, codebook, programme);
  const groups = codebook.groups.filter((group) =>
    itemsOfGroup(codebook, group.id, { programme }).length > 0
  );
  const source: Source = {
    files,
    codebook,
    programme,
    schools,
    schoolKeys: keys,
  };
  const pupils = readPupils(source);
  const read = [
    ...readGroups(source, groups.filter((g) => g.roll === "pupils"), pupils),
    ...readStaff(source, groups.filter((g) => g.roll === "staff")),
  ];
  return {
    codebook,
    programme,
    schools,
    classes: pupils.classes.table,
    frames: new Map(groups.map(({ id }) => [id, pick(read, id).frame])),
    participation: groups.map(({ id }) => pick(read, id).participation),
    intensity: readIntensity(files, keys),
    national: readNational(files, codebook),
    quarantine: files.quarantine.entries,
    answersRead: total(read, "answersRead"),
    notes: toNotes(read, pupils.classes),
    digest: files.digest(),
    synthetic,
  };
}

interface Source {
  readonly files: DataFolder;
  readonly codebook: Codebook;
  readonly programme: ProgrammeSpec;
  readonly schools: SchoolTable;
  readonly schoolKeys: KeyTable;
}

interface People {
  readonly persons: KeyTable;
  readonly rolls: readonly Roll[];
}

interface GroupReading {
  readonly id: RespondentGroup;
  readonly frame: RespondentFrame;
  readonly participation: Participation;
  readonly answersRead: number;
  readonly dontKnow: number;
  readonly blankSheets: number;
}

function readPupils(source: Source): People & { readonly classes: Classes } {
  const { files: folder, schoolKeys, programme, schools } = source;
  const persons = new KeyTable();
  const labels = new KeyTable();
  const context = { folder, schools: schoolKeys, persons };
  const raw = programme.waves.map((wave) =>
    readPupilRoll(context, { wave, labels })
  );
  const classes = toClasses(raw, {
    labels: labels.keys(),
    schools: schools.ids,
  });
  const ranks = persons.ranks();
  const rolls = raw.map((roll, wave) =>
    toRoll(roll, { ranks, classOfRow: classes.classOfRow[wave]! })
  );
  return { persons, rolls, classes };
}

function readStaff(
  source: Source,
  groups: readonly RespondentGroupInfo[],
): GroupReading[] {
  if (groups.length === 0) return [];
  const { files: folder, schoolKeys, programme } = source;
  const persons = new KeyTable();
  const context = { folder, schools: schoolKeys, persons };
  const raw = programme.waves.map((wave) => readStaffRoll(context, wave));
  const ranks = persons.ranks();
  const rolls = raw.map((roll) => toRoll(roll, { ranks }));
  return readGroups(source, groups, { persons, rolls });
}

/** Reads all answer files of groups that share a roll. */
function readGroups(
  source: Source,
  groups: readonly RespondentGroupInfo[],
  people: People,
): GroupReading[] {
  const backgrounds = people.rolls.map((roll) =>
    unknownBackground(roll.rows, source.codebook.background.components.length)
  );
  // Parents first: their sheets give the background of every frame of pupils.
  const parentsFirst = groups.toSorted((a, b) =>
    Number(b.id === "parents") - Number(a.id === "parents")
  );
  return parentsFirst.map((group) =>
    readGroup(source, group, { people, backgrounds })
  );
}

function readGroup(
  { files, codebook, programme, schools }: Source,
  group: RespondentGroupInfo,
  { people, backgrounds }: {
    readonly people: People;
    readonly backgrounds: readonly RollBackground[];
  },
): GroupReading {
  const raters = new KeyTable();
  const backgroundReader = new BackgroundReader(codebook.background);
  const waves: WaveAnswers[] = programme.waves.map((wave, w) =>
    readAnswerFile(files, {
      codebook,
      group,
      wave,
      items: itemsOfGroup(codebook, group.id, { wave, programme }),
      roll: people.rolls[w]!,
      persons: people.persons,
      raters,
      background: backgrounds[w]!,
      backgroundReader,
    })
  );
  return {
    id: group.id,
    ...toFrame({
      group,
      items: itemsOfGroup(codebook, group.id, { programme })
        .filter((i) => i.waves.some((wave) => programme.waves.includes(wave))),
      schools,
      waves,
      backgrounds: group.roll === "pupils" ? backgrounds : null,
      raterRanks: raters.ranks(),
    }),
    answersRead: total(waves, "answersRead"),
    dontKnow: total(waves, "dontKnow"),
    blankSheets: total(waves, "blankSheets"),
  };
}

function pick(
  read: readonly GroupReading[],
  id: RespondentGroup,
): GroupReading {
  return read.find((group) => group.id === id)!;
}

type Counted = "answersRead" | "dontKnow" | "blankSheets";

function total(
  parts: readonly Readonly<Record<Counted, number>>[],
  field: Counted,
): number {
  return parts.reduce((sum, part) => sum + part[field], 0);
}

function toNotes(
  read: readonly GroupReading[],
  { size }: Classes,
): ReadingNotes {
  return {
    dontKnow: total(read, "dontKnow"),
    blankSheets: total(read, "blankSheets"),
    smallClasses: size.filter((n) => n < USUAL_CLASS.smallest).length,
    largeClasses: size.filter((n) => n > USUAL_CLASS.largest).length,
  };
}
