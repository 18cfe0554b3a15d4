/**
 * What every variable means: the instrument as checked data.
 * @module
 */
export * from "./types.ts";
export { codebookDigest } from "./codebook_digest.ts";
export { findMunicipality } from "./find_municipality.ts";
export { groupById } from "./group_by_id.ts";
export * from "./item_decisions.ts";
export { itemsInWave } from "./items_in_wave.ts";
export { itemsOfGroup, type ItemsOfGroupOptions } from "./items_of_group.ts";
export { loadCodebook } from "./load_codebook.ts";
export { maxScore } from "./max_score.ts";
export { programmeById } from "./programme_by_id.ts";
export { scaleById } from "./scale_by_id.ts";
