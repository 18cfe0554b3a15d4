import type { EstimateRow } from "../estimate_table.ts";
import type { ReportRecord } from "../manifest.ts";

/** One way in which a report differs from what was published. */
export interface Difference {
  /** What sort of thing differs. */
  readonly kind:
    | "file"
    | "manifest"
    | "source"
    | "notebook"
    | "kernel"
    | "cell"
    | "estimate"
    | "text";
  /** Id of the cell; "" where it is about the whole report. */
  readonly cell: string;
  /** What differs, e.g. "e4_trivsel/2017/mean" or "billund.html". */
  readonly name: string;
  /** Value or digest as published; "" where there was none. */
  readonly published: string;
  /** Value or digest of today; "" where there is none. */
  readonly found: string;
  /** Distance in published standard errors; null where it is no estimate. */
  readonly standardErrors: number | null;
}

type Texts = Pick<Difference, "kind" | "name" | "published" | "found"> & {
  readonly cell?: string;
};

/** Makes a difference between two texts. */
export function difference({ cell = "", ...texts }: Texts): Difference {
  return { ...texts, cell, standardErrors: null };
}

/**
 * Compares estimates one by one, by cell and name.
 *
 * @param published Rows of the published table.
 * @param found Rows of the new run.
 * @returns Changed, missing and new estimates, in the published order.
 */
export function compareEstimates(
  published: readonly EstimateRow[],
  found: readonly EstimateRow[],
): readonly Difference[] {
  const key = (row: EstimateRow) => `${row.cell}\n${row.name}`;
  const byKey = new Map(found.map((row) => [key(row), row]));
  const known = new Set(published.map(key));
  const changed = published.flatMap((row) =>
    compareRows(row, byKey.get(key(row)))
  );
  const added = found.filter((row) => !known.has(key(row))).map((
    row,
  ): Difference => ({
    ...estimateDifference(row),
    published: "",
    found: row.value,
  }));
  return [...changed, ...added];
}

function compareRows(
  published: EstimateRow,
  found: EstimateRow | undefined,
): readonly Difference[] {
  const base = estimateDifference(published);
  if (found === undefined) {
    return [{ ...base, published: published.value, found: "" }];
  }
  if (published.value !== found.value) {
    const distance = Math.abs(Number(found.value) - Number(published.value));
    const standardErrors = distance / Number(published.standardError);
    return [{
      ...base,
      published: published.value,
      found: found.value,
      standardErrors,
    }];
  }
  const others = [
    "standardError",
    "lower",
    "upper",
    "degreesOfFreedom",
    "n",
    "unit",
  ] as const;
  return others.filter((field) => published[field] !== found[field]).map((
    field,
  ) => ({
    ...base,
    name: `${published.name} (${field})`,
    published: published[field],
    found: found[field],
  }));
}

function estimateDifference(
  { cell, name }: EstimateRow,
): Pick<Difference, "kind" | "cell" | "name" | "standardErrors"> {
  return { kind: "estimate", cell, name, standardErrors: null };
}

/**
 * Names the cells whose outputs are not the published ones.
 *
 * @param published Record in the manifest.
 * @param found Record of the new run.
 */
export function compareCells(
  published: ReportRecord,
  found: ReportRecord,
): readonly Difference[] {
  const byCell = new Map(found.cells.map(({ cell, digest }) => [cell, digest]));
  const known = new Set(published.cells.map(({ cell }) => cell));
  const all = [
    ...published.cells,
    ...found.cells.filter(({ cell }) => !known.has(cell)).map(({ cell }) => ({
      cell,
      digest: "",
    })),
  ];
  return all.filter(({ cell, digest }) => byCell.get(cell) !== digest).map((
    { cell, digest },
  ) =>
    difference({
      kind: "cell",
      cell,
      name: "outputs",
      published: digest,
      found: byCell.get(cell) ?? "",
    })
  );
}

/**
 * Finds the first text that two pages do not share.
 *
 * @param published HTML as published.
 * @param found HTML of the new run.
 * @returns One difference, named by the nearest id before it, e.g. a table's;
 * none when the pages are the same.
 */
export function compareTexts(
  published: string,
  found: string,
): readonly Difference[] {
  if (published === found) return [];
  const [before, after] = [textsOf(published), textsOf(found)];
  const at = before.findIndex(({ text }, index) => text !== after[index]?.text);
  const place = at >= 0 ? at : Math.min(before.length, after.length);
  const [first, second] = [before[place], after[place]];
  const isMarkup = first?.text === second?.text;
  const id = first?.id ?? second?.id ?? "";
  return [
    difference({
      kind: "text",
      name: isMarkup ? "markup" : id === "" ? "text" : `text in ${id}`,
      published: shorten(first?.text ?? ""),
      found: shorten(second?.text ?? ""),
    }),
  ];
}

/** A text of a page and the last id before it; "" where there is none. */
interface PlacedText {
  readonly text: string;
  readonly id: string;
}

function textsOf(html: string): readonly PlacedText[] {
  const parts = html.replace(/<style[\s\S]*?<\/style>/g, "")
    .split(/(<[^>]*>)|\n/);
  const texts: PlacedText[] = [];
  let id = "";
  for (const part of parts) {
    const text = part?.trim() ?? "";
    if (text.startsWith("<")) id = /\sid="([^"]*)"/.exec(text)?.[1] ?? id;
    else if (text !== "") texts.push({ text, id });
  }
  return texts;
}

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
