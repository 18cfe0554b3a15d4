/** Which nodes of a graph are neighbours, while nodes are being eliminated from it. */
export interface NeighbourSets {
  /** Number of neighbours left. */
  readonly degree: (node: number) => number;
  /** Takes a node out and makes its neighbours, which are returned, one another's. */
  readonly eliminate: (node: number) => number[];
}

/** Up to this many nodes a table of bits is small (32 MB) and much faster than sets. */
const MAX_BITS = 16384;

function hashedSets(
  neighbours: readonly (readonly number[])[],
): NeighbourSets {
  const sets = neighbours.map((list) => new Set(list));
  return {
    degree: (node) => sets[node]!.size,
    eliminate: (node) => {
      const around = [...sets[node]!];
      sets[node]!.clear();
      for (const a of around) {
        const set = sets[a]!;
        set.delete(node);
        for (const b of around) if (b !== a) set.add(b);
      }
      return around;
    },
  };
}

/** Number of ones among 32 bits. */
function countBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function bitSets(neighbours: readonly (readonly number[])[]): NeighbourSets {
  const count = neighbours.length, words = (count + 31) >>> 5;
  const bits = new Int32Array(count * words);
  const degrees = Int32Array.from(neighbours, (list) => list.length);
  neighbours.forEach((list, node) => {
    for (const b of list) bits[node * words + (b >>> 5)]! |= 1 << (b & 31);
  });
  const eliminate = (node: number): number[] => {
    const around: number[] = [], own = node * words;
    for (let w = 0; w < words; w++) {
      let word = bits[own + w]!;
      while (word !== 0) {
        const bit = 31 - Math.clz32(word);
        around.push(w * 32 + bit);
        word &= ~(1 << bit);
      }
    }
    for (const a of around) {
      const row = a * words;
      let degree = 0;
      for (let w = 0; w < words; w++) {
        let word = bits[row + w]! | bits[own + w]!;
        if (w === a >>> 5) word &= ~(1 << (a & 31));
        if (w === node >>> 5) word &= ~(1 << (node & 31));
        bits[row + w] = word;
        degree += countBits(word);
      }
      degrees[a] = degree;
    }
    return around;
  };
  return { degree: (node) => degrees[node]!, eliminate };
}

/** Sets of neighbours in the form that suits their number. */
export function neighbourSets(
  neighbours: readonly (readonly number[])[],
): NeighbourSets {
  return neighbours.length <= MAX_BITS
    ? bitSets(neighbours)
    : hashedSets(neighbours);
}
