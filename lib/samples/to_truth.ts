import { doseSlope } from "./intensity.ts";
import type { ReadyScale } from "./ready_scales.ts";
import { type Reference, toScaleTruth } from "./truth_collector.ts";
import type { Truth } from "./truth.ts";
import type { World } from "./world.ts";

/** Changes with every change of the simulator that changes its bytes. */
export const SIMULATOR_VERSION = "2";

function invitedCounts(
  world: World,
  ready: readonly ReadyScale[],
): Truth["invited"] {
  return Object.fromEntries(
    world.codebook.groups.flatMap(({ id }) => {
      const first = ready.find(({ scale }) => scale.group === id);
      return first ? [[id, first.moments.map(({ counts }) => counts)]] : [];
    }),
  );
}

/** States what is true of a world whose waves are all drawn. */
export function toTruth(
  world: World,
  ready: readonly ReadyScale[],
  references: ReadonlyMap<string, Reference>,
): Truth {
  const scales = ready.map(({ moments, ...rest }) =>
    toScaleTruth(
      { ...rest, waves: moments },
      world,
      references.get(rest.scale.id),
    )
  );
  const { municipalities, families, programme, schools } = world;
  return {
    simulator: SIMULATOR_VERSION,
    programme: programme.id,
    seed: world.seed,
    note:
      "Simulated. Means are generating means in scale points: schools, classes and persons are draws from them. The library never reads this file.",
    waves: programme.waves,
    municipalities: municipalities.map(({ id }) => id),
    expectedIndex: Object.fromEntries(
      municipalities.map(({ id }, m) => [id, families.expectedIndex[m]!]),
    ),
    invited: invitedCounts(world, ready),
    flaws: world.flaws,
    absentAtFirst: [...world.absentAtFirst].map((index) => schools[index]!.id),
    lottery: world.treatment === null ? null : {
      drawn: world.treatment.drawn.map((index) => schools[index]!.id),
      received: [...world.treatment.schools].map((index) => schools[index]!.id),
      effects: Object.fromEntries(
        scales.map(({ scale, reference }) => [
          scale,
          100 * (world.treatment!.effects[scale] ?? 0) /
          reference.standardDeviation,
        ]),
      ),
    },
    dose: world.intensity === null ? null : Object.fromEntries(
      ready.map(({ scale }, i) => [
        scale.id,
        doseSlope(scale) / scales[i]!.reference.standardDeviation,
      ]),
    ),
    scales,
  };
}
