import type { Codebook, Item, ProgrammeSpec, Scale } from "./types.ts";

/**
 * Checks what one file alone cannot show: unique ids, and that everything
 * named exists where it is defined and in the years it is used.
 *
 * @throws {RangeError} At the first contradiction, naming what was found and
 * what is allowed.
 */
export function checkCodebook(codebook: Codebook): void {
  checkUniqueIds(codebook);
  checkGroups(codebook);
  for (const scale of codebook.scales) checkScale(codebook, scale);
  checkProgrammes(codebook);
  checkCriteria(codebook);
  checkBackground(codebook);
}

function refuse(where: string, found: string, allowed: string): never {
  throw new RangeError(
    `Cannot use codebook: ${where}: ${found}, expected ${allowed}`,
  );
}

function checkUniqueIds(codebook: Codebook): void {
  const lists: Record<string, readonly string[]> = {
    group: codebook.groups.map((g) => g.id),
    "file stem": codebook.groups.map((g) => g.fileStem),
    scale: codebook.scales.map((s) => s.id),
    item: codebook.scales.flatMap((s) => s.items.map((i) => i.id)),
    municipality: codebook.municipalities.map((m) => m.id),
    "municipality code": codebook.municipalities.map((m) => m.code),
    criterion: codebook.criteria.map((c) => c.id),
    programme: codebook.programmes.map((p) => p.id),
    "background column": codebook.background.components
      .flatMap((c) => c.columns),
  };
  for (const [kind, ids] of Object.entries(lists)) {
    const seen = new Set<string>();
    for (const id of ids) {
      if (seen.has(id)) refuse(kind, `"${id}" occurs twice`, "unique ids");
      seen.add(id);
    }
  }
}

function checkGroups(codebook: Codebook): void {
  for (const group of codebook.groups) {
    const needed = group.roll === "pupils" ? "grades" : "roles";
    if (group[needed] === undefined) {
      refuse(`group "${group.id}"`, `no ${needed}`, `${needed} of the roll`);
    }
    checkGradeRange(`group "${group.id}"`, group.grades);
  }
}

function checkScale(codebook: Codebook, scale: Scale): void {
  const where = `scale "${scale.id}"`;
  const waves = new Set(codebook.programmes.flatMap((p) => p.waves));
  for (const item of scale.items) {
    const place = `item "${item.id}"`;
    checkAnswerSet(codebook, item);
    checkGradeRange(place, item.grades);
    for (const wave of item.waves) {
      if (!waves.has(wave)) {
        refuse(place, `wave ${wave}`, `one of ${[...waves].join(", ")}`);
      }
    }
  }
  if (scale.kind === "test" && scale.items.some((i) => i.reversed)) {
    refuse(where, "a reversed test item", "no reversed items in a test");
  }
}

function checkAnswerSet(codebook: Codebook, item: Item): void {
  const set = codebook.answerSets[item.answerSet];
  if (!set) {
    const known = Object.keys(codebook.answerSets).join(", ");
    refuse(
      `item "${item.id}"`,
      `answer set "${item.answerSet}"`,
      `one of ${known}`,
    );
  }
  const last = set.firstCode + set.categories.length - 1;
  const { dontKnowCode } = set;
  if (
    dontKnowCode !== null && dontKnowCode >= set.firstCode &&
    dontKnowCode <= last
  ) {
    refuse(
      `answer set "${set.id}"`,
      `"don't know" code ${dontKnowCode}`,
      `a code outside ${set.firstCode} to ${last}`,
    );
  }
}

function checkGradeRange(
  where: string,
  grades: readonly [number, number] | undefined,
): void {
  if (grades && grades[0] > grades[1]) {
    refuse(where, `grades ${grades[0]} to ${grades[1]}`, "first before last");
  }
}

function checkProgrammes(codebook: Codebook): void {
  const scales = new Map(codebook.scales.map((s) => [s.id, s]));
  const municipalities = new Set(codebook.municipalities.map((m) => m.id));
  for (const programme of codebook.programmes) {
    const where = `programme "${programme.id}"`;
    checkIncreasing(where, programme.waves);
    for (const id of programme.municipalities) {
      if (!municipalities.has(id)) {
        refuse(where, `municipality "${id}"`, "one of the municipalities");
      }
    }
    checkPrimaryScale(where, programme);
    for (const id of programme.scales) {
      const scale = scales.get(id);
      if (!scale) refuse(where, `scale "${id}"`, "one of the scales");
      for (const wave of programme.waves) {
        if (!scale.items.some((item) => item.waves.includes(wave))) {
          refuse(where, `scale "${id}" without items in ${wave}`, "some");
        }
      }
    }
  }
}

function checkPrimaryScale(
  where: string,
  { primaryScale, scales }: ProgrammeSpec,
): void {
  if (primaryScale !== undefined && !scales.includes(primaryScale)) {
    refuse(
      where,
      `primary scale "${primaryScale}"`,
      "one of the programme's scales",
    );
  }
}

function checkIncreasing(where: string, waves: readonly number[]): void {
  if (waves.some((wave, w) => w > 0 && wave <= waves[w - 1]!)) {
    refuse(where, `waves ${waves.join(", ")}`, "increasing years");
  }
}

function checkCriteria(codebook: Codebook): void {
  // The criteria belong to the first programme, the one with a development over waves.
  const programme = codebook.programmes[0];
  for (const criterion of codebook.criteria) {
    const where = `criterion "${criterion.id}"`;
    for (const id of criterion.scales) {
      if (!programme?.scales.includes(id)) {
        refuse(where, `scale "${id}"`, "one of the programme's scales");
      }
    }
    for (const wave of [criterion.from, criterion.to]) {
      if (!programme?.waves.includes(wave)) {
        refuse(where, `wave ${wave}`, `one of ${programme?.waves.join(", ")}`);
      }
    }
    checkIncreasing(where, [criterion.from, criterion.to]);
  }
}

function checkBackground(codebook: Codebook): void {
  const { components, educationGroups } = codebook.background;
  for (const { id, values, range } of components) {
    if (range[0] > range[1]) {
      refuse(
        `background "${id}"`,
        `range ${range.join(" to ")}`,
        "low to high",
      );
    }
    for (let code = range[0]; values && code <= range[1]; code++) {
      if (values[String(code)] === undefined) {
        refuse(`background "${id}"`, `no value for code ${code}`, "one each");
      }
    }
  }
  const education = components.find((c) => c.id === "education");
  const codes = educationGroups.flatMap((g) => g.codes);
  const known = Object.keys(education?.values ?? {}).map(Number);
  if (
    new Set(codes).size !== codes.length || codes.length !== known.length ||
    known.some((code) => !codes.includes(code))
  ) {
    refuse(
      "education groups",
      `codes ${codes.join(", ")}`,
      `each of ${known.join(", ")} once`,
    );
  }
}
