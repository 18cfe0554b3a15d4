/**
 * The shape of the codebook's files on disk.
 * @module
 */
import { z } from "zod";
import type { CodebookFiles } from "./codebook_files.ts";

const id = z.string().regex(/^[a-z][a-z0-9_-]*$/, "lower-case ASCII id");
const text = z.string().min(1);
const year = z.number().int().min(2000).max(2100);
const gradeRange = z.tuple([
  z.number().int().min(0).max(10),
  z.number().int().min(0).max(10),
]);
const groupId = z.enum([
  "pupils-0-3",
  "pupils-4-9",
  "class-teachers",
  "parents",
  "staff",
  "leaders",
  "tests",
]);
const programmeId = z.enum([
  "program-for-laeringsledelse",
  "ledelse-for-oeget-laering",
]);

const group = z.strictObject({
  id: groupId,
  label: text,
  fileStem: id,
  roll: z.enum(["pupils", "staff"]),
  lowestLevel: z.enum(["class", "school", "municipality"]),
  grades: gradeRange.exactOptional(),
  roles: z.array(z.number().int().min(1).max(9)).min(1).exactOptional(),
});

const answerSet = z.strictObject({
  id,
  categories: z.array(text).min(2).max(8),
  firstCode: z.number().int().min(0).max(9),
  dontKnowCode: z.number().int().min(0).max(99).nullable(),
});

const item = z.strictObject({
  id,
  text,
  /** Where it differs from the scale's. */
  answerSet: id.exactOptional(),
  reversed: z.boolean().exactOptional(),
  /** Where they differ from the scale's. */
  waves: z.array(year).min(1).exactOptional(),
  grades: gradeRange.exactOptional(),
});

const scale = z.strictObject({
  id,
  domain: z.enum([
    "learning",
    "well-being",
    "learning-environment",
    "home-and-school",
    "professional-practice",
    "leadership",
  ]),
  label: text,
  highMeans: text,
  teamQuestion: text,
  kind: z.enum(["rating", "test"]),
  answerSet: id,
  waves: z.array(year).min(1),
  items: z.array(item).min(2),
});

const municipality = z.strictObject({
  id,
  code: z.string().regex(/^\d{4}$/, "four digits"),
  name: text,
  genitive: text,
  aliases: z.array(text),
});

const component = z.strictObject({
  id: z.enum(["education", "occupation", "possessions"]),
  label: text,
  columns: z.array(id).min(1),
  values: z.record(z.string().regex(/^\d+$/), z.number()).nullable(),
  range: z.tuple([z.number().int().min(0), z.number().int().max(99)]),
  mean: z.number(),
  standardDeviation: z.number().positive(),
  weight: z.number().positive(),
});

const background = z.strictObject({
  label: text,
  components: z.array(component).min(1),
  scale: z.number().positive(),
  educationGroups: z.array(z.strictObject({
    id: z.enum(["low", "middle", "high"]),
    label: text,
    codes: z.array(z.number().int()).min(1),
  })),
});

const criterion = z.strictObject({
  id,
  label: text,
  estimandText: text,
  estimand: z.enum(["mean-change", "gradient-change", "explained-change"]),
  scales: z.array(id).min(1),
  from: year,
  to: year,
  desired: z.union([z.literal(1), z.literal(-1)]),
  margin: z.number().positive(),
  alpha: z.number().positive().lt(1),
});

const programme = z.strictObject({
  id: programmeId,
  label: text,
  waves: z.array(year).min(1),
  scales: z.array(id).min(1),
  municipalities: z.array(id).min(1),
  primaryScale: id.exactOptional(),
});

/** One shape per kind of codebook file; unknown fields are refused. */
export const codebookSchemas: {
  readonly [Kind in keyof CodebookFiles]: z.ZodType<CodebookFiles[Kind]>;
} = {
  instrument: z.strictObject({
    version: text,
    note: text,
    groups: z.array(group).min(1),
    answerSets: z.array(answerSet).min(1),
  }),
  scaleFile: z.strictObject({ group: groupId, scales: z.array(scale).min(1) }),
  municipalities: z.strictObject({ municipalities: z.array(municipality) }),
  background: z.strictObject({ background }),
  criteria: z.strictObject({ criteria: z.array(criterion) }),
  programmes: z.strictObject({ programmes: z.array(programme).min(1) }),
};
