import { type Codebook, programmeById } from "#lib/codebook/mod.ts";
import { createStream, hashString } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import { drawFamilies } from "./families.ts";
import { simulatePupils } from "./pupil_population.ts";
import { planSchools } from "./school_plan.ts";
import { scalesOf, type World } from "./world.ts";

/** The recorded draw of the lottery, as `lodtraekning.json` holds it. */
export interface LotteryDraw {
  readonly date: string;
  readonly seed: number;
  readonly schools: readonly string[];
  readonly drawn: readonly string[];
  /** Schools that took part: those drawn but one, which stayed away. */
  readonly received: readonly string[];
  /** Strata of the draw; null when all schools were drawn from together. */
  readonly strata: null;
  readonly method: string;
}

/** A simulated lottery. */
export interface LotteryWorld {
  readonly world: World;
  readonly draw: LotteryDraw;
}

const VOLUNTEERS = 22;
const PLACES = 10;
/** Grades 0–9 of a site; six of them are asked, about 300 pupils. */
const PUPILS_PER_SITE = 500;
const DRAW_DATE = "2018-02-07";
/** Names that the 242 sites of the programme leave over. */
const FIRST_NAME = 242;
/** Of the drawn schools, in their order, the one that does not take part. */
const STAYED_AWAY = 3;
const SCHOOL_PERSISTENCE = 0.88;
/** Generating effects in units of 100 points; scales not named have none. */
const EFFECTS: Readonly<Record<string, number>> = {
  e4_feedback: 0.12,
  pr_laesning: 0.04,
};

/** Draws ten of the schools without replacement (Fisher–Yates, first ten). */
function drawSchools(schools: number, seed: number): number[] {
  const stream = createStream(seed, PURPOSE.lottery);
  const order = Array.from({ length: schools }, (_, index) => index);
  for (let i = 0; i < PLACES; i++) {
    const j = i + stream.integer(schools - i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.slice(0, PLACES).sort((a, b) => a - b);
}

/**
 * Builds Aalborg's lottery: 22 volunteer schools, of which a recorded draw
 * chooses ten; grades 4–9 before and after.
 *
 * The effect is 12 points on feedback and 4 on reading, the same for every pupil
 * of a school that took part, none elsewhere and no spill-over; one of the drawn schools
 * stays away.
 *
 * @param main The programme's world; items behave as there.
 * @param fraction Share of the full number of pupils per school.
 */
export function buildLotteryWorld(
  codebook: Codebook,
  main: World,
  { fraction = 1 }: { readonly fraction?: number } = {},
): LotteryWorld {
  const programme = programmeById(codebook, "ledelse-for-oeget-laering");
  const seed = hashString(`${programme.id} ${main.seed}`);
  const { waves } = programme;
  const municipalities = codebook.municipalities.filter(({ id }) =>
    programme.municipalities.includes(id)
  );
  const schools = planSchools(municipalities, seed, {
    schoolsPerMunicipality: VOLUNTEERS,
    pupilsPerSchool: PUPILS_PER_SITE * fraction,
    firstName: FIRST_NAME,
  });
  const pupils = simulatePupils(schools, { seed, waves, grades: [4, 9] });
  const drawn = drawSchools(schools.length, seed);
  const received = drawn.filter((_, k) => k !== STAYED_AWAY);
  const world: World = {
    seed,
    itemSeed: main.itemSeed,
    codebook,
    programme,
    scales: scalesOf(codebook, programme),
    municipalities,
    schools,
    pupils,
    staff: null,
    families: drawFamilies(pupils, {
      model: main.families.model,
      schools,
      municipalities,
      seed,
    }),
    flaws: { dif: main.flaws.dif, drift: [] },
    absentAtFirst: new Set(),
    treatment: { drawn, schools: new Set(received), wave: 1, effects: EFFECTS },
    intensity: null,
    schoolPersistence: SCHOOL_PERSISTENCE,
  };
  return { world, draw: toDraw(world, drawn, received) };
}

/** Records a draw by the schools' ids. */
function toDraw(
  { seed, schools }: World,
  drawn: readonly number[],
  received: readonly number[],
): LotteryDraw {
  return {
    date: DRAW_DATE,
    seed,
    schools: schools.map(({ id }) => id),
    drawn: drawn.map((index) => schools[index]!.id),
    received: received.map((index) => schools[index]!.id),
    strata: null,
    method:
      "Simuleret lodtrækning: de 22 skoler i nummerorden, Fisher–Yates med talgeneratoren Philox4x32-10 og det anførte frø; de ti første er trukket.",
  };
}
