import { checkCodebook } from "./check_codebook.ts";
import type {
  CodebookFiles,
  ItemSource,
  ScaleSource,
} from "./codebook_files.ts";
import type { AnswerSet, Codebook, Item, Scale } from "./types.ts";

/** The files of a codebook, parsed. */
export interface CodebookParts {
  readonly instrument: CodebookFiles["instrument"];
  readonly scaleFiles: readonly CodebookFiles["scaleFile"][];
  readonly municipalities: CodebookFiles["municipalities"];
  readonly background: CodebookFiles["background"];
  readonly criteria: CodebookFiles["criteria"];
  readonly programmes: CodebookFiles["programmes"];
}

/**
 * Joins the files of a codebook, fills in what items take over from their
 * scale, and checks everything that reaches across files.
 *
 * Scales keep the order of the instrument's groups, then of their file.
 *
 * @throws {RangeError} If the parts contradict each other.
 */
export function toCodebook(parts: CodebookParts): Codebook {
  const { groups, answerSets, version, note } = parts.instrument;
  const codebook: Codebook = {
    version,
    note,
    groups,
    answerSets: byId(answerSets),
    scales: groups.flatMap((group) =>
      parts.scaleFiles
        .filter((file) => file.group === group.id)
        .flatMap((file) => file.scales.map((s) => toScale(s, group.id)))
    ),
    municipalities: parts.municipalities.municipalities,
    background: parts.background.background,
    criteria: parts.criteria.criteria,
    programmes: parts.programmes.programmes,
  };
  checkCodebook(codebook);
  return codebook;
}

function toScale(source: ScaleSource, group: Scale["group"]): Scale {
  const { answerSet: _answerSet, waves: _waves, items, ...rest } = source;
  return { ...rest, group, items: items.map((item) => toItem(item, source)) };
}

function toItem(item: ItemSource, scale: ScaleSource): Item {
  return {
    id: item.id,
    text: item.text,
    answerSet: item.answerSet ?? scale.answerSet,
    reversed: item.reversed ?? false,
    waves: item.waves ?? scale.waves,
    ...(item.grades && { grades: item.grades }),
  };
}

function byId(sets: readonly AnswerSet[]): Record<string, AnswerSet> {
  const result: Record<string, AnswerSet> = {};
  for (const set of sets) {
    if (Object.hasOwn(result, set.id)) {
      throw new RangeError(
        `Cannot use codebook: answer set "${set.id}" occurs twice, expected unique ids`,
      );
    }
    result[set.id] = set;
  }
  return result;
}
