// What the library and the packages it uses expect of the language, and Node 20
// does not have yet. Newer versions keep their own.
import workers from "node:worker_threads";
import zlib from "node:zlib";

/** Adds what is missing to an object, unseen by loops over its keys. */
function fill(target, gaps) {
  for (const [name, value] of Object.entries(gaps)) {
    if (target[name] !== undefined) continue;
    Object.defineProperty(target, name, {
      configurable: true,
      writable: true,
      value,
    });
  }
}

fill(Map, {
  groupBy(items, keyOf) {
    const groups = new Map();
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index++);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
    return groups;
  },
});

const iteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf([][Symbol.iterator]()),
);

fill(globalThis, {
  Iterator: Object.assign(function Iterator() {}, {
    prototype: iteratorPrototype,
  }),
});

fill(iteratorPrototype, {
  *map(change) {
    let index = 0;
    for (const item of this) yield change(item, index++);
  },
  *filter(isWanted) {
    let index = 0;
    for (const item of this) if (isWanted(item, index++)) yield item;
  },
  *take(count) {
    if (count <= 0) return;
    let left = count;
    for (const item of this) {
      yield item;
      if (--left === 0) return;
    }
  },
  *drop(count) {
    let index = 0;
    for (const item of this) if (index++ >= count) yield item;
  },
  *flatMap(change) {
    let index = 0;
    for (const item of this) yield* change(item, index++);
  },
  forEach(act) {
    let index = 0;
    for (const item of this) act(item, index++);
  },
  reduce(combine, ...start) {
    return [...this].reduce(combine, ...start);
  },
  some(isWanted) {
    let index = 0;
    for (const item of this) if (isWanted(item, index++)) return true;
    return false;
  },
  every(isWanted) {
    let index = 0;
    for (const item of this) if (!isWanted(item, index++)) return false;
    return true;
  },
  find(isWanted) {
    let index = 0;
    for (const item of this) if (isWanted(item, index++)) return item;
    return undefined;
  },
  toArray() {
    return [...this];
  },
});

// The document that charts are drawn in brings a network client, which asks for
// these functions when it is loaded; no report ever needs them.
fill(workers, { markAsUncloneable() {} });
fill(zlib, {
  createZstdDecompress() {
    throw new Error("Cannot decompress: this version of Node has no Zstandard");
  },
});
