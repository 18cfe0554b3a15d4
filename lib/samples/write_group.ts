import type { RespondentGroupInfo } from "#lib/codebook/mod.ts";
import {
  type KeyColumn,
  type NumberColumn,
  PUPIL_KEY,
  STAFF_KEY,
  toAnswerBytes,
} from "./csv_bytes.ts";
import {
  drawGroup,
  type GroupAnswers,
  type WaveContext,
} from "./draw_group.ts";
import type { People } from "./people.ts";
import { ratersOf } from "./wave_rolls.ts";
import type { FileSink, World } from "./world.ts";

/** Background columns of the parents who answered. */
function backgroundColumns(
  { families, pupils }: World,
  people: People,
  rows: Int32Array,
): Uint8Array[] {
  return families.columns.map((_, column) =>
    Uint8Array.from(
      rows,
      (row) => families.codes[column * pupils.count + people.person[row]!]!,
    )
  );
}

/** Columns that only the sheets of class teachers have. */
function raterColumns(
  context: WaveContext,
  { people, rows }: GroupAnswers,
): Columns {
  const raters = ratersOf(context.rolls, context.world);
  const numbers = rows.map((row) => raters[people.classIndex[row]!]!);
  return { names: ["laerer"], keys: [{ letter: STAFF_KEY, numbers }] };
}

/** Columns that only the sheets of parents have. */
function parentColumns({ world }: WaveContext, sheet: GroupAnswers): Columns {
  return {
    names: world.families.columns,
    numbers: backgroundColumns(world, sheet.people, sheet.rows),
  };
}

/** Extra columns of an answer file between key and answers. */
interface Columns {
  readonly names?: readonly string[];
  readonly keys?: readonly KeyColumn[];
  readonly numbers?: readonly NumberColumn[];
}

/** Draws one group's answers in one wave and writes its file. */
export function writeGroup(
  group: RespondentGroupInfo,
  context: WaveContext,
  sink: FileSink,
): void {
  const sheet = drawGroup(group, context);
  const { people, rows, answers, ids } = sheet;
  const extra: Columns = group.id === "class-teachers"
    ? raterColumns(context, sheet)
    : group.id === "parents"
    ? parentColumns(context, sheet)
    : {};
  const isPupils = group.roll === "pupils";
  const key: KeyColumn = {
    letter: isPupils ? PUPIL_KEY : STAFF_KEY,
    numbers: rows.map((row) => people.person[row]!),
  };
  const bytes = toAnswerBytes({
    header: [isPupils ? "elev" : "person", ...extra.names ?? [], ...ids],
    rows: rows.length,
    keys: [key, ...extra.keys ?? []],
    numbers: extra.numbers ?? [],
    answers,
    items: ids.length,
  });
  sink(`svar_${group.fileStem}_${context.rolls.year}.csv`, bytes);
}
