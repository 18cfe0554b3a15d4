import type { Codebook, ProgrammeSpec } from "#lib/codebook/mod.ts";
import type { DataFolder } from "./data_folder.ts";
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
    const id = cursor.text(idCell);
    const code = cursor.text(codeCell).padStart(4, "0");
    const known = codes.indexOf(code);
    const start = cursor.starts[idCell]!;
    const end = cursor.ends[idCell]!;
    const place = { column: "skole", value: id };
    if (known < 0) {
      const reason = `municipality is not one of ${codes.join(", ")}`;
      const entry = { column: "kommune", value: code, reason };
      folder.quarantine.add(cursor.line, entry);
    } else if (id === "") {
      folder.quarantine.add(cursor.line, { ...place, reason: "no school id" });
    } else if (keys.find(cursor.bytes, start, end) >= 0) {
      folder.quarantine.add(cursor.line, {
        ...place,
        reason: "school occurs twice",
      });
    } else {
      keys.add(cursor.bytes, start, end);
      names.push(cursor.text(nameCell));
      municipality.push(known);
    }
  }
  const table = {
    ids: keys.keys(),
    names,
    municipality: sharedUint8(names.length),
  };
  table.municipality.set(municipality);
  return { table, keys };
}

function municipalityCodes(
  codebook: Codebook,
  programme: ProgrammeSpec,
): string[] {
  return programme.municipalities.map((id) =>
    codebook.municipalities.find((m) => m.id === id)?.code ?? ""
  );
}
