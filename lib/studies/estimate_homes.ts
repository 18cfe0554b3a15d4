import {
  estimateGradients,
  type GradientNumber,
  imputeBackground,
  imputeEducation,
  planEducation,
  planImputation,
} from "#lib/background/mod.ts";
import type { Homes } from "./simulate_homes.ts";

/** Completed columns per pupil of unknown background. */
const IMPUTATIONS = 5;

/** All measures of both waves and their change, as observed and with background imputed. */
export interface HomesEstimates {
  /** From known background. */
  readonly observed: readonly GradientNumber[];
  /** From completed background. */
  readonly imputed: readonly GradientNumber[];
}

/** Estimates the measures of simulated pupils with schools shared out over municipalities. */
export function estimateHomes(
  { people, points, background }: Homes,
  seed: number,
  { municipalities = 4 }: { readonly municipalities?: number } = {},
): HomesEstimates {
  const schools = 1 + people.school.reduce(
    (a, b) => Math.max(a, b),
    0,
  );
  const place = (s: number): number => Math.floor(municipalities * s / schools);
  const shared = {
    people,
    points: [points],
    waves: 2,
    pairs: [[0, 1]] as const,
    schools,
    stratum: Uint8Array.from({ length: schools }, (_, s) => place(s)),
    units: [Int32Array.from({ length: schools }, (_, s) => s)],
  };
  const unknown = new Int8Array(points.length).fill(-1);
  const plan = planImputation({
    background,
    wave: people.wave,
    school: people.school,
    municipality: Uint8Array.from(people.school, place),
    gender: unknown,
    grade: unknown,
  });
  const groups = planEducation(people.education, plan);
  const [observed] = estimateGradients({
    ...shared,
    background: () => [background],
  });
  const [imputed] = plan.imputed === 0 ? [observed] : estimateGradients({
    ...shared,
    background: (draw) =>
      imputeBackground(plan, { points, draw, imputations: IMPUTATIONS, seed }),
    education: (completed, place) =>
      imputeEducation(groups, {
        points,
        background: completed,
        seed,
        ...place,
      }),
  });
  return { observed: observed!, imputed: imputed! };
}
