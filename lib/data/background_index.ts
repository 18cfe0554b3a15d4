import type { BackgroundIndex } from "#lib/codebook/mod.ts";

/**
 * Social-background index of one home, mean 0 and SD 1 in the frozen reference.
 *
 * Each component is standardised with the codebook's frozen mean and SD; the
 * index is the weighted sum of these z-scores divided by the codebook's scale.
 * Where a component other than education is unknown, the weights of the known
 * ones are raised in proportion so that they sum to the same total.
 *
 * @param index The frozen components.
 * @param values Highest value of each component in the home, NaN unknown.
 * @returns NaN unless education and at least one other component are known.
 */
export function backgroundIndex(
  { components, scale }: BackgroundIndex,
  values: ArrayLike<number>,
): number {
  let weighted = 0;
  let knownWeight = 0;
  let totalWeight = 0;
  let known = 0;
  let hasEducation = false;
  components.forEach((component, k) => {
    totalWeight += component.weight;
    const value = values[k]!;
    if (Number.isNaN(value)) return;
    known++;
    knownWeight += component.weight;
    weighted += component.weight *
      ((value - component.mean) / component.standardDeviation);
    hasEducation ||= component.id === "education";
  });
  if (!hasEducation || known < 2) return NaN;
  return weighted * (totalWeight / knownWeight) / scale;
}
