import { existsSync } from "node:fs";

/** Public research data with reference results: beside the repository, where at hand. */
export const referenceFolder: URL = new URL(
  "../../shared/validation/",
  import.meta.url,
);

/** Whether tests on these data must be skipped. */
export const referenceIsAbsent: boolean = !existsSync(referenceFolder);

if (referenceIsAbsent) {
  console.warn(
    "Skipped: tests on public research data, which do not lie beside the repository",
  );
}
