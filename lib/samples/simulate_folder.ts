import {
  itemsInWave,
  type RespondentGroupInfo,
  type Scale,
} from "#lib/codebook/mod.ts";
import {
  type AnswerFile,
  personKey,
  toAnswerBytes,
  toTableBytes,
} from "./csv_bytes.ts";
import { drawAnswersInto } from "./draw_answers.ts";
import { drawItemParameters, type ItemParameters } from "./item_parameters.ts";
import { drawFactors, latentValues } from "./latent_values.ts";
import { municipalityMeans } from "./municipality_means.ts";
import { invitedTo, type People, pupilsOfWave, staffOfWave } from "./people.ts";
import { drawRespondents } from "./respondents.ts";
import { profileOf, type ScaleProfile } from "./scale_profile.ts";
import {
  momentsOf,
  type Reference,
  type ScaleRecord,
  toScaleTruth,
  type WaveMoments,
} from "./truth_collector.ts";
import type { Truth } from "./truth.ts";
import { type FileSink, scaleNumber, type World } from "./world.ts";

/** Changes with every change of the simulator that changes its bytes. */
export const SIMULATOR_VERSION = "1";

const PUPIL_KEY = "E";
const STAFF_KEY = "P";
const FACTOR_PERSISTENCE = 0.6;
const PARENTS = "parents";

/** A scale made ready: how its values and answers arise. */
interface ReadyScale {
  readonly scale: Scale;
  readonly profile: ScaleProfile;
  readonly items: readonly ItemParameters[];
  readonly means: readonly Float64Array[];
  readonly moments: WaveMoments[];
}

function readyScales(world: World): ReadyScale[] {
  const { seed, itemSeed, codebook, programme, municipalities } = world;
  const weights = new Float64Array(municipalities.length);
  for (const school of world.schools) {
    weights[school.municipality]! += school.pupilsPerGrade;
  }
  return world.scales.map((scale) => {
    const own = profileOf(scale, programme.waves.length);
    const profile = world.schoolPersistence === undefined ? own : {
      ...own,
      persistence: { ...own.persistence, school: world.schoolPersistence },
    };
    return {
      scale,
      profile,
      items: drawItemParameters(codebook, scale, {
        seed: itemSeed,
        flaws: world.flaws,
        waves: programme.waves.length,
      }),
      means: municipalityMeans(profile, {
        seed,
        scaleNumber: scaleNumber(scale),
        municipalities,
        expectedIndex: world.families.expectedIndex,
        weights,
      }),
      moments: [],
    };
  });
}

/** People on the rolls of one wave. */
interface WaveRolls {
  readonly wave: number;
  readonly year: number;
  readonly pupils: People;
  readonly staff: People | null;
}

function rollsOf(world: World, wave: number): WaveRolls {
  const year = world.programme.waves[wave]!;
  return {
    wave,
    year,
    pupils: pupilsOfWave(world.pupils, {
      schools: world.schools,
      families: world.families,
      wave,
      year,
    }),
    staff: world.staff === null
      ? null
      : staffOfWave(world.staff, { schools: world.schools, wave }),
  };
}

function writeSchools(world: World, sink: FileSink): void {
  sink(
    "skoler.csv",
    toTableBytes(
      ["skole", "kommune", "navn"],
      world.schools.map((school) => [
        school.id,
        world.municipalities[school.municipality]!.code,
        school.name,
      ]),
    ),
  );
}

function writeRolls(
  world: World,
  { year, pupils, staff }: WaveRolls,
  sink: FileSink,
): void {
  const { letter } = world.pupils.classes;
  const schoolId = (people: People, row: number) =>
    world.schools[people.school[row]!]!.id;
  sink(
    `elever_${year}.csv`,
    toTableBytes(
      ["elev", "skole", "klasse", "klassetrin", "koen"],
      Array.from({ length: pupils.count }, (_, row) => [
        personKey(PUPIL_KEY, pupils.person[row]!),
        schoolId(pupils, row),
        `${pupils.grade[row]!}.${letter[pupils.classIndex[row]!]!}`,
        pupils.grade[row]!,
        pupils.gender[row]! + 1,
      ]),
    ),
  );
  if (staff === null) return;
  sink(
    `personale_${year}.csv`,
    toTableBytes(
      ["person", "skole", "rolle"],
      Array.from({ length: staff.count }, (_, row) => [
        personKey(STAFF_KEY, staff.person[row]!),
        schoolId(staff, row),
        staff.role[row]!,
      ]),
    ),
  );
}

