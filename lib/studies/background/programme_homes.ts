import type { HomesOptions } from "../simulate_homes.ts";

/** Schools of the programme and of thirteen municipalities of 18 or 19 schools. */
export const PROGRAMME = { schools: 242, municipalities: 13 } as const;

/** Danish names of the two. */
export const SETTINGS = {
  programme: "programmet, 242 skoler",
  municipality: "en kommune, 18 skoler",
} as const;

/** Municipality of a school: as many schools in each as can be. */
export function placeOf(school: number): number {
  return Math.floor(school * PROGRAMME.municipalities / PROGRAMME.schools);
}

/** Uneven schools whose pupils meet again, and a gradient that falls. */
export const PROGRAMME_HOMES: Omit<HomesOptions, "seed" | "schools"> = {
  pupils: 28,
  gradient: [30, 24],
  spreads: { size: 0.45, passing: 12, class: 15 },
  returning: 0.4,
};

/** The same with parents of weak pupils who answer less often. */
export const PARTLY_SILENT: typeof PROGRAMME_HOMES = {
  ...PROGRAMME_HOMES,
  silence: [-2, -1.7],
};
