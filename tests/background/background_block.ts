import {
  BACKGROUND_WIDTH,
  backgroundSumsInPlace,
  gradientMeasures,
  MEASURE_NAMES,
} from "#lib/background/mod.ts";
import type { Person, StatisticsBlock } from "../inference/statistics_block.ts";

/** All measures of one wave, in the order of `MEASURE_NAMES`, without education and components. */
export const MEASURES_BLOCK: StatisticsBlock = {
  width: BACKGROUND_WIDTH,
  count: MEASURE_NAMES.length,
  addSchoolInPlace: (sums, offset, people: readonly Person[]) => {
    const own = new Float64Array(BACKGROUND_WIDTH);
    const same = (value: number) => people.map(() => value);
    backgroundSumsInPlace(own, {
      weight: people.map((p) => p.weight),
      wave: same(0),
      school: same(0),
      education: same(-1),
      components: [],
    }, {
      draw: {
        points: people.map((p) => p.score),
        background: people.map((p) => p.background),
      },
      sizes: { schools: 1, waves: 1 },
    });
    own.forEach((value, k) => sums[offset + k]! += value);
  },
  statistics: (sums, out) => {
    const measures = gradientMeasures(sums);
    MEASURE_NAMES.forEach((name, m) => out[m] = measures[name]);
  },
};
