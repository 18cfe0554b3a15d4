import type { Codebook, ProgrammeSpec } from "#lib/codebook/mod.ts";
import type { CsvFile, DataFolder } from "./data_folder.ts";
import { KeyTable } from "./key_table.ts";
import { sharedUint8 } from "./shared_columns.ts";
import type { SchoolTable } from "./types.ts";

/** The schools, and their index by key. */
export interface SchoolList {
  readonly table: SchoolTable;
  /** Numbers the keys as the table does. */
  readonly keys: KeyTable;
}

/**
 * Reads `skoler.csv`: `skole;kommune;navn`. Schools of a municipality that
 * does not take part, and repeated ones, are set aside.
 *
 * @throws {DataError} If the file or its columns are not as expected.
 */
export function readSchools(
  folder: DataFolder,
  codebook: Codebook,
  programme: ProgrammeSpec,
): SchoolList {
  const file = folder.openCsv("skoler.csv", ["skole", "kommune", "navn"]);
  const { cursor, cellOf } = file;
  const [idCell = 0, codeCell = 0, nameCell = 0] = cellOf;
  const codes = municipalityCodes(codebook, programme);
  const keys = new KeyTable();
  const names: string[] = [];
  const municipality: number[] = [];
  while (file.nextRow()) {
    const code = cursor.text(codeCell).padStart(4, "0");
    const reason = reasonToSetAside(file, keys, { code, codes });
    if (reason === null) {
      keys.add(cursor.bytes, cursor.starts[idCell]!, cursor.ends[idCell]!);
      names.push(cursor.text(nameCell));
      municipality.push(codes.indexOf(code));
    } else {
      const value = cursor.text(idCell);
      folder.quarantine.add(cursor.line, { column: "skole", value, reason });
    }
  }
  const column = sharedUint8(names.length);
  column.set(municipality);
  return { table: { ids: keys.keys(), names, municipality: column }, keys };
}

function reasonToSetAside(
  { cursor, cellOf: [idCell = 0] }: CsvFile,
  keys: KeyTable,
  { code, codes }: { readonly code: string; readonly codes: readonly string[] },
): string | null {
  const start = cursor.starts[idCell]!;
  const end = cursor.ends[idCell]!;
  if (!codes.includes(code)) {
    return `municipality ${code} is not one of ${codes.join(", ")}`;
  }
  if (start === end) return "no school id";
  return keys.find(cursor.bytes, start, end) >= 0
    ? "school occurs twice"
    : null;
}

function municipalityCodes(
  codebook: Codebook,
  programme: ProgrammeSpec,
): string[] {
  return programme.municipalities.map((id) =>
    codebook.municipalities.find((m) => m.id === id)?.code ?? ""
  );
}
