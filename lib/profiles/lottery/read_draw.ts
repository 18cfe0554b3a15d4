import { readFile } from "node:fs/promises";
import { z } from "zod";
import { DataError } from "#lib/data/mod.ts";
import type { DrawRule, LotteryDraw } from "./lottery_types.ts";

const FILE = "lodtraekning.json";

const schema = z.object({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  seed: z.number(),
  schools: z.array(z.string()).min(2),
  drawn: z.array(z.string()).min(1),
  received: z.array(z.string()).optional(),
  strata: z.record(z.string(), z.string()).nullable().optional(),
  rule: z.object({
    covariates: z.record(z.string(), z.array(z.number()).min(1)),
    largestDistance: z.number().positive(),
  }).nullable().optional(),
  method: z.string(),
});

/** The recorded draw and which schools it fell on. */
export interface RecordedDraw {
  readonly draw: LotteryDraw;
  readonly schools: readonly string[];
  readonly drawn: ReadonlySet<string>;
  /** Schools that took part; null where the record does not say. */
  readonly received: ReadonlySet<string> | null;
  /** Stratum of each school; null where all were drawn from together. */
  readonly strata: ReadonlyMap<string, string> | null;
  /** Rule by which draws were drawn again, in the order of the data; null without one. */
  readonly rule: DrawRule | null;
}

/** Turns the values of each school into an array per covariate. */
function toRule(
  { covariates, largestDistance }: NonNullable<z.infer<typeof schema>["rule"]>,
  schools: readonly string[],
): DrawRule {
  const [first = ""] = schools;
  return {
    covariates: (covariates[first] ?? []).map((_, k) =>
      schools.map((id) => covariates[id]![k]!)
    ),
    largestDistance,
  };
}

/**
 * Reads the record of a lottery and checks it against the schools of the data.
 *
 * @param folder Data folder of the lottery programme.
 * @param schools School ids of `skoler.csv`.
 * @throws {DataError} If the record is missing or malformed, names a school that is not
 * in the draw, leaves one without stratum or without values for the rule, or does not have the schools of the data.
 */
export async function readDraw(
  folder: URL,
  schools: readonly string[],
): Promise<RecordedDraw> {
  const fault = (message: string): DataError =>
    new DataError(message, { file: FILE });
  let record: z.infer<typeof schema>;
  try {
    record = schema.parse(
      JSON.parse(await readFile(new URL(FILE, folder), "utf8")),
    );
  } catch (error) {
    const text = error instanceof z.ZodError
      ? z.prettifyError(error)
      : (error as Error).message;
    throw fault(`the record of the draw is not usable: ${text}`);
  }
  const inData = new Set(schools), inDraw = new Set(record.schools);
  const missing = record.schools.find((id) => !inData.has(id)) ??
    schools.find((id) => !inDraw.has(id));
  if (missing !== undefined) {
    throw fault(
      `school "${missing}" is not both in the draw and in skoler.csv`,
    );
  }
  const { date, seed, method, drawn } = record;
  const { received = null, strata = null, rule = null } = record;
  for (const id of [...drawn, ...received ?? []]) {
    if (!inDraw.has(id)) {
      throw fault(
        `school "${id}" is drawn or took part, but is not one of the schools of the draw`,
      );
    }
  }
  const loose = strata &&
    record.schools.find((id) => strata[id] === undefined);
  if (loose) throw fault(`school "${loose}" has no stratum`);
  const length = rule?.covariates[schools[0] ?? ""]?.length;
  const odd = rule &&
    record.schools.find((id) => rule.covariates[id]?.length !== length);
  if (odd) {
    throw fault(
      `the rule of the draw has ${
        rule.covariates[odd]?.length ?? 0
      } values of school "${odd}", all schools need equally many`,
    );
  }
  return {
    draw: { date, seed, method },
    schools: record.schools,
    drawn: new Set(drawn),
    received: received && new Set(received),
    strata: strata && new Map(Object.entries(strata)),
    rule: rule && toRule(rule, schools),
  };
}
