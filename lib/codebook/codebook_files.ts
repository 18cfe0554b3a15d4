import type {
  AnswerSet,
  BackgroundIndex,
  Item,
  Municipality,
  ProgrammeSpec,
  RespondentGroup,
  RespondentGroupInfo,
  Scale,
  SuccessCriterion,
} from "./types.ts";

/** An item as written in a file: what its scale already says is left out. */
export interface ItemSource extends Pick<Item, "id" | "text" | "grades"> {
  /** Where it differs from the scale's. */
  readonly answerSet?: string;
  /** @default {false} */
  readonly reversed?: boolean;
  /** Where they differ from the scale's. */
  readonly waves?: readonly number[];
}

/** A scale as written in a file, with what holds for most of its items. */
export interface ScaleSource extends Omit<Scale, "group" | "items"> {
  readonly answerSet: string;
  readonly waves: readonly number[];
  readonly items: readonly ItemSource[];
}

/** Checked content of each kind of codebook file. */
export interface CodebookFiles {
  readonly instrument: {
    readonly version: string;
    readonly note: string;
    readonly groups: readonly RespondentGroupInfo[];
    readonly answerSets: readonly AnswerSet[];
  };
  readonly scaleFile: {
    readonly group: RespondentGroup;
    readonly scales: readonly ScaleSource[];
  };
  readonly municipalities: { readonly municipalities: readonly Municipality[] };
  readonly background: { readonly background: BackgroundIndex };
  readonly criteria: { readonly criteria: readonly SuccessCriterion[] };
  readonly programmes: { readonly programmes: readonly ProgrammeSpec[] };
}
