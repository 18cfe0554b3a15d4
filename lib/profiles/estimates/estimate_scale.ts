import type { ProgrammeData } from "#lib/data/mod.ts";
import { estimateBackground } from "./estimate_background.ts";
import { estimateClasses } from "./estimate_classes.ts";
import { estimateContrasts } from "./estimate_contrasts.ts";
import { estimatePupils } from "./estimate_pupils.ts";
import { estimateRegions } from "./estimate_regions.ts";
import { estimateSchools } from "./estimate_schools.ts";
import {
  type EstimateTable,
  estimateTable,
  NO_CHANGE,
} from "../estimate_table.ts";
import { scaleInput, type ScoredPeople } from "../scale_input.ts";
import { listUnits } from "../units.ts";

/**
 * The standard estimates of one scale: every statistic of the programme, its
 * municipalities, schools and classes, in one pass over the scored people.
 *
 * @param scaleIndex Number of the scale in the codebook.
 */
export function estimateScale(
  data: ProgrammeData,
  scaleIndex: number,
  scored: ScoredPeople,
): EstimateTable {
  const units = listUnits(data);
  const input = scaleInput(data, scaleIndex, scored);
  const regions = estimateRegions(input);
  const means = new Map(
    regions.filter((row) => row.statistic === "mean" && row.to === NO_CHANGE)
      .map((row) => [row.unit * 8 + row.wave, row]),
  );
  return estimateTable([
    ...regions,
    ...estimateContrasts(input),
    ...estimatePupils(input),
    ...estimateBackground(data, input, scored),
    ...estimateSchools(input, units.firstSchool),
    ...estimateClasses(input, {
      firstClass: units.firstClass,
      municipalityMean: (municipality, wave) => {
        const row = means.get(
          (units.firstMunicipality + municipality) * 8 + wave,
        );
        return row?.hidden === null ? row : null;
      },
    }),
  ]);
}
