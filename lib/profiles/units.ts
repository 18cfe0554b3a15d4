import type { ProgrammeData } from "#lib/data/mod.ts";
import type { UnitRef } from "./types.ts";

/**
 * All units of a programme in one fixed order: the programme, its
 * municipalities, its schools, its classes. The index of a unit is its number
 * in the estimate table.
 */
export interface UnitList {
  /** Every unit; its place is its number. */
  readonly units: readonly UnitRef[];
  /** Number of the programme. */
  readonly programme: 0;
  /** Number of the first municipality. */
  readonly firstMunicipality: 1;
  /** Number of the first school. */
  readonly firstSchool: number;
  /** Number of the first class. */
  readonly firstClass: number;
}

/** Lists the units of a programme's data. */
export function listUnits(data: ProgrammeData): UnitList {
  const { programme, codebook, schools, classes } = data;
  const municipalities = programme.municipalities.map((id): UnitRef => {
    const found = codebook.municipalities.find((m) => m.id === id);
    if (!found) {
      throw new RangeError(
        `Cannot list units: municipality "${id}" of programme "${programme.id}" is not in the codebook`,
      );
    }
    return { level: "municipality", id, label: `${found.name} Kommune` };
  });
  const firstSchool = 1 + municipalities.length;
  return {
    units: [
      { level: "programme", id: programme.id, label: programme.label },
      ...municipalities,
      ...schools.ids.map((id, i): UnitRef => ({
        level: "school",
        id,
        label: schools.names[i]!,
      })),
      ...classes.ids.map((id, i): UnitRef => ({
        level: "class",
        id: `${id} ${programme.waves[classes.wave[i]!]}`,
        label: classes.labels[i]!,
      })),
    ],
    programme: 0,
    firstMunicipality: 1,
    firstSchool,
    firstClass: firstSchool + schools.ids.length,
  };
}
