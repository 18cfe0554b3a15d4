import { exp, ln, pow } from "#lib/numerics/mod.ts";
import {
  type CategoryCurve,
  type CommonItem,
  commonItems,
  creditCurve,
  type LinearLink,
  type LinkingItem,
} from "./linking_item.ts";
import { minimiseSimplex } from "./minimise_simplex.ts";

/** Points on θ and how much each counts. */
export interface CurvePoints {
  /** Points of θ. */
  readonly theta: readonly number[];
  /** Weight of each, 0 or more. */
  readonly weight: readonly number[];
}

/** Options for {@linkcode linkByCurves}. */
export interface CurveLinkingOptions {
  /**
   * Haebara: squared distances of every category's curve. Stocking–Lord: squared
   * distance of the expected sum. @default {"haebara"}
   */
  readonly criterion?: "haebara" | "stocking-lord";
  /**
   * One direction compares on the second form's scale, with the points there; both
   * adds the comparison on the first form's, so that exchanging the forms gives the
   * inverse link. @default {"both"}
   */
  readonly direction?: "one" | "both";
  /** Power of the distances; 1 lets single items that drift weigh little. @default {2} */
  readonly power?: number;
  /** A slope that is given, 1 for forms of equal unit. */
  readonly slope?: number;
  /** Where the curves are compared. @default {81 points from −4 to 4 with normal weights} */
  readonly points?: CurvePoints;
  /** Probabilities of an item's categories. @default {generalised partial credit} */
  readonly curve?: CategoryCurve;
}

/** A corner at 0 would stop the search: |d| is √(d² + this²). */
const SMOOTHING = 1e-4;

function normalPoints(): CurvePoints {
  const theta = Array.from({ length: 81 }, (_, q) => (q - 40) / 10);
  const weight = theta.map((t) => exp(-t * t / 2));
  return { theta, weight };
}

/**
 * Links two forms by the characteristic curves of their common items: finds A and B
 * of θ_to = A θ_from + B so that the curves lie over one another.
 *
 * @throws {RangeError} If there is no common item, or the search does not end.
 * @see Haebara (1980), Japanese Psychological Research 22, 144–149; Stocking & Lord
 * (1983), Applied Psychological Measurement 7, 201–210; He, Cui & Osterlind (2015)
 * for the power 1.
 */
export function linkByCurves(
  from: readonly LinkingItem[],
  to: readonly LinkingItem[],
  {
    criterion = "haebara",
    direction = "both",
    power = 2,
    slope: given,
    points = normalPoints(),
    curve = creditCurve,
  }: CurveLinkingOptions = {},
): LinearLink {
  const common = commonItems(from, to);
  const still = (form: "from" | "to"): CurvesAtPoints =>
    points.theta.map((theta) => common.map((item) => curve(item[form], theta)));
  const scene: Scene = {
    common,
    criterion,
    power,
    curve,
    points,
    still: { from: still("to"), to: still("from") },
  };
  const loss = (link: LinearLink): number => {
    const forward = distance(scene, {
      link: inverseLink(link),
      moved: "from",
    });
    return direction === "one"
      ? forward
      : forward + distance(scene, { link, moved: "to" });
  };
  if (given !== undefined) {
    const [shift] = minimiseSimplex(
      ([b]) => loss({ slope: given, shift: b! }),
      [0],
    );
    return { slope: given, shift: shift! };
  }
  const [logSlope, shift] = minimiseSimplex(
    ([a, b]) => loss({ slope: exp(a!), shift: b! }),
    [ln(1), 0],
  );
  return { slope: exp(logSlope!), shift: shift! };
}

/** The link in the other direction: θ_from = (θ_to − B) / A. */
export function inverseLink({ slope, shift }: LinearLink): LinearLink {
  return { slope: 1 / slope, shift: -shift / slope };
}

/** Points × items: probabilities of the categories. */
type CurvesAtPoints = readonly (readonly (readonly number[])[])[];

interface Scene {
  readonly common: readonly CommonItem[];
  readonly criterion: "haebara" | "stocking-lord";
  readonly power: number;
  readonly curve: CategoryCurve;
  readonly points: CurvePoints;
  /** Curves of the other form, which stay where they are, by the form that moves. */
  readonly still: Readonly<Record<"from" | "to", CurvesAtPoints>>;
}

/** Distance of the curves, one form's being read at the linked θ. */
function distance(
  { common, criterion, power, curve, points, still }: Scene,
  { link, moved }: {
    readonly link: LinearLink;
    readonly moved: "from" | "to";
  },
): number {
  const cost = (d: number): number =>
    power === 2 ? d * d : pow(d * d + SMOOTHING * SMOOTHING, power / 2);
  let sum = 0;
  for (let q = 0; q < points.theta.length; q++) {
    const linked = link.slope * points.theta[q]! + link.shift;
    const stillHere = still[moved][q]!;
    let total = 0, ofCategories = 0;
    for (let i = 0; i < common.length; i++) {
      const read = curve(common[i]![moved], linked);
      const there = stillHere[i]!;
      for (let k = 0; k < read.length; k++) {
        total += k * (there[k]! - read[k]!);
        ofCategories += cost(there[k]! - read[k]!);
      }
    }
    sum += points.weight[q]! *
      (criterion === "haebara" ? ofCategories : cost(total));
  }
  return sum;
}
