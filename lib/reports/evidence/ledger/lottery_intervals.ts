import type { PrintedInterval, StudyReference } from "./printed_interval.ts";

const drawn = (quantity: string): StudyReference => ({
  study: "lodtraekning",
  quantity,
});
const afterDraw = (quantity: string): StudyReference => ({
  study: "lodtraekning-efter-traekningen",
  quantity,
});

/** The effect on the primary outcome, computed in another way. */
const otherwise = (kind: string, way: string): PrintedInterval => ({
  kinds: [`lottery-${kind}`],
  label: `Effekt, ${way}`,
  coverage: drawn(`dækning, ${way}`),
});

/** The lottery between schools. */
export const LOTTERY_INTERVALS: readonly PrintedInterval[] = [
  {
    kinds: ["effect"],
    label: "Effekt af at blive trukket ud",
    coverage: drawn("dækning, effekt af at blive trukket ud"),
    falseFindings: drawn("mindst én sikker effekt blandt fire resultater"),
  },
  {
    kinds: ["lottery-spread"],
    label: "Effekt på elevernes spredning",
    coverage: drawn("dækning, effekt på elevernes spredning"),
    falseFindings: drawn(
      "mindst én sikker ændring af spredningen blandt fire resultater",
    ),
  },
  {
    kinds: ["lottery-attrition"],
    label: "Grænser for, hvad frafald kan have betydet",
    coverage: afterDraw("dækning, grænser for frafaldets betydning"),
    falseFindings: drawn("forskellen i svar kaldes for stor"),
  },
  {
    kinds: ["lottery-taking-part"],
    label: "Effekt af at deltage",
    coverage: afterDraw("dækning, effekt af at deltage"),
  },
  otherwise("unadjusted", "uden skolens resultat før"),
  otherwise("pupil-weighted", "hver elev tæller lige meget"),
  otherwise("plain", "uden hensyn til forskelle i spredning"),
  otherwise("school-regression", "regression over skolerne (CR2)"),
  otherwise("wild-bootstrap", "regression over skolerne (wild bootstrap)"),
  otherwise("pupil-regression", "regression over eleverne (CR2)"),
];
