import type { Item, RespondentGroupInfo } from "#lib/codebook/mod.ts";
import type { RollBackground } from "./background_reader.ts";
import {
  nonresponseWeights,
  type ResponseCounts,
  STRATA,
} from "./nonresponse_weights.ts";
import { wasInvited, type WaveAnswers } from "./read_answer_file.ts";
import {
  sharedFloat32,
  sharedFloat64,
  sharedInt32,
  sharedInt8,
  sharedUint16,
  sharedUint8,
} from "./shared_columns.ts";
import type { Participation, RespondentFrame, SchoolTable } from "./types.ts";

/** What {@linkcode toFrame} puts together. */
export interface FrameParts {
  readonly group: RespondentGroupInfo;
  /** Items of the group in any wave. */
  readonly items: readonly Item[];
  readonly schools: SchoolTable;
  readonly waves: readonly WaveAnswers[];
  /** Background by wave and row of the roll; absent for staff. */
  readonly backgrounds: readonly RollBackground[] | null;
  /** Rank of each rater in the table of raters. */
  readonly raterRanks: Int32Array;
}

/** A group's frame and its response by school. */
export interface FrameAndParticipation {
  readonly frame: RespondentFrame;
  readonly participation: Participation;
}

/**
 * Joins a group's waves to one frame with weights, one row per person and
 * wave who answered something.
 */
export function toFrame(parts: FrameParts): FrameAndParticipation {
  const { group, waves, schools } = parts;
  const rows = waves.reduce((total, wave) => total + wave.answeredRows, 0);
  const frame = emptyFrame(parts, rows);
  const cell = new Int32Array(rows);
  let to = 0;
  waves.forEach((answers, wave) => {
    const sources = answeredRows(answers);
    fillFrame(frame, parts, { wave, sources, to });
    sources.forEach((from, k) =>
      cell[to + k] = cellOf(parts, { wave, row: from })
    );
    to += sources.length;
  });
  const counts = countResponses(parts, cell);
  const weights = nonresponseWeights(counts, {
    cell,
    wave: frame.wave,
    waves: waves.length,
  });
  return {
    frame: { ...frame, weight: weights },
    participation: {
      group: group.id,
      ...overStrata(counts, waves.length * schools.ids.length),
    },
  };
}

function answeredRows(
  { answered, answeredRows: rows }: WaveAnswers,
): Int32Array {
  const sources = new Int32Array(rows);
  let k = 0;
  for (let row = 0; row < answered.length; row++) {
    if (answered[row]) sources[k++] = row;
  }
  return sources;
}

function emptyFrame(
  { group, items, backgrounds }: FrameParts,
  rows: number,
): RespondentFrame {
  return {
    group: group.id,
    rows,
    wave: sharedUint8(rows),
    municipality: sharedUint8(rows),
    school: sharedUint16(rows),
    classIndex: sharedInt32(rows, -1),
    grade: sharedInt8(rows, -1),
    gender: sharedInt8(rows, -1),
    person: sharedInt32(rows, -1),
    rater: sharedInt32(rows, -1),
    role: sharedInt8(rows, -1),
    background: sharedFloat64(rows, NaN),
    components: (backgrounds?.[0]?.components ?? []).map(() =>
      sharedFloat32(rows, NaN)
    ),
    education: sharedInt8(rows, -1),
    weight: sharedFloat64(0),
    answers: new Map(items.map((item) => [item.id, sharedInt8(rows, -1)])),
  };
}

/** Copies one wave's answered rows to the frame from row `to` on. */
function fillFrame(
  frame: RespondentFrame,
  { waves, schools, backgrounds, raterRanks }: FrameParts,
  { wave, sources, to }: {
    readonly wave: number;
    readonly sources: Int32Array;
    readonly to: number;
  },
): void {
  const { roll, rater, items } = waves[wave]!;
  const background = backgrounds?.[wave];
  for (let k = 0; k < sources.length; k++) {
    const from = sources[k]!;
    const row = to + k;
    frame.wave[row] = wave;
    frame.school[row] = roll.school[from]!;
    frame.municipality[row] = schools.municipality[roll.school[from]!]!;
    frame.classIndex[row] = roll.classIndex[from]!;
    frame.grade[row] = roll.grade[from]!;
    frame.gender[row] = roll.gender[from]!;
    frame.role[row] = roll.role[from]!;
    frame.person[row] = roll.person[from]!;
    if (rater[from]! >= 0) frame.rater[row] = raterRanks[rater[from]!]!;
    if (background) {
      frame.background[row] = background.index[from]!;
      frame.education[row] = background.education[from]!;
      frame.components.forEach((column, c) =>
        column[row] = background.components[c]![from]!
      );
    }
  }
  for (const [item, values] of items) {
    const column = frame.answers.get(item)!;
    for (let k = 0; k < sources.length; k++) {
      column[to + k] = values[sources[k]!]!;
    }
  }
}

/** Cell of a row of a wave's roll: wave, school and gender or role. */
function cellOf(
  { group, waves, schools }: FrameParts,
  { wave, row }: { readonly wave: number; readonly row: number },
): number {
  const { roll } = waves[wave]!;
  const stratum = group.roll === "staff" ? roll.role[row]! : roll.gender[row]!;
  // Unknown gender is the last stratum; staff of unknown role are never invited.
  const place = stratum < 0 ? STRATA - 1 : stratum;
  return (wave * schools.ids.length + roll.school[row]!) * STRATA + place;
}

function countResponses(parts: FrameParts, cell: Int32Array): ResponseCounts {
  const { group, waves, schools } = parts;
  const cells = waves.length * schools.ids.length * STRATA;
  const invited = new Int32Array(cells);
  const answered = new Int32Array(cells);
  waves.forEach(({ roll }, wave) => {
    for (let row = 0; row < roll.rows; row++) {
      if (wasInvited(group, roll, row)) {
        invited[cellOf(parts, { wave, row })]!++;
      }
    }
  });
  for (let row = 0; row < cell.length; row++) answered[cell[row]!]!++;
  return { invited, answered };
}

function overStrata(
  counts: ResponseCounts,
  units: number,
): { readonly invited: Int32Array; readonly answered: Int32Array } {
  const invited = sharedInt32(units);
  const answered = sharedInt32(units);
  for (let cell = 0; cell < units * STRATA; cell++) {
    const unit = Math.floor(cell / STRATA);
    invited[unit]! += counts.invited[cell]!;
    answered[unit]! += counts.answered[cell]!;
  }
  return { invited, answered };
}
