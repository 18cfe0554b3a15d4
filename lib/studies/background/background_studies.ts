import type { Study } from "../study.ts";
import { conditionCoverage } from "./condition_coverage.ts";
import { decompositionCoverage } from "./decomposition_coverage.ts";
import { educationCoverage } from "./education_coverage.ts";
import { expectedCoverage } from "./expected_coverage.ts";
import { imputedCoverage } from "./imputed_coverage.ts";
import { measureCoverage } from "./measure_coverage.ts";

/** Holds every measure of social background, and every change in one, against the truth. */
export const measureStudy: Study = {
  name: "baggrund-maal",
  title:
    "95 %-intervaller for alle mål for social baggrund og deres ændringer, når forældre til svage elever svarer sjældnere",
  run: () => measureCoverage({ replications: 600 }),
};

/** The same where missing background is imputed. */
export const imputedStudy: Study = {
  name: "baggrund-indsat",
  title:
    "95 %-intervaller med manglende baggrund indsat, når forældre til svage elever svarer sjældnere",
  run: () => imputedCoverage({ programmes: 60, municipalities: 400 }),
};

/** Holds the parts of differences against the parts in very large samples. */
export const decompositionStudy: Study = {
  name: "baggrund-opdeling",
  title: "95 %-intervaller for delene af forskelle og udvikling",
  run: () => [
    ...decompositionCoverage({ replications: 100 }),
    ...decompositionCoverage({
      replications: 100,
      schools: 60,
      municipalities: 3,
      parts: "programme only",
    }),
  ],
};

/** Holds expected results, what lies beyond them and education groups against the truth. */
export const expectedStudy: Study = {
  name: "baggrund-forventet",
  title:
    "95 %-intervaller for forventede resultater, afstanden til dem og gennemsnit efter forældres uddannelse",
  run: () => [
    ...expectedCoverage({ replications: 100 }),
    ...educationCoverage({ replications: 200 }),
  ],
};

/** Holds the association between the learning environment and schools' gradients. */
export const conditionStudy: Study = {
  name: "baggrund-laeringsmiljoe",
  title:
    "95 %-intervaller for sammenhængen mellem læringsmiljø og skolernes hældninger",
  run: () => conditionCoverage({ replications: 300 }),
};
