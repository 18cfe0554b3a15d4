import {
  itemsInWave,
  type RespondentGroupInfo,
  type Scale,
} from "#lib/codebook/mod.ts";
import { drawAnswersInto } from "./draw_answers.ts";
import { addDoseInPlace } from "./intensity.ts";
import { drawFactors, latentValues } from "./latent_values.ts";
import { invitedTo, type People } from "./people.ts";
import type { ReadyScale } from "./ready_scales.ts";
import { drawRespondents } from "./respondents.ts";
import { momentsOf } from "./truth_collector.ts";
import type { WaveRolls } from "./wave_rolls.ts";
import { scaleNumber, type World } from "./world.ts";

const FACTOR_PERSISTENCE = 0.6;

/** Adds the lottery's effect to the values of pupils at drawn schools. */
function addTreatmentInPlace(
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

/** A world at one wave. */
export interface WaveContext {
  readonly world: World;
  readonly rolls: WaveRolls;
  /** Scales of the group; their moments are added to. */
  readonly ready: readonly ReadyScale[];
}

/** What one group answered in one wave. */
export interface GroupAnswers {
  /** The invited. */
  readonly people: People;
  /** Rows of `people` who answered. */
  readonly rows: Int32Array;
  /** Characters, 0 for blank; element `respondent * items + item`. */
  readonly answers: Uint8Array;
  /** Item ids in file order. */
  readonly ids: readonly string[];
}

/** Draws one scale's values and the answers of those who responded. */
function drawScaleInto(
  sheet: GroupAnswers,
  { scale, profile, means, moments, items: parameters }: ReadyScale,
  { context: { world, rolls }, factors, middleGrade, offset }: {
    readonly context: WaveContext;
    readonly factors: Float64Array;
    readonly middleGrade: number;
    /** First column of the scale. */
    readonly offset: number;
  },
): void {
  const { people } = sheet;
  const { wave, year } = rolls;
  const common = { seed: world.seed, scaleNumber: scaleNumber(scale), wave };
  const values = latentValues(people, profile, {
    ...common,
    schools: world.schools.length,
    classes: world.pupils.classes.count,
    means: means[wave]!,
    middleGrade,
    factors,
  });
  if (world.intensity) {
    addDoseInPlace(values, people, { intensity: world.intensity, scale, wave });
  }
  moments.push(momentsOf(values, people, world.municipalities.length));
  addTreatmentInPlace(values, people, { world, scale, wave });
  drawAnswersInto(sheet.answers, { ...sheet, values }, {
    ...common,
    items: itemsInWave(scale, year),
    parameters,
    answerSets: world.codebook.answerSets,
    stride: sheet.ids.length,
    offset,
  });
}

/** The people of a group and the rows of those who respond. */
function inviteGroup(
  group: RespondentGroupInfo,
  { world, rolls }: WaveContext,
): Pick<GroupAnswers, "people" | "rows"> {
  const roll = group.roll === "pupils" ? rolls.pupils : rolls.staff;
  if (roll === null) {
    throw new RangeError(
      `Cannot simulate "${group.id}": the programme has no staff`,
    );
  }
  const people = invitedTo(group, roll);
  const rows = drawRespondents(people, {
    seed: world.seed,
    group: group.id,
    wave: rolls.wave,
    schools: world.schools.length,
    classes: world.pupils.classes.count,
    absent: rolls.wave === 0 ? world.absentAtFirst : new Set(),
  });
  return { people, rows };
}

/**
 * Draws values and answers of one group in one wave.
 *
 * @throws {RangeError} If staff is asked in a world without any.
 */
export function drawGroup(
  group: RespondentGroupInfo,
  context: WaveContext,
): GroupAnswers {
  const { world, rolls, ready } = context;
  const { people, rows } = inviteGroup(group, context);
  const items = ready.map(({ scale }) => itemsInWave(scale, rolls.year));
  const ids = items.flat().map(({ id }) => id);
  const answers = new Uint8Array(rows.length * ids.length);
  const sheet: GroupAnswers = { people, rows, answers, ids };
  const factors = drawFactors(people, {
    seed: world.seed,
    wave: rolls.wave,
    roll: group.roll,
    persistence: FACTOR_PERSISTENCE,
  });
  const [lowest, highest] = group.grades ?? [0, 0];
  const middleGrade = (lowest + highest) / 2;
  let offset = 0;
  ready.forEach((one, index) => {
    drawScaleInto(sheet, one, { context, factors, middleGrade, offset });
    offset += items[index]!.length;
  });
  return sheet;
}
