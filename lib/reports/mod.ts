/**
 * From numbers to what a Danish reader sees: sentences, tables, charts, pages.
 * @module
 */
export { type Display, display, type NamedEstimate } from "./display.ts";
export {
  htmlPage,
  type PageSpec,
  syntheticNotice,
  type TocEntry,
} from "./page.ts";
export {
  type IndexEntry,
  indexPage,
  type IndexPageOptions,
} from "./index_page.ts";
export type { Report } from "./report.ts";
export { dataNote } from "./sections/data_note.ts";
export {
  scaleSection,
  type ScaleSectionOptions,
} from "./sections/scale_section.ts";
export { development } from "./sections/development.ts";
