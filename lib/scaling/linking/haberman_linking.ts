import { exp, ln } from "#lib/numerics/mod.ts";
import type { LinearLink, LinkingItem } from "./linking_item.ts";

/** All forms on the scale of the first. */
export interface JointLink {
  /** Per form: θ on the first form's scale; the first is the identity. */
  readonly links: readonly LinearLink[];
  /** Items on the common scale. */
  readonly items: readonly LinkingItem[];
}

const TOLERANCE = 1e-13;
const MOST_ROUNDS = 100_000;

interface Entry {
  readonly row: number;
  readonly form: number;
  readonly value: number;
}

/**
 * Least squares of value = row + form with form 0 at 0, by alternating means.
 *
 * @throws {RangeError} If it does not come to rest, as for forms without common items.
 */
function additiveFit(
  entries: readonly Entry[],
  { rows, forms }: { readonly rows: number; readonly forms: number },
): { readonly row: Float64Array; readonly form: Float64Array } {
  const row = new Float64Array(rows), form = new Float64Array(forms);
  const meansInPlace = (
    into: Float64Array,
    key: "row" | "form",
    rest: (entry: Entry) => number,
  ): void => {
    const sums = new Float64Array(into.length),
      n = new Float64Array(into.length);
    for (const entry of entries) {
      sums[entry[key]]! += entry.value - rest(entry);
      n[entry[key]]! += 1;
    }
    for (let i = 0; i < into.length; i++) into[i] = n[i] ? sums[i]! / n[i]! : 0;
  };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = form.slice();
    meansInPlace(row, "row", (e) => form[e.form]!);
    meansInPlace(form, "form", (e) => row[e.row]!);
    const first = form[0]!;
    for (let g = 0; g < forms; g++) form[g]! -= first;
    if (form.every((x, g) => Math.abs(x - before[g]!) < TOLERANCE)) {
      meansInPlace(row, "row", (e) => form[e.form]!);
      return { row, form };
    }
  }
  throw new RangeError(
    `Cannot link ${forms} forms: no rest after ${MOST_ROUNDS} rounds`,
  );
}

/** Makes sure that common items join all forms. */
function checkJoined(forms: readonly (readonly LinkingItem[])[]): void {
  const joined = new Set([0]);
  const seen = new Set(forms[0]?.map(({ id }) => id));
  for (let pass = 0; pass < forms.length; pass++) {
    forms.forEach((items, g) => {
      if (joined.has(g) || !items.some(({ id }) => seen.has(id))) return;
      joined.add(g);
      items.forEach(({ id }) => seen.add(id));
    });
  }
  if (forms.length < 2 || joined.size < forms.length) {
    throw new RangeError(
      `Cannot link ${forms.length} forms: found ${joined.size} joined by common items, expected 2 or more and all of them`,
    );
  }
}

/**
 * Links two or more forms at once by least squares: first ln a_ig = ln a_i + ln A_g,
 * then A_g b_ig = b_i − B_g over all steps, with A = 1 and B = 0 on the first form.
 *
 * @param forms Items of each form; ids say which are common.
 * @throws {RangeError} If there are fewer than two forms, or common items do not join them.
 * @see Haberman (2009), Educational Testing Service Research Report 09-40.
 */
export function linkJointly(
  forms: readonly (readonly LinkingItem[])[],
): JointLink {
  checkJoined(forms);
  const known = new Map<string, LinkingItem>();
  forms.flat().forEach((item) => {
    if (!known.has(item.id)) known.set(item.id, item);
  });
  const ids = [...known.keys()];
  const slopes = additiveFit(
    forms.flatMap((items, form) =>
      items.map(({ id, slope }) => ({
        row: ids.indexOf(id),
        form,
        value: ln(slope),
      }))
    ),
    { rows: ids.length, forms: forms.length },
  );
  const unit = slopes.form.map((x) => exp(x));
  const first = new Map<string, number>();
  let rows = 0;
  for (const [id, { steps }] of known) {
    first.set(id, rows);
    rows += steps.length;
  }
  const shifts = additiveFit(
    forms.flatMap((items, form) =>
      items.flatMap(({ id, steps }) =>
        steps.map((b, k) => ({
          row: first.get(id)! + k,
          form,
          value: unit[form]! * b,
        }))
      )
    ),
    { rows, forms: forms.length },
  );
  return {
    links: Array.from(
      unit,
      (slope, g) => ({ slope, shift: -shifts.form[g]! }),
    ),
    items: ids.map((id, i) => ({
      ...known.get(id)!,
      slope: exp(slopes.row[i]!),
      steps: known.get(id)!.steps.map((_, k) =>
        shifts.row[first.get(id)! + k]!
      ),
    })),
  };
}
