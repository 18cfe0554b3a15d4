/**
 * Writes `scaling_lsat.json`: how many persons gave each answer pattern to the two LSAT
 * sections (Bock & Lieberman 1970, Psychometrika 35, 179–197). Run with
 * `deno run -A tests/golden/scaling_lsat.ts` where the data lie beside the repository.
 * @module
 */
const folder = new URL("../../../shared/validation/", import.meta.url);

function countPatterns(file: string): Record<string, number> {
  const lines = Deno.readTextFileSync(new URL(file, folder)).trim().split("\n");
  const counts: Record<string, number> = {};
  for (const line of lines.slice(1)) {
    const pattern = line.trim().replaceAll(",", "");
    counts[pattern] = (counts[pattern] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort());
}

const golden = {
  origin:
    "Answer patterns of 1,000 persons; fits: mirt 1.45.1 and TAM 4.3.25 " +
    "on 241 nodes from -12 to 12, R 4.2.2; no random numbers",
  lsat6: {
    patterns: countPatterns("lsat6.csv"),
    twoParameter: {
      logLikelihood: -2466.653377,
      slopes: [.82566, .722744, .890875, .688368, .656856],
      intercepts: [2.773235, .990201, .249148, 1.284757, 2.05327],
    },
    oneParameter: {
      logLikelihood: -2466.9376,
      slope: .755135,
      intercepts: [2.730013, .998606, .239854, 1.306451, 2.099404],
    },
  },
  lsat7: {
    patterns: countPatterns("lsat7.csv"),
    twoParameter: {
      logLikelihood: -2658.805114,
      slopes: [.987546, 1.080837, 1.707479, .76499, .735672],
      intercepts: [1.855856, .807969, 1.805207, .486, 1.854457],
    },
    oneParameter: { logLikelihood: -2664.900891, slope: 1.011268 },
  },
};
Deno.writeTextFileSync(
  new URL("scaling_lsat.json", import.meta.url),
  JSON.stringify(golden, null, 2) + "\n",
);