/** The teacher who rates each class: a school's teachers in turn. */
function ratersOf(rolls: WaveRolls, world: World): Int32Array {
  const teachers: number[][] = world.schools.map(() => []);
  const { staff, pupils } = rolls;
  for (let row = 0; staff !== null && row < staff.count; row++) {
    if (staff.role[row] === 1) {
      teachers[staff.school[row]!]!.push(staff.person[row]!);
    }
  }
  const raters = new Int32Array(world.pupils.classes.count).fill(-1);
  const turn = new Int32Array(world.schools.length);
  for (let row = 0; row < pupils.count; row++) {
    const index = pupils.classIndex[row]!;
    if (raters[index] !== -1) continue;
    const here = teachers[pupils.school[row]!]!;
    raters[index] = here[turn[pupils.school[row]!]!++ % here.length]!;
  }
  return raters;
}

function addTreatment(
  values: Float64Array,
  people: People,
  { world, scale, wave }: {
    readonly world: World;
    readonly scale: Scale;
    readonly wave: number;
  },
): void {
  const effect = world.treatment?.effects[scale.id] ?? 0;
  if (world.treatment?.wave !== wave || effect === 0) return;
  for (let row = 0; row < people.count; row++) {
    if (world.treatment.schools.has(people.school[row]!)) {
      values[row]! += effect;
    }
  }
}

/** Draws values and answers of one group in one wave. */
function drawGroup(
  group: RespondentGroupInfo,
  { world, rolls, ready }: {
    readonly world: World;
    readonly rolls: WaveRolls;
    readonly ready: readonly ReadyScale[];
  },
): { people: People; rows: Int32Array; answers: Uint8Array; ids: string[] } {
  const { seed, codebook } = world;
  const { wave, year } = rolls;
  const roll = group.roll === "pupils" ? rolls.pupils : rolls.staff;
  if (roll === null) {
    throw new RangeError(
      `Cannot simulate "${group.id}": the programme has no staff`,
    );
  }
  const people = invitedTo(group, roll);
  const rows = drawRespondents(people, {
    seed,
    group: group.id,
    wave,
    schools: world.schools.length,
    classes: world.pupils.classes.count,
    absent: wave === 0 ? world.absentAtFirst : new Set(),
  });
  const factors = drawFactors(people, {
    seed,
    wave,
    persistence: FACTOR_PERSISTENCE,
  });
  const [lowest, highest] = group.grades ?? [0, 0];
  const items = ready.map(({ scale }) => itemsInWave(scale, year));
  const ids = items.flat().map(({ id }) => id);
  const answers = new Uint8Array(rows.length * ids.length);
  let offset = 0;
  ready.forEach(({ scale, profile, means, moments, items: parameters }, s) => {
    const values = latentValues(people, profile, {
      seed,
      scaleNumber: scaleNumber(scale),
      wave,
      schools: world.schools.length,
      classes: world.pupils.classes.count,
      means: means[wave]!,
      middleGrade: (lowest + highest) / 2,
      factors,
    });
    moments.push(momentsOf(values, people, world.municipalities.length));
    addTreatment(values, people, { world, scale, wave });
    drawAnswersInto(answers, { people, rows, values }, {
      seed,
      scaleNumber: scaleNumber(scale),
      wave,
      items: items[s]!,
      parameters,
      answerSets: codebook.answerSets,
      stride: ids.length,
      offset,
    });
    offset += items[s]!.length;
  });
  return { people, rows, answers, ids };
}

/** Background columns of the parents who answered. */
function backgroundColumns(
  { families, pupils }: World,
  people: People,
  rows: Int32Array,
): Uint8Array[] {
  return families.columns.map((_, column) =>
    Uint8Array.from(
      rows,
      (row) => families.codes[column * pupils.count + people.person[row]!]!,
    )
  );
}

