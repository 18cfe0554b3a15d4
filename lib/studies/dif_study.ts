import { createStream } from "#lib/numerics/mod.ts";
import {
  differentialItemFunctioning,
  type ItemModel,
} from "#lib/scaling/mod.ts";
import { drawAnswer, ITEMS, responsesOf } from "./simulate_answers.ts";
import type { Study, StudyRow } from "./study.ts";

/** Counts how often items that work alike are called different. */
export const difStudy: Study = {
  name: "dif",
  title:
    "Hvor ofte test af skævhed (DIF) på niveau 5 % forkaster for spørgsmål der virker ens",
  run: () => [
    ...difRejections({ model: "PCM", schools: "alike", replications: 300 }),
    ...difRejections({ model: "GPCM", schools: "alike", replications: 300 }),
    ...difRejections({ model: "PCM", schools: "differ", replications: 300 }),
    ...difRejections({ model: "GPCM", schools: "differ", replications: 300 }),
  ],
};

const SCHOOLS = 60;
const PUPILS = 30;
/** Spread of a school's own reading of an item, logits. */
const SCHOOL_ITEM = 0.8;

/** What {@linkcode difRejections} simulates. */
export interface DifRejectionOptions {
  /** The model that is simulated and fitted. */
  readonly model: ItemModel;
  /** "differ": every school reads every item its own way, and has its own share of girls. */
  readonly schools: "alike" | "differ";
  /** Simulated data sets. */
  readonly replications: number;
}

/** Share of items without DIF that each test rejects at 5 %. */
export function difRejections(
  { model, schools, replications }: DifRejectionOptions,
): readonly StudyRow[] {
  const rejected = { wald: 0, clustered: 0, mantel: 0, logistic: 0 };
  let tests = 0;
  for (let r = 0; r < replications; r++) {
    const { responses, grouping, clusters } = simulateGenders(r, {
      model,
      schools,
    });
    // Nothing leaves the anchors: the level of a single test is wanted.
    const options = { significance: 0, model };
    const plain = differentialItemFunctioning(responses, grouping, options);
    const robust = differentialItemFunctioning(responses, grouping, {
      ...options,
      clusters,
    });
    plain.items.forEach(({ wald, matched, logistic }, i) => {
      tests++;
      if (wald!.pValue < 0.05) rejected.wald++;
      if (robust.items[i]!.wald!.pValue < 0.05) rejected.clustered++;
      if (matched[0]!.mantel!.pValue < 0.05) rejected.mantel++;
      if (logistic!.both.pValue < 0.05) rejected.logistic++;
    });
  }
  const setting = `${model}, ${
    schools === "alike"
      ? "skoler læser spørgsmål ens"
      : "skoler læser spørgsmål forskelligt"
  }`;
  const row = (
    quantity: string,
    count: number,
    band: StudyRow["band"],
  ): StudyRow => ({
    quantity,
    setting,
    value: count / tests,
    trials: tests,
    band,
  });
  const level = [0.03, 0.07] as const;
  // Tests that take pupils for independent must fail where schools differ.
  const isPlain = schools === "alike";
  return [
    row("Wald, klynger efter skole", rejected.clustered, level),
    row(
      "Wald, elever uafhængige",
      rejected.wald,
      isPlain ? level : [0.08, 1],
    ),
    // The sum score matches exactly only where all slopes are equal.
    row(
      "Mantel",
      rejected.mantel,
      isPlain && model === "PCM" ? level : null,
    ),
    row(
      "logistisk regression",
      rejected.logistic,
      isPlain && model === "PCM" ? level : null,
    ),
  ];
}

/** Boys and girls in schools; no item works differently for girls. */
function simulateGenders(
  replication: number,
  { model, schools }: Pick<DifRejectionOptions, "model" | "schools">,
) {
  const persons = SCHOOLS * PUPILS;
  const columns = ITEMS.map(() => new Int8Array(persons));
  const values = new Int8Array(persons);
  const clusters = new Int32Array(persons);
  const own = schools === "differ" ? SCHOOL_ITEM : 0;
  for (let school = 0; school < SCHOOLS; school++) {
    const stream = createStream(303, replication, school);
    const level = Math.sqrt(0.2) * stream.normal();
    const girls = own > 0 ? 0.1 + 0.8 * stream.uniform() : 0.5;
    const items = ITEMS.map((item) => {
      const shift = own * stream.normal();
      return {
        ...item,
        slope: model === "PCM" ? 1.1 : item.slope,
        intercepts: item.intercepts.map((d, k) => d + k * shift),
      };
    });
    for (let n = 0; n < PUPILS; n++) {
      const p = school * PUPILS + n;
      clusters[p] = school;
      values[p] = stream.uniform() < girls ? 1 : 0;
      const theta = level + Math.sqrt(0.8) * stream.normal() +
        0.3 * values[p]!;
      items.forEach((item, i) =>
        columns[i]![p] = drawAnswer(item, theta, stream)
      );
    }
  }
  return {
    responses: responsesOf(columns, { maxScore: 3 }),
    grouping: { labels: ["boys", "girls"], values },
    clusters,
  };
}
