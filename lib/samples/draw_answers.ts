import type { AnswerSet, Item } from "#lib/codebook/mod.ts";
import { exp, philoxInto } from "#lib/numerics/mod.ts";
import { PURPOSE, uniformFromWord } from "./draws.ts";
import type { ItemParameters } from "./item_parameters.ts";
import type { People } from "./people.ts";

/** What {@linkcode drawAnswersInto} needs to know besides people and values. */
export interface AnswerSpec {
  readonly seed: number;
  readonly scaleNumber: number;
  /** Index of the wave. */
  readonly wave: number;
  /** Items asked in the wave, in file order. */
  readonly items: readonly Item[];
  /** Parameters of all the scale's items. */
  readonly parameters: readonly ItemParameters[];
  readonly answerSets: Readonly<Record<string, AnswerSet>>;
  /** Columns of `codes` per row, and the first that belongs to this scale. */
  readonly stride: number;
  readonly offset: number;
}

/** Share of "ved ikke" where the answer set allows it. */
const SHARE_DONT_KNOW = 0.03;
const BLANK = 0;
/** Character of the digit 0. */
const DIGIT = 48;

/** An item made ready for one wave. */
interface ReadyItem {
  readonly slope: number;
  /** exp(−a Σ b) per category, boys first, then girls. */
  readonly factors: readonly [Float64Array, Float64Array];
  /** Character written for each category of the turned item. */
  readonly characters: Uint8Array;
  readonly missing: number;
  /** Up to this uniform number the answer is "ved ikke". */
  readonly dontKnow: number;
  readonly dontKnowCharacter: number;
  readonly firstGrade: number;
  readonly lastGrade: number;
}

function categoryFactors(
  { slope, thresholds, difShift, driftShift }: ItemParameters,
  wave: number,
  gender: number,
): Float64Array {
  const shift = driftShift[wave]! + (gender === 1 ? difShift : -difShift);
  const factors = new Float64Array(thresholds.length + 1);
  let sum = 0;
  factors[0] = 1;
  thresholds.forEach((threshold, k) => {
    sum += threshold + shift;
    factors[k + 1] = exp(-slope * sum);
  });
  return factors;
}

function digitCharacter(code: number, item: Item): number {
  if (!(code >= 0 && code <= 9)) {
    throw new RangeError(
      `Cannot write answers to "${item.id}": code ${code} is not one digit`,
    );
  }
  return DIGIT + code;
}

function readyItem(
  item: Item,
  { wave, parameters, answerSets }: AnswerSpec,
): ReadyItem {
  const own = parameters.find((one) => one.item === item.id)!;
  const set = answerSets[item.answerSet]!;
  const highest = set.categories.length - 1;
  const characters = Uint8Array.from(
    set.categories,
    (_, k) =>
      digitCharacter(set.firstCode + (item.reversed ? highest - k : k), item),
  );
  const shareDontKnow = set.dontKnowCode === null ? 0 : SHARE_DONT_KNOW;
  return {
    slope: own.slope,
    factors: [categoryFactors(own, wave, 0), categoryFactors(own, wave, 1)],
    characters,
    missing: own.missingRate,
    dontKnow: own.missingRate + shareDontKnow,
    dontKnowCharacter: set.dontKnowCode === null
      ? BLANK
      : digitCharacter(set.dontKnowCode, item),
    firstGrade: item.grades?.[0] ?? -1,
    lastGrade: item.grades?.[1] ?? 9,
  };
}

/** Category drawn from exact model probabilities; u is uniform in (0, 1). */
function drawCategory(
  ratio: number,
  factors: Float64Array,
  u: number,
): number {
  const last = factors.length - 1;
  let power = 1, total = 1;
  for (let k = 1; k <= last; k++) {
    power *= ratio;
    total += power * factors[k]!;
  }
  // exp(k·aθ) is a power of one exponential, so an answer costs a single exp.
  let left = u * total - 1;
  power = 1;
  let k = 0;
  while (left > 0 && k < last) {
    k++;
    power *= ratio;
    left -= power * factors[k]!;
  }
  return k;
}

/**
 * Draws the answers of those who responded to one scale in one wave.
 *
 * @param codes Receives characters of digits, 0 for blank; element
 * `respondent * stride + offset + item`.
 * @param rows Rows of `people` who responded.
 * @param values True value of every row of `people`.
 */
export function drawAnswersInto(
  codes: Uint8Array,
  { people, rows, values }: {
    readonly people: People;
    readonly rows: Int32Array;
    readonly values: Float64Array;
  },
  spec: AnswerSpec,
): void {
  const ready = spec.items.map((item) => readyItem(item, spec));
  const { seed, scaleNumber, wave, stride, offset } = spec;
  const words = new Uint32Array(4);
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]!;
    const person = people.person[row]!;
    const grade = people.grade[row]!;
    const gender = people.gender[row]! === 1 ? 1 : 0;
    const value = values[row]!;
    const at = r * stride + offset;
    for (let i = 0; i < ready.length; i++) {
      if ((i & 3) === 0) {
        philoxInto(
          words,
          person,
          scaleNumber,
          wave,
          i >> 2,
          seed,
          PURPOSE.answers,
        );
      }
      const item = ready[i]!;
      if (grade < item.firstGrade || grade > item.lastGrade) continue;
      const u = uniformFromWord(words[i & 3]!);
      if (u < item.missing) continue;
      if (u < item.dontKnow) {
        codes[at + i] = item.dontKnowCharacter;
        continue;
      }
      const rest = (u - item.dontKnow) / (1 - item.dontKnow);
      codes[at + i] = item.characters[
        drawCategory(exp(item.slope * value), item.factors[gender]!, rest)
      ]!;
    }
  }
}
