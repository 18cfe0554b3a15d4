export * from "./component_parts.ts";
export * from "./frozen_index.ts";
export * from "./frozen_index_file.ts";
export * from "./index_reliability.ts";
