import { LOW_SCORE } from "#lib/inference/mod.ts";
import { BACKGROUND, BACKGROUND_BINS, SCORE_BINS } from "./layout.ts";

/** Measures by rank and by quarters of background. */
export interface RankMeasures {
  /** Points from the lowest to the highest rank of background. */
  readonly slope: number;
  /** Correlation of the ranks of background and score. */
  readonly correlation: number;
  /** Mean of the top quarter of background minus that of the bottom quarter, points. */
  readonly quarterGap: number;
  /** Mean of the top quarter minus that of the middle half, points. */
  readonly upperGap: number;
  /** Mean of the middle half minus that of the bottom quarter, points. */
  readonly lowerGap: number;
  /** Share of the bottom quarter of background among the top quarter of scores. */
  readonly resilience: number;
  /** Share under 400 points in the bottom quarter, over that among the others. */
  readonly relativeRisk: number;
  /** Share of all results under 400 that would not be there at the others' risk. */
  readonly attributable: number;
  /** Erreygers' index of results under 400 over the ranks, turned: −8 cov(under 400, rank). */
  readonly weakConcentration: number;
  /** P90 − P50 minus P50 − P10 of the scores, points. */
  readonly scoreSkew: number;
  /** Change in `relativeRisk` per point that the limit is moved up. */
  readonly relativeRiskPerPoint: number;
  /** Change in `attributable` per point that the limit is moved up. */
  readonly attributablePerPoint: number;
  /** Change in `weakConcentration` per point that the limit is moved up. */
  readonly weakConcentrationPerPoint: number;
}

const X = BACKGROUND_BINS.bins, Y = SCORE_BINS.bins;
const QUARTER = 0.25;
/** Bins of score under 400. */
const LOW = (LOW_SCORE - SCORE_BINS.start) / SCORE_BINS.width;

/** Ranks and quarters of one distribution in bins. */
class Ranking {
  readonly weight: Float64Array;
  /** Middle of the ranks of each bin, 0–1. */
  readonly rank: Float64Array;
  /** Part of each bin that belongs to the bottom quarter. */
  readonly bottom: Float64Array;
  /** Part of each bin that belongs to the top quarter. */
  readonly top: Float64Array;

  constructor(bins: number) {
    this.weight = new Float64Array(bins);
    this.rank = new Float64Array(bins);
    this.bottom = new Float64Array(bins);
    this.top = new Float64Array(bins);
  }

  /** Ranks the weights; those of one bin are tied. */
  update(total: number): void {
    const low = QUARTER * total, high = total - low;
    let below = 0;
    for (let i = 0; i < this.weight.length; i++) {
      const own = this.weight[i]!, above = below + own;
      this.rank[i] = (below + own / 2) / total;
      this.bottom[i] = own > 0 ? within01((low - below) / own) : 0;
      this.top[i] = own > 0 ? within01((above - high) / own) : 0;
      below = above;
    }
  }

  /** Score below which the share p lies, on a straight line within its bin. */
  quantile(p: number, total: number): number {
    let below = 0;
    for (let i = 0; i < this.weight.length; i++) {
      const own = this.weight[i]!;
      if (own > 0 && below + own >= p * total) {
        return SCORE_BINS.start +
          SCORE_BINS.width * (i + (p * total - below) / own);
      }
      below += own;
    }
    return NaN;
  }

  /** Variance of the ranks; their mean is one half. */
  variance(total: number): number {
    let squares = 0;
    for (let i = 0; i < this.weight.length; i++) {
      const d = this.rank[i]! - 0.5;
      squares += this.weight[i]! * d * d;
    }
    return squares / total;
  }
}

function within01(share: number): number {
  return share <= 0 ? 0 : share < 1 ? share : 1;
}

/**
 * Makes a function that computes the measures by rank from a background block.
 *
 * Ranks are weighted and fractional, equal values (those of one bin) share the middle
 * of theirs. Quarters are cut in the people at hand, so with every plausible value and
 * replicate anew; a bin that a cut goes through counts by part. Measures are NaN
 * where background or scores do not vary, or nobody is under 400 points.
 *
 * @see Agasisti et al. (2018), Academic resilience, OECD Education Working Papers 167.
 * @see Erreygers (2009), Journal of Health Economics 28, 504–515.
 */
