import { colour } from "../charts/palette.ts";
import { type Markup, markup, trusted } from "../markup.ts";

/** Forms that a key can show. */
export type KeyForm =
  | "own"
  | "reference"
  | "reference-line"
  | "school"
  | "mean-line"
  | GroupForm;

/** Forms of groups. */
export type GroupForm = "circle" | "square" | "triangle" | "diamond" | "cross";

/** One entry of a chart's key. */
export interface KeyEntry {
  readonly form: KeyForm;
  readonly label: string;
  /** CSS colour of a group's form. @default {the own colour} */
  readonly ink?: string;
}

/** The key of a chart: each form as it is drawn, with its meaning. */
export function chartKey(entries: readonly KeyEntry[]): Markup {
  return markup`${
    entries.map(({ form, label, ink = colour("own") }) =>
      markup`<span class="swatch"><svg width="30" height="20" viewBox="0 0 30 20" aria-hidden="true">${
        trusted(drawings[form](ink))
      }</svg>${label}</span> `
    )
  }`;
}

const drawings: Readonly<Record<KeyForm, (ink: string) => string>> = {
  own: (ink) =>
    `<path d="M3 10H27" stroke="${ink}" stroke-width="4" stroke-opacity=".55" stroke-linecap="round"/><circle cx="15" cy="10" r="6" fill="${ink}"/>`,
  reference: () =>
    `<path d="M15 2L22 10L15 18L8 10Z" fill="none" stroke="${
      colour("other")
    }" stroke-width="2.5"/>`,
  "reference-line": () =>
    `<path d="M0 10H30" stroke="${
      colour("other")
    }" stroke-width="2.5" stroke-dasharray="6 4"/><path d="M15 4L20 10L15 16L10 10Z" fill="${
      colour("paper")
    }" stroke="${colour("other")}" stroke-width="2"/>`,
  school: (ink) =>
    `<path d="M3 10H27" stroke="${ink}" stroke-width="2" stroke-opacity=".4"/><circle cx="15" cy="10" r="5" fill="${ink}"/>`,
  "mean-line": () =>
    `<path d="M15 0V20" stroke="${colour("warn")}" stroke-width="3"/>`,
  cross: (ink) =>
    `<path d="M9 4L21 16M21 4L9 16" stroke="${ink}" stroke-width="2.5"/>`,
  circle: (ink) => `<circle cx="15" cy="10" r="6" fill="${ink}"/>`,
  square: (ink) =>
    `<path d="M9 4H21V16H9Z" fill="${
      colour("paper")
    }" stroke="${ink}" stroke-width="2.5"/>`,
  triangle: (ink) =>
    `<path d="M15 3L23 17H7Z" fill="${ink}" stroke="${ink}" stroke-width="1"/>`,
  diamond: (ink) =>
    `<path d="M15 2L22 10L15 18L8 10Z" fill="${
      colour("paper")
    }" stroke="${ink}" stroke-width="2.5"/>`,
};
