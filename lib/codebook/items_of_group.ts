import { itemsInWave } from "./items_in_wave.ts";
import type {
  Codebook,
  Item,
  ProgrammeSpec,
  RespondentGroup,
} from "./types.ts";

/** Options for {@linkcode itemsOfGroup}. */
export interface ItemsOfGroupOptions {
  /** Only items asked in this year. @default all years */
  readonly wave?: number;
  /** Only items of this programme's scales. @default all scales */
  readonly programme?: ProgrammeSpec;
}

/**
 * Lists a respondent group's items in codebook order, which is the order of
 * the columns in its answer files.
 */
export function itemsOfGroup(
  codebook: Codebook,
  group: RespondentGroup,
  { wave, programme }: ItemsOfGroupOptions = {},
): readonly Item[] {
  return codebook.scales
    .filter((scale) =>
      scale.group === group &&
      (programme === undefined || programme.scales.includes(scale.id))
    )
    .flatMap((scale) =>
      wave === undefined ? scale.items : itemsInWave(scale, wave)
    );
}
