import {
  checkReference,
  checkSteps,
  referenceGroup,
} from "./calibration_options.ts";
import { checkLinkage } from "./check_linkage.ts";
import { collapseResponses } from "./collapse_responses.ts";
import { prepareRows } from "./expectation.ts";
import { startTeam } from "./expectation/row_team.ts";
import { gridHalfWidth, type GridSpec, makeGrid } from "./grid.ts";
import { occurringCategories } from "./item_curves.ts";
import { maximiseModel } from "./maximise_model.ts";
import { layOutParameters, type SlopeMode } from "./parameter_layout.ts";
import { checkResponses, screenItems } from "./screen_items.ts";
import {
  correctionsFor,
  type SearchMemory,
  type SearchPlaces,
} from "./search_memory.ts";
import { startAtFit, startingValues } from "./starting_values.ts";
import { type ItemInGroup, splitItems } from "./split_items.ts";
import { type Fit, toCalibration } from "./to_calibration.ts";
import type {
  Calibration,
  Grid,
  ItemModel,
  ItemParameters,
  ScaleResponses,
  ScalingNote,
  StepMode,
} from "./types.ts";

/** Options for {@linkcode calibrate}. */
export interface CalibrateOptions {
  /** PCM: all slopes equal; GPCM: one slope per item. @default {"GPCM"} */
  readonly model?: ItemModel;
  /**
   * "common" with the PCM is the rating scale model: items with equally many
   * categories share their steps and differ in location only. @default {"free"}
   */
  readonly steps?: StepMode;
  /** Items with parameters of their own in a group (partial invariance). */
  readonly freeInGroup?: readonly ItemInGroup[];
  /**
   * In units of the reference group's standard deviation; in θ units when items
   * are fixed. @default {61 nodes from −6 to 6}
   */
  readonly grid?: GridSpec;
  /** Items whose parameters are kept, by id; then every group is free. */
  readonly fixedItems?: ReadonlyMap<string, ItemParameters>;
  /** With fixed items: the distribution of groups too small for one of their own. @default {mean 0, SD 1} */
  readonly smallGroup?: {
    readonly mean: number;
    readonly standardDeviation: number;
  };
  /**
   * A fit of nearly the same answers with the same reference, to begin at: the
   * result is the same within the tolerance, in fewer iterations.
   */
  readonly startAt?: Pick<Calibration, "items" | "groups">;
  /** Group with mean 0; the first one with enough persons by default. */
  readonly reference?: number;
  /** Largest gradient element per person at which the fit counts as converged. @default {1e-7} */
  readonly gradientTolerance?: number;
  /** Most iterations. @default {300} */
  readonly maxIterations?: number;
  /**
   * Threads that sum over the answers; every number has the same bits with any
   * number of them. More than one is used only above 32,768 distinct rows of
   * answers. Once running, two threads halve a pass (11.8 to 5.8 ms with 240,000
   * persons), but starting one costs 60 to 150 ms: on two cores no scale of the
   * programme is fitted faster by it, hence one by default. @default {1}
   */
  readonly threads?: number;
}

/** More posterior mass than this at an end of the grid would bias the fit. */
const LARGEST_END_MASS = 1e-4;
/** The grid is widened once by this factor, with the same step. */
const WIDENING = 1.5;

/**
 * Fits a PCM or GPCM to the answers of one scale by marginal maximum likelihood.
 *
 * The groups (waves) share the items and have normal distributions of their own;
 * the reference group has mean 0 and, in the GPCM, standard deviation 1. Missing
 * answers are skipped. Items may have different numbers of categories and may be
 * asked in some groups only, as long as common items link them. An item that is free
 * in a group has parameters of its own there, under the id "item@group".
 *
 * @returns Parameters, distributions and how well the fit converged; `converged`
 * is false rather than an error, with a note that reports must print.
 * @throws {RangeError} If an answer is out of range, no item can be used, groups
 * share no item, or posterior mass lies at the ends of the grid even after widening.
 * @see Muraki (1992), Applied Psychological Measurement 16, 159–176; Masters
 * (1982), Psychometrika 47, 149–174; Bock & Aitkin (1981), Psychometrika 46, 443–459.
 */
export function calibrate(
  answers: ScaleResponses,
  options: CalibrateOptions = {},
): Calibration {
  return fitAnswers(answers, options).calibration;
}

/** A calibration and what the search for it has learned. */
export interface FittedAnswers {
  /** The calibration. */
  readonly calibration: Calibration;
  /** To be given to fits of nearly the same answers. */
  readonly memory: SearchMemory;
}

