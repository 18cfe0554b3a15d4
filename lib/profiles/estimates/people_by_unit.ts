/**
 * Sorts people by unit (counting sort, order within a unit kept).
 *
 * @param unitOf Unit of each person; −1 leaves the person out.
 * @returns `order` holds the people of unit u at `start[u]` up to `start[u + 1]`.
 */
export function peopleByUnit(
  unitOf: Int32Array,
  units: number,
): { readonly order: Int32Array; readonly start: Int32Array } {
  const start = new Int32Array(units + 1);
  for (const unit of unitOf) if (unit >= 0) start[unit + 1]!++;
  for (let u = 0; u < units; u++) start[u + 1]! += start[u]!;
  const order = new Int32Array(start[units]!);
  const next = start.slice();
  unitOf.forEach((unit, person) => {
    if (unit >= 0) order[next[unit]!++] = person;
  });
  return { order, start };
}