export function rankMeasures(): (
  sums: Float64Array,
  offset: number,
) => RankMeasures {
  const x = new Ranking(X), y = new Ranking(Y);
  // Weight under the bin before the limit, under the limit and under the bin after it.
  const low = [0, 1, 2].map(() => new Float64Array(X));
  const [stepBelow, atLimit, stepAbove] = low as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return (sums, offset) => {
    const joint = offset + BACKGROUND.joint;
    const binScore = offset + BACKGROUND.binScore;
    let total = 0;
    y.weight.fill(0);
    for (let i = 0; i < X; i++) {
      let own = 0, k = joint + i * Y;
      for (let j = 0; j < Y; j++, k++) {
        if (j === LOW - 1) stepBelow[i] = own;
        else if (j === LOW) atLimit[i] = own;
        else if (j === LOW + 1) stepAbove[i] = own;
        own += sums[k]!;
        y.weight[j]! += sums[k]!;
      }
      x.weight[i] = own;
      total += own;
    }
    x.update(total);
    y.update(total);
    let product = 0, scoreRank = 0, resilient = 0;
    let bottom = 0, top = 0, bottomScore = 0, topScore = 0, score = 0;
    for (let i = 0; i < X; i++) {
      const dx = x.rank[i]! - 0.5, b = x.bottom[i]!, t = x.top[i]!;
      const s = sums[binScore + i]!;
      score += s;
      scoreRank += s * dx;
      bottom += b * x.weight[i]!;
      top += t * x.weight[i]!;
      bottomScore += b * s;
      topScore += t * s;
      if (x.weight[i] === 0) continue;
      let ranks = 0, high = 0;
      for (let j = 0, k = joint + i * Y; j < Y; j++, k++) {
        ranks += sums[k]! * (y.rank[j]! - 0.5);
        high += sums[k]! * y.top[j]!;
      }
      product += dx * ranks;
      resilient += b * high;
    }
    const xVariance = positive(x.variance(total));
    const yVariance = positive(y.variance(total));
    const middleMean = (score - bottomScore - topScore) /
      positive(total - bottom - top);
    const lowerMean = bottomScore / bottom, upperMean = topScore / top;
    const at400 = riskUnder(x, atLimit);
    const under = riskUnder(x, stepBelow), over = riskUnder(x, stepAbove);
    const step = 2 * SCORE_BINS.width;
    return {
      slope: scoreRank / total / xVariance,
      correlation: product / total / Math.sqrt(xVariance * yVariance),
      quarterGap: upperMean - lowerMean + 0 * xVariance,
      upperGap: upperMean - middleMean + 0 * xVariance,
      lowerGap: middleMean - lowerMean + 0 * xVariance,
      resilience: resilient / bottom + 0 * xVariance * yVariance,
      relativeRisk: at400.relative + 0 * xVariance,
      attributable: at400.attributable + 0 * xVariance,
      weakConcentration: at400.concentration + 0 * xVariance,
      scoreSkew: y.quantile(0.9, total) - 2 * y.quantile(0.5, total) +
        y.quantile(0.1, total),
      relativeRiskPerPoint: (over.relative - under.relative) / step,
      attributablePerPoint: (over.attributable - under.attributable) / step,
      weakConcentrationPerPoint: (over.concentration - under.concentration) /
        step,
    };
  };
}

/** NaN unless above 0, so that everything made of it is NaN too. */
function positive(value: number): number {
  return value > 1e-12 ? value : NaN;
}

interface Risk {
  readonly relative: number;
  readonly attributable: number;
  readonly concentration: number;
}

/** Risk of a score under a limit: bottom quarter of background against the others, and over all ranks. */
function riskUnder(x: Ranking, weakOfBin: Float64Array): Risk {
  let low = 0, lowBottom = 0, bottom = 0, total = 0, product = 0;
  for (let i = 0; i < X; i++) {
    const part = x.bottom[i]!;
    low += weakOfBin[i]!;
    lowBottom += part * weakOfBin[i]!;
    bottom += part * x.weight[i]!;
    total += x.weight[i]!;
    product += weakOfBin[i]! * (x.rank[i]! - 0.5);
  }
  const others = (low - lowBottom) / (total - bottom);
  return {
    relative: lowBottom / bottom / positive(others),
    attributable: 1 - others / positive(low / total),
    // 4 times the absolute index, 2 cov, of an outcome from 0 to 1; of its opposite
    // it is the same with the sign turned.
    concentration: -8 * product / total,
  };
}
