/** A column of small integers over shared memory, filled with `fill`. */
export function sharedInt8(length: number, fill = 0): Int8Array {
  return new Int8Array(new SharedArrayBuffer(length)).fill(fill);
}

/** A column of 8-bit unsigned integers over shared memory. */
export function sharedUint8(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** A column of 16-bit unsigned integers over shared memory. */
export function sharedUint16(length: number): Uint16Array {
  return new Uint16Array(new SharedArrayBuffer(length * 2));
}

/** A column of 32-bit integers over shared memory, filled with `fill`. */
export function sharedInt32(length: number, fill = 0): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4)).fill(fill);
}

/** A column of floats over shared memory, filled with `fill`. */
export function sharedFloat32(length: number, fill = 0): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4)).fill(fill);
}

/** A column of doubles over shared memory, filled with `fill`. */
export function sharedFloat64(length: number, fill = 0): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8)).fill(fill);
}
