import type { Cell, ShareLevel } from "#lib/profiles/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import {
  formatDifference,
  formatEstimate,
  formatList,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { dataTable } from "../table.ts";
import { changeIn } from "./all_measures.ts";
import type { ComposedScale } from "./background_part.ts";

/** A column of a table of parts. */
interface PartColumn {
  readonly label: string;
  readonly cellOf: (one: ComposedScale) => Cell | null | undefined;
}

interface PartTable {
  readonly caption: string;
  readonly columns: readonly PartColumn[];
  readonly note: string;
  /** How a number is written. @default {with sign} */
  readonly write?: (estimate: Estimate) => string;
}

/** One row per scale; nothing where no cell holds a number. */
function partTable(
  found: readonly ComposedScale[],
  { caption, columns, note, write = formatDifference }: PartTable,
): Markup {
  const cells = found.map((one) => columns.map(({ cellOf }) => cellOf(one)));
  if (cells.flat().every((cell) => !cell)) return markup``;
  return dataTable({
    caption,
    columns: [
      { label: "Skala", kind: "text" },
      ...columns.map(({ label }) => ({ label })),
    ],
    rows: found.map(({ entry }, i) => [
      entry.scale.label,
      ...cells[i]!.map((cell) => cellText(cell, write)),
    ]),
    note: [note, noteOf(cells.flat()).note].filter(Boolean).join(" "),
  });
}

/** The change in the slope and its parts within and between schools. */
export function slopeTable(found: readonly ComposedScale[]): Markup {
  const part = (
    name: Parameters<typeof changeIn>[1],
    label: string,
  ): PartColumn => ({ label, cellOf: ({ entry }) => changeIn(entry, name) });
  return partTable(found, {
    caption:
      `Ændringen i hældningen fra første til sidste måling, point pr. standardafvigelse med ${intervalLabel}`,
    columns: [
      part("slope", "Hele ændringen"),
      part("part-within", "Inden for skoler"),
      part("part-between", "Mellem skoler"),
      part("part-segregation", "Skolernes sammensætning"),
    ],
    note: "De tre sidste tal giver tilsammen det første.",
  });
}

/** The development, and the distance between homes, each with its parts. */
export function gapTable(found: readonly ComposedScale[]): Markup {
  return partTable(found, {
    caption:
      `Udvikling og afstand mellem hjem delt op, point med ${intervalLabel}`,
    columns: [
      { label: "Udvikling", cellOf: ({ parts }) => parts.change.total },
      {
        label: "Andre elever",
        cellOf: ({ parts }) => parts.change.composition,
      },
      {
        label: "Med ens elever",
        cellOf: ({ parts }) => parts.change.remainder,
      },
      {
        label: "Afstand mellem hjem",
        cellOf: ({ parts }) => parts.homes.total,
      },
      { label: "Heraf skolerne", cellOf: ({ parts }) => parts.homes.schools },
      { label: "Heraf resten", cellOf: ({ parts }) => parts.homes.remainder },
    ],
    note:
      "Afstanden er mellem hjem med lang og kort uddannelse. Oaxaca–Blinder med fælles hældninger og et led for gruppen. »Andre elever« er baggrund, køn og klassetrin; udviklingen rummer også usikkerheden ved at koble målerunderne.",
  });
}

/** The change in the share of weak results and its parts. */
export function weakTable(found: readonly ComposedScale[]): Markup {
  return partTable(found, {
    caption:
      `Ændringen i andelen under 400 point fra første til sidste måling, procentpoint med ${intervalLabel}`,
    columns: [
      { label: "Hele ændringen", cellOf: ({ parts }) => parts.weak.total },
      { label: "Andre hjem", cellOf: ({ parts }) => parts.weak.composition },
      { label: "I samme gruppe", cellOf: ({ parts }) => parts.weak.rates },
    ],
    note:
      "»Andre hjem« er, at grupperne af forældrenes uddannelse – med »uoplyst« som sin egen – har fået en anden størrelse; »i samme gruppe« er, at svage resultater er blevet sjældnere eller hyppigere i dem (Kitagawas opdeling).",
  });
}

const LEVELS: readonly (readonly [ShareLevel | "total", string])[] = [
  ["total", "I alt"],
  ["pupil", "Køn og klassetrin"],
  ["family", "Familien"],
  ["class", "Klassens elever"],
  ["school", "Skolens elever"],
  ["municipality", "Kommunens elever"],
];

/** The explained share, shared out between levels. */
export function shareTable(found: readonly ComposedScale[]): Markup {
  const levels = LEVELS.filter(([level]) =>
    found.some(({ parts }) => parts.shares[level] !== undefined)
  );
  const years = formatList([
    ...new Set(found.map(({ parts }) => formatYear(parts.to))),
  ]);
  return partTable(found, {
    caption:
      `Hvor stor en del af forskellene mellem elever følger hvad i ${years}, med ${intervalLabel}`,
    columns: levels.map(([level, label]) => ({
      label,
      cellOf: ({ parts }) => parts.shares[level],
    })),
    note:
      "Den forklarede andel delt mellem niveauerne med Shapleys regel: gennemsnittet over alle rækkefølger, de kan komme i. Klassens, skolens og kommunens elever er deres gennemsnitlige sociale baggrund.",
    write: formatEstimate,
  });
}
