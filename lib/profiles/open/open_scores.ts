import { loadCodebook, type Scale, scaleById } from "#lib/codebook/mod.ts";
import { readParquet } from "#lib/data/mod.ts";
import { currentFolder, readIndex, scoresFile } from "../results_store.ts";
import { gather } from "../scale_input.ts";

/** Options for {@linkcode openScores}. */
export interface OpenScoresOptions {
  /** Id of a municipality, e.g. "billund". @default {all} */
  readonly municipality?: string;
  /** e.g. 2019. @default {all years} */
  readonly year?: number;
}

/** Scored people of one scale, a row per person and year: columns of one length. */
export interface Scores {
  /** What was measured. */
  readonly scale: Scale;
  /** Number that follows a person over the years, from 0. */
  readonly person: Int32Array;
  /** Year of the answers. */
  readonly year: Int32Array;
  /** Number of the municipality in the programme, from 0. */
  readonly municipality: Int32Array;
  /** Number of the school in the programme, from 0. */
  readonly school: Int32Array;
  /** Number of the class in the programme, from 0; −1 where there is none. */
  readonly class: Int32Array;
  /** Weight that makes up for those who did not answer. */
  readonly weight: Float64Array;
  /** Ten plausible values of each, one column per draw, points. */
  readonly values: readonly Float64Array[];
}

const DRAWS = Array.from({ length: 10 }, (_, m) => `pv${m + 1}`);

/**
 * Opens the plausible values of a scale for a question of one's own.
 *
 * They are single people's, and nothing is hidden that comes of few: publish only
 * what a report would show.
 *
 * @param scaleId Id of the scale, e.g. "pr_laesning".
 * @throws {RangeError} If the scale, the municipality or the year is unknown.
 * @throws {Error} If nothing has been computed yet.
 */
export async function openScores(
  scaleId: string,
  { municipality, year }: OpenScoresOptions = {},
): Promise<Scores> {
  const scale = scaleById(loadCodebook(), scaleId);
  const folder = await currentFolder();
  const { units, waves } = (await readIndex(folder))!;
  const municipalities = units.filter(({ level }) => level === "municipality");
  const ids = municipalities.map(({ id }) => id);
  const place = municipality === undefined
    ? null
    : numberOf("municipality", municipality, ids);
  const wave = year === undefined ? null : numberOf("year", year, waves);
  const file = await readParquet(scoresFile(folder, scaleId));
  const rows = rowsWhere([
    { column: file["municipality"]!, value: place },
    { column: file["wave"]!, value: wave },
  ]);
  const places = (name: string) =>
    gather(file[name]!, rows, new Int32Array(rows.length));
  const numbers = (name: string) =>
    gather(file[name]!, rows, new Float64Array(rows.length));
  return {
    scale,
    person: places("person"),
    year: places("wave").map((one) => waves[one]!),
    municipality: places("municipality"),
    school: places("school"),
    class: places("class"),
    weight: numbers("weight"),
    values: DRAWS.map(numbers),
  };
}

function numberOf<T>(what: string, wanted: T, known: readonly T[]): number {
  const number = known.indexOf(wanted);
  if (number >= 0) return number;
  throw new RangeError(
    `Cannot open scores: ${what} "${wanted}" is not one of ${known.join(", ")}`,
  );
}

/** Rows in which every column has the value asked for, where one is. */
function rowsWhere(
  conditions: readonly {
    readonly column: ArrayLike<number>;
    /** Null takes all. */
    readonly value: number | null;
  }[],
): Int32Array {
  const asked = conditions.filter(({ value }) => value !== null);
  const rows: number[] = [];
  for (let i = 0; i < conditions[0]!.column.length; i++) {
    if (asked.every(({ column, value }) => column[i] === value)) rows.push(i);
  }
  return Int32Array.from(rows);
}
