import type { Codebook, SuccessCriterion } from "#lib/codebook/mod.ts";
import {
  type ChangeJudgement,
  judgeChanges,
  type JudgeOptions,
  shrinkChanges,
} from "#lib/effects/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type { CriterionResults, UnitCriteria } from "./development_types.ts";
import type { Cell, UnitRef } from "./types.ts";

/** What {@linkcode criteriaResults} judges. */
export interface CriteriaInput {
  /** The success criteria, and the scales that there are. */
  readonly codebook: Pick<Codebook, "criteria" | "scales">;
  /** The whole programme. */
  readonly programme: UnitRef;
  /** All municipalities, whichever the report is about: they are one family. */
  readonly municipalities: readonly UnitRef[];
  /** The change of a scale that a criterion is about; null where a unit lacks it. */
  readonly changeOf: (
    unit: UnitRef,
    criterion: SuccessCriterion,
    scale: string,
  ) => Cell | null;
}

/** One scale of one criterion in one unit. */
interface Question {
  readonly unit: UnitRef;
  readonly criterion: SuccessCriterion;
  readonly scale: string;
  readonly change: Cell;
}

/** A question with its answer. */
interface Answer extends Question {
  readonly judgement: ChangeJudgement | null;
  readonly shrunken: Estimate | null;
}

/**
 * Judges all success criteria in the programme and in every municipality.
 *
 * Two families, since they carry two kinds of claims. The programme's changes, a few
 * claims that each stand alone, are adjusted by Holm: the chance of any false one is
 * below alpha. Those of all municipalities and scales together, a search through
 * hundreds, by Benjamini and Hochberg: of what is claimed, a share of alpha is expected
 * to be false. A change that serves two criteria counts once.
 *
 * @returns The programme, then the municipalities in the order given.
 */
export function criteriaResults(
  input: CriteriaInput,
): readonly UnitCriteria[] {
  const { programme, municipalities, codebook } = input;
  const whole = judge(questionsOf(input, [programme]), { adjustment: "Holm" });
  const parts = judge(questionsOf(input, municipalities), {
    adjustment: "Benjamini-Hochberg",
  });
  const answers = [...whole, ...shrink(parts, municipalities)];
  return [programme, ...municipalities].map((unit) => ({
    unit,
    criteria: codebook.criteria.map((criterion): CriterionResults => ({
      criterion: criterion.id,
      scales: answers
        .filter((a) => a.unit === unit && a.criterion === criterion)
        .map(({ scale, change, judgement, shrunken }) => ({
          scale,
          change,
          judgement,
          shrunken,
        })),
    })),
  }));
}

function questionsOf(
  { codebook, changeOf }: CriteriaInput,
  units: readonly UnitRef[],
): readonly Question[] {
  return units.flatMap((unit) =>
    codebook.criteria.flatMap((criterion) =>
      codebook.scales
        .filter(({ id }) => criterion.scales.includes(id))
        .flatMap(({ id }) => {
          const change = changeOf(unit, criterion, id);
          return change ? [{ unit, criterion, scale: id, change }] : [];
        })
    )
  );
}

/** What is tested: the same for criteria that look at the same change. */
function keyOf({ unit, criterion, scale }: Question): string {
  const { estimand, from, to, margin, desired, alpha } = criterion;
  return [unit.id, scale, estimand, from, to, margin, desired, alpha].join(" ");
}

function judge(
  questions: readonly Question[],
  options: JudgeOptions,
): readonly Answer[] {
  const family = new Map(
    questions.flatMap((question) =>
      "hidden" in question.change ? [] : [[keyOf(question), {
        ...question.criterion,
        change: question.change,
      }]]
    ),
  );
  const judgements = judgeChanges([...family.values()], options);
  const byKey = new Map([...family.keys()].map((key, i) => [
    key,
    judgements[i]!,
  ]));
  return questions.map((question) => ({
    ...question,
    judgement: byKey.get(keyOf(question)) ?? null,
    shrunken: null,
  }));
}

/** Adds to each municipality's change what the others say about it. */
function shrink(
  answers: readonly Answer[],
  municipalities: readonly UnitRef[],
): readonly Answer[] {
  const groups = Map.groupBy(
    answers,
    ({ criterion, scale }) => `${criterion.id} ${scale}`,
  );
  return [...groups.values()].flatMap((group) => {
    const byUnit = municipalities.map((unit) =>
      group.find((answer) => answer.unit === unit)
    );
    const shrunken = shrinkChanges(
      byUnit.map((answer) =>
        !answer || "hidden" in answer.change ? null : answer.change
      ),
    );
    return byUnit.flatMap((answer, i) =>
      answer ? [{ ...answer, shrunken: shrunken[i] ?? null }] : []
    );
  });
}
