import type { ScaleInput } from "#lib/profiles/mod.ts";
import type { Homes } from "../simulate_homes.ts";

/** What the numbers of a report are computed from, for simulated homes. */
export function homesInput(
  { people, points, background, person, classIndex, schools }: Homes,
  { municipalities, years }: {
    readonly municipalities: number;
    readonly years: readonly [number, number];
  },
): ScaleInput {
  const n = points.length;
  const classes = 1 + classIndex.at(-1)!;
  const schoolOfClass = new Uint16Array(classes);
  const waveOfClass = new Uint8Array(classes);
  for (let i = 0; i < n; i++) {
    schoolOfClass[classIndex[i]!] = people.school[i]!;
    waveOfClass[classIndex[i]!] = people.wave[i]!;
  }
  const { education, school, wave } = people;
  return {
    scaleIndex: 0,
    waves: 2,
    municipalities,
    schools: schools.length,
    classes,
    municipalityOfSchool: Uint8Array.from(
      schools,
      (_, s) => Math.floor(s * municipalities / schools.length),
    ),
    schoolOfClass,
    waveOfClass,
    years,
    grades: [4, 9],
    intensity: null,
    school,
    person,
    // Two grades and both genders, which do not matter to the score.
    grade: Int8Array.from(points, (_, i) => 4 + Math.floor(i / 2) % 2),
    people: {
      points: [Float32Array.from(points)],
      weight: Float64Array.from(people.weight),
      wave,
      gender: Int8Array.from(points, (_, i) => i % 2),
      education: Int8Array.from(education),
      background,
      classIndex,
    },
    link: [],
    lowestLevel: "school",
  };
}
