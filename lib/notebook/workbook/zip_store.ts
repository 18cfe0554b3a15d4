import { crc32 } from "node:zlib";

/** A file to be put into an archive. */
export interface ZipEntry {
  /** Path within the archive, ASCII. */
  readonly name: string;
  /** Content. */
  readonly text: string;
}

interface Stored {
  readonly name: Uint8Array;
  readonly content: Uint8Array;
  readonly checksum: number;
  readonly offset: number;
}

const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END_RECORD = 22;

/** 1 January 1980, the first day that a ZIP archive knows: no clock, same bytes. */
const DATE = (1 << 5) | 1;
const VERSION = 20;

/**
 * Makes a ZIP archive without compression. The same entries give the same bytes
 * on every machine.
 *
 * @param entries Files in order.
 * @see PKWARE, .ZIP File Format Specification (APPNOTE), 4.3.
 */
export function zipStore(entries: readonly ZipEntry[]): Uint8Array {
  const encoder = new TextEncoder();
  const stored: Stored[] = [];
  let offset = 0;
  for (const { name: path, text } of entries) {
    const name = encoder.encode(path);
    const content = encoder.encode(text);
    stored.push({ name, content, checksum: crc32(content), offset });
    offset += LOCAL_HEADER + name.length + content.length;
  }
  const directorySize = stored.reduce(
    (size, { name }) => size + CENTRAL_HEADER + name.length,
    0,
  );
  const bytes = new Uint8Array(offset + directorySize + END_RECORD);
  let at = offset;
  for (const file of stored) {
    writeLocal(bytes, file);
    at = writeCentral(bytes, file, at);
  }
  const end = new DataView(bytes.buffer, at);
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, stored.length, true);
  end.setUint16(10, stored.length, true);
  end.setUint32(12, directorySize, true);
  end.setUint32(16, offset, true);
  return bytes;
}

function writeLocal(bytes: Uint8Array, file: Stored): void {
  const { name, content, offset } = file;
  const view = new DataView(bytes.buffer, offset);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, VERSION, true);
  writeSizes(view, file, 10);
  bytes.set(name, offset + LOCAL_HEADER);
  bytes.set(content, offset + LOCAL_HEADER + name.length);
}

function writeCentral(bytes: Uint8Array, file: Stored, at: number): number {
  const view = new DataView(bytes.buffer, at);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, VERSION, true);
  writeSizes(view, file, 12);
  view.setUint32(42, file.offset, true);
  bytes.set(file.name, at + CENTRAL_HEADER);
  return at + CENTRAL_HEADER + file.name.length;
}

/** Time, date, checksum, sizes and length of the name, as both headers have them. */
function writeSizes(
  view: DataView,
  { name, content, checksum }: Stored,
  at: number,
): void {
  view.setUint16(at + 2, DATE, true);
  view.setUint32(at + 4, checksum, true);
  view.setUint32(at + 8, content.length, true);
  view.setUint32(at + 12, content.length, true);
  view.setUint16(at + 16, name.length, true);
}
