import type { ProgrammeData } from "#lib/data/mod.ts";
import type { ParticipationResults } from "./types.ts";

/**
 * Invitations and answers of the schools in `schools`, one row per respondent
 * group and wave. A school counts as invited when anybody there was, and as
 * answering when anybody there did.
 */
export function participationOf(
  data: ProgrammeData,
  schools: readonly number[],
): ParticipationResults[] {
  const all = data.schools.ids.length;
  return data.participation.flatMap(({ group, invited, answered }) =>
    data.programme.waves.map((wave, w) => {
      const at = schools.map((s) => w * all + s);
      const sum = (counts: Int32Array): number =>
        at.reduce((total, i) => total + counts[i]!, 0);
      const some = (counts: Int32Array): number =>
        at.filter((i) => counts[i]! > 0).length;
      return {
        group,
        wave,
        invited: sum(invited),
        answered: sum(answered),
        schoolsInvited: some(invited),
        schoolsAnswered: some(answered),
      };
    })
  );
}

/** Participation of the programme, of each municipality, of each school. */
export function allParticipation(
  data: ProgrammeData,
): ParticipationResults[][] {
  const every = data.schools.ids.map((_, s) => s);
  const municipal = data.programme.municipalities.map((_, m) =>
    every.filter((s) => data.schools.municipality[s] === m)
  );
  return [every, ...municipal, ...every.map((s) => [s])]
    .map((schools) => participationOf(data, schools));
}
