import type { ChangeMeasure } from "#lib/background/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type { GradientIllusion, IllusionName } from "#lib/reports/mod.ts";
import { changes, guardsOf } from "./gradient_study.ts";
import { estimateHomes } from "./estimate_homes.ts";
import {
  type HomesOptions,
  simulateHomes,
  SLOPE_PER_STANDING,
} from "./simulate_homes.ts";

const SEED = 2019;
const SIZE = { schools: 80, pupils: 60 } as const;

const SETTINGS: Readonly<Record<IllusionName, Omit<HomesOptions, "seed">>> = {
  "nothing": {},
  "worse-index": { laterNoise: 1 },
  "smaller-spread": { laterSpread: 0.8 },
  "ceiling": { laterCeiling: 560 },
  "missing-parents": { silence: [-4, 0.5] },
  "real-fall": { gradient: [30, 15] },
};

/**
 * Simulates two waves of pupils six times: nothing changed, four ways in which the
 * social gradient only seems to fall, and a real fall; with what the report would say.
 */
export function simulateGradientIllusions(): readonly GradientIllusion[] {
  return (Object.keys(SETTINGS) as IllusionName[]).map((name) => {
    const setting = SETTINGS[name];
    const [first, last] = setting.gradient ?? [30, 30];
    const found = estimateHomes(
      simulateHomes({ ...SIZE, ...setting, seed: SEED }),
      SEED,
    );
    const observed = changes(found.observed);
    const imputed = changes(found.imputed);
    const of = (
      from: typeof observed,
      measure: ChangeMeasure,
    ): Estimate | null => {
      const cell = from[measure];
      return "hidden" in cell ? null : cell;
    };
    return {
      name,
      trueChange: (last - first) * SLOPE_PER_STANDING,
      slope: of(observed, "slope"),
      standardised: of(observed, "standardised"),
      explained: of(observed, "explained"),
      corrected: of(observed, "slope-corrected"),
      imputed: of(imputed, "slope"),
      guards: guardsOf(found),
    };
  });
}
