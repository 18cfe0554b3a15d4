import { buildLibrary } from "./library_build.ts";

await buildLibrary();