function simulateGroup(
  group: RespondentGroupInfo,
  context: {
    readonly world: World;
    readonly rolls: WaveRolls;
    readonly ready: readonly ReadyScale[];
  },
  sink: FileSink,
): void {
  const { world, rolls } = context;
  const { people, rows, answers, ids } = drawGroup(group, context);
  const persons = rows.map((row) => people.person[row]!);
  const isPupils = group.roll === "pupils";
  const letter = isPupils ? PUPIL_KEY : STAFF_KEY;
  const isRated = group.id === "class-teachers";
  const raters = isRated ? ratersOf(rolls, world) : null;
  const isParents = group.id === PARENTS;
  const file: AnswerFile = {
    header: [
      isPupils ? "elev" : "person",
      ...(isRated ? ["laerer"] : []),
      ...(isParents ? world.families.columns : []),
      ...ids,
    ],
    rows: rows.length,
    keys: [
      { letter, numbers: persons },
      ...(raters === null ? [] : [{
        letter: STAFF_KEY,
        numbers: rows.map((row) => raters[people.classIndex[row]!]!),
      }]),
    ],
    numbers: isParents ? backgroundColumns(world, people, rows) : [],
    answers,
    items: ids.length,
  };
  sink(`svar_${group.fileStem}_${rolls.year}.csv`, toAnswerBytes(file));
}

function invitedCounts(
  world: World,
  ready: readonly ReadyScale[],
): Truth["invited"] {
  return Object.fromEntries(
    world.codebook.groups.flatMap(({ id }) => {
      const first = ready.find(({ scale }) => scale.group === id);
      return first ? [[id, first.moments.map(({ counts }) => counts)]] : [];
    }),
  );
}

function toTruth(
  world: World,
  ready: readonly ReadyScale[],
  references: ReadonlyMap<string, Reference>,
): Truth {
  const scales = ready.map(({ moments, ...rest }) =>
    toScaleTruth(
      { ...rest, waves: moments } satisfies ScaleRecord,
      world,
      references.get(rest.scale.id),
    )
  );
  const { municipalities, families, programme, schools } = world;
  return {
    simulator: SIMULATOR_VERSION,
    programme: programme.id,
    seed: world.seed,
    note:
      "Simulated. Means are generating means in scale points: schools, classes and persons are draws from them. The library never reads this file.",
    waves: programme.waves,
    municipalities: municipalities.map(({ id }) => id),
    expectedIndex: Object.fromEntries(
      municipalities.map(({ id }, m) => [id, families.expectedIndex[m]!]),
    ),
    invited: invitedCounts(world, ready),
    flaws: world.flaws,
    absentAtFirst: [...world.absentAtFirst].map((index) => schools[index]!.id),
    lottery: world.treatment === null ? null : {
      drawn: [...world.treatment.schools].map((index) => schools[index]!.id),
      effects: Object.fromEntries(
        scales.map(({ scale, reference }) => [
          scale,
          100 * (world.treatment!.effects[scale] ?? 0) /
          reference.standardDeviation,
        ]),
      ),
    },
    scales,
  };
}

/**
 * Draws all files of a world, wave by wave, and states the truth behind them.
 *
 * @param sink Receives each file when it is finished; the bytes are the sink's.
 * @param references Reference of scales that are frozen elsewhere; the world's
 * own first wave by default.
 */
export function simulateFolder(
  world: World,
  sink: FileSink,
  references: ReadonlyMap<string, Reference> = new Map(),
): Truth {
  const ready = readyScales(world);
  const isAsked = (id: string) =>
    ready.some(({ scale }) => scale.group === id) ||
    (id === PARENTS && world.staff !== null);
  const groups = world.codebook.groups.filter(({ id }) => isAsked(id));
  writeSchools(world, sink);
  world.programme.waves.forEach((_, wave) => {
    const rolls = rollsOf(world, wave);
    writeRolls(world, rolls, sink);
    for (const group of groups) {
      const ofGroup = ready.filter(({ scale }) => scale.group === group.id);
      simulateGroup(group, { world, rolls, ready: ofGroup }, sink);
    }
  });
  return toTruth(world, ready, references);
}
