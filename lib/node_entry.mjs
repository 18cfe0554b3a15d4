// What Node reads for `import … from "laeringsrapport"`; made by buildLibrary().
import "./node_gaps.mjs";
export * from "../.cache/library/mod.js";
