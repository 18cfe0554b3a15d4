import type { RespondentGroup } from "#lib/codebook/mod.ts";
import type { ProgrammeData } from "./types.ts";

/** Columns of equal length by name, as table libraries take them. */
export type TableColumns = Readonly<
  Record<string, ArrayLike<number> | readonly string[]>
>;

/**
 * One group's frame as a table to explore: years, municipality and school ids
 * in place of indices, then the items, −1 where missing.
 *
 * @throws {RangeError} If the programme did not ask the group.
 */
export function frameColumns(
  { frames, programme, schools, classes }: ProgrammeData,
  group: RespondentGroup,
): TableColumns {
  const frame = frames.get(group);
  if (!frame) {
    throw new RangeError(
      `Cannot make columns: group "${group}" is not one of ${
        [...frames.keys()].join(", ")
      }`,
    );
  }
  return {
    wave: Int32Array.from(frame.wave, (w) => programme.waves[w]!),
    municipality: Array.from(
      frame.municipality,
      (m) => programme.municipalities[m]!,
    ),
    school: Array.from(frame.school, (s) => schools.ids[s]!),
    class: Array.from(frame.classIndex, (c) => classes.ids[c] ?? ""),
    grade: frame.grade,
    gender: frame.gender,
    role: frame.role,
    person: frame.person,
    background: frame.background,
    education: frame.education,
    weight: frame.weight,
    ...Object.fromEntries(frame.answers),
  };
}