/**
 * {@linkcode calibrate}, beginning with what another search of (nearly) the same
 * answers has learned of the curvature.
 */
export function fitAnswers(
  answers: ScaleResponses,
  {
    model = "GPCM",
    steps = "free",
    freeInGroup = [],
    grid: gridSpec = {},
    fixedItems = new Map(),
    smallGroup,
    startAt,
    reference: wanted,
    gradientTolerance = 1e-7,
    maxIterations = 300,
    threads = 1,
    memory,
  }: CalibrateOptions & { readonly memory?: SearchMemory } = {},
): FittedAnswers {
  checkResponses(answers);
  checkSteps(answers.scale, model, steps);
  const responses = splitItems(answers, freeInGroup);
  const screened = screenItems(responses, fixedItems);
  checkLinkage(screened.responses, fixedItems);
  const anchored = screened.responses.itemIds.some((id) => fixedItems.has(id));
  const reference = anchored
    ? -1
    : wanted ?? referenceGroup(screened.responses);
  checkReference(screened.responses, wanted);
  const slopeMode = slopeModeOf(model, anchored);
  const values = startingValues(screened.responses, screened.observed, {
    fixed: fixedItems,
    reference,
    ...(anchored && smallGroup && { distribution: smallGroup }),
  });
  const start = startAt
    ? startAtFit(values, {
      fit: startAt,
      observed: screened.observed,
      fixed: fixedItems,
      unit: slopeMode === "common"
        ? startAt.groups[reference]!.standardDeviation
        : 1,
    })
    : values;
  const rows = prepareRows(collapseResponses(
    screened.responses,
    model === "PCM" ? "sum" : "pattern",
  ));
  const persons = start.groups.reduce((n, g) => n + g.persons, 0);
  const placesOn = (grid: Grid): SearchPlaces => ({
    layout: layOutParameters({
      slopeMode,
      items: start.items.map((item) => ({
        fixed: fixedItems.has(item.id),
        categories: occurringCategories(item),
      })),
      groups: start.groups.map(({ estimated }) => ({ free: estimated })),
      spreadFloor: grid.step,
    }),
    itemIds: start.items.map(({ id }) => id),
    answers: screened.observed.map((counts) =>
      counts.reduce((a, b) => a + b, 0)
    ),
    persons: start.groups.map((group) => group.persons),
  });
  const fitOn = (grid: Grid): Fit => {
    const places = placesOn(grid);
    const { layout } = places;
    const team = startTeam(rows, {
      items: start.items.length,
      groups: start.groups.length,
      nodes: grid.nodes,
    }, threads);
    try {
      return maximiseModel({
        rows,
        layout,
        start,
        grid,
        observed: screened.observed,
        team,
      }, {
        steps,
        gradientTolerance: gradientTolerance * persons,
        maxIterations,
        ...(memory && { known: correctionsFor(places, memory) }),
      });
    } finally {
      team?.end();
    }
  };
  const { fit, notes } = fitWithinGrid(
    fitOn,
    makeGrid(gridSpec),
    responses.scale,
  );
  const calibration = toCalibration(fit, {
    scale: responses.scale,
    model,
    slopeMode,
    reference,
    persons,
    notes: [...screened.notes, ...notes],
    freeInGroup,
    ...(steps === "common" && { steps }),
  });
  const { corrections } = fit.maximum;
  return { calibration, memory: { ...placesOn(fit.grid), corrections } };
}

function slopeModeOf(model: ItemModel, anchored: boolean): SlopeMode {
  if (model === "GPCM") return "per-item";
  return anchored ? "one" : "common";
}

/** Fits, and once more on a wider grid when mass lies at the ends. */
function fitWithinGrid(
  fitOn: (grid: Grid) => Fit,
  grid: Grid,
  scale: string,
): { readonly fit: Fit; readonly notes: readonly ScalingNote[] } {
  const first = fitOn(grid);
  if (!(first.maximum.point.endMass > LARGEST_END_MASS)) {
    return { fit: first, notes: [] };
  }
  const steps = Math.ceil((grid.nodes - 1) / 2 * WIDENING);
  const wider: Grid = { nodes: 2 * steps + 1, step: grid.step };
  const second = fitOn(wider);
  if (second.maximum.point.endMass > LARGEST_END_MASS) {
    throw new RangeError(
      `Cannot calibrate scale "${scale}": posterior mass ${second.maximum.point.endMass} at the end of the grid at ±${
        gridHalfWidth(wider)
      }, at most ${LARGEST_END_MASS} is allowed`,
    );
  }
  return {
    fit: second,
    notes: [{ kind: "grid-widened", halfWidth: gridHalfWidth(wider) }],
  };
}
