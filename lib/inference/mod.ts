export * from "./estimate.ts";
