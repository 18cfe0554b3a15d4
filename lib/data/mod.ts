/**
 * Files to typed, checked columns: rolls, answers, joins, response rates and
 * non-response weights.
 * @module
 */
export * from "./types.ts";
export { backgroundIndex } from "./background_index.ts";
export { DataError, type DataErrorPlace } from "./data_error.ts";
export {
  digestContents,
  digestFolder,
  type FolderContents,
  folderContents,
  sha256,
} from "./digest.ts";
export { frameColumns, type TableColumns } from "./frame_columns.ts";
export { type NumericColumn, readParquet, writeParquet } from "./parquet.ts";
export { readProgramme, type ReadProgrammeOptions } from "./read_programme.ts";
export { toArquero } from "./to_arquero.ts";
export { type DanfoFrame, toDanfo } from "./to_danfo.ts";
export { writeQuarantine } from "./write_quarantine.ts";
export { WriteError, writeWhole } from "./write_whole.ts";
