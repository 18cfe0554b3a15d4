/**
 * Numeric columns to and from Parquet files.
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import { parquetMetadata, parquetRead } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

/** A numeric column; integers and floats keep their width where Parquet has it. */
export type NumericColumn =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int8Array
  | Uint8Array
  | Uint16Array;

/**
 * Writes numeric columns of equal length as an uncompressed Parquet file:
 * doubles as DOUBLE, floats as FLOAT, integers as INT32. The bytes depend on
 * the columns alone.
 *
 * @throws {RangeError} If the columns have different lengths.
 */
export async function writeParquet(
  path: string | URL,
  columns: Readonly<Record<string, NumericColumn>>,
): Promise<void> {
  const names = Object.keys(columns);
  const rows = columns[names[0]!]?.length ?? 0;
  for (const name of names) {
    if (columns[name]!.length !== rows) {
      throw new RangeError(
        `Cannot write "${path}": column "${name}" has ${
          columns[name]!.length
        } rows, expected ${rows}`,
      );
    }
  }
  const buffer = parquetWriteBuffer({
    codec: "UNCOMPRESSED",
    statistics: false,
    rowGroupSize: Math.max(1, rows),
    columnData: names.map((name) => parquetColumn(name, columns[name]!)),
  });
  await writeFile(path, new Uint8Array(buffer));
}

function parquetColumn(
  name: string,
  data: NumericColumn,
): Parameters<typeof parquetWriteBuffer>[0]["columnData"][number] {
  if (data instanceof Float64Array) {
    return { name, data, type: "DOUBLE", encoding: "PLAIN", nullable: false };
  }
  if (data instanceof Float32Array) {
    return { name, data, type: "FLOAT", encoding: "PLAIN", nullable: false };
  }
  return {
    name,
    data: data instanceof Int32Array ? data : Int32Array.from(data),
    type: "INT32",
    encoding: "PLAIN",
    nullable: false,
  };
}

/**
 * Reads numeric columns of a Parquet file written by {@linkcode writeParquet}.
 *
 * @param names Columns to read; all when left out.
 * @throws {Error} If the file is missing, not Parquet, or lacks a column.
 */
export async function readParquet(
  path: string | URL,
  names?: readonly string[],
): Promise<Record<string, Float64Array | Float32Array | Int32Array>> {
  const bytes = await readFile(path);
  const file = bytes.buffer.slice(
    bytes.byteOffset,
    bytes.byteOffset + bytes.byteLength,
  ) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const rows = Number(metadata.num_rows);
  const columns: Record<string, Float64Array | Float32Array | Int32Array> = {};
  for (const element of metadata.schema.slice(1)) {
    if (names && !names.includes(element.name)) continue;
    columns[element.name] = element.type === "DOUBLE"
      ? new Float64Array(rows)
      : element.type === "FLOAT"
      ? new Float32Array(rows)
      : new Int32Array(rows);
  }
  for (const name of names ?? []) {
    if (!columns[name]) {
      throw new Error(`Cannot read "${path}": no column "${name}"`);
    }
  }
  await parquetRead({
    file,
    metadata,
    columns: Object.keys(columns),
    onChunk: ({ columnName, columnData, rowStart }) => {
      columns[columnName]!.set(columnData as ArrayLike<number>, rowStart);
    },
  });
  return columns;
}
