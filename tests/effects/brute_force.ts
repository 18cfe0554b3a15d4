/** All ways to draw `drawn` of `schools`, as arrays of 0 and 1; slow and plain. */
export function allDraws(schools: number, drawn: number): number[][] {
  const draws: number[][] = [];
  for (let mask = 0; mask < 2 ** schools; mask++) {
    const marks = Array.from({ length: schools }, (_, i) => mask >> i & 1);
    if (marks.reduce((total, mark) => total + mark, 0) === drawn) {
      draws.push(marks);
    }
  }
  return draws;
}

/** Difference of weighted means, marked minus others. */
export function differenceOf(
  values: ArrayLike<number>,
  marks: readonly number[],
  weights: readonly number[] = marks.map(() => 1),
): number {
  const mean = (mark: number) => {
    let total = 0, weight = 0;
    marks.forEach((one, i) => {
      if (one !== mark) return;
      total += weights[i]! * values[i]!;
      weight += weights[i]!;
    });
    return total / weight;
  };
  return mean(1) - mean(0);
}
