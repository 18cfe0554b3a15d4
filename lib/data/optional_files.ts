import { type Codebook, scaleById } from "#lib/codebook/mod.ts";
import { DataError } from "./data_error.ts";
import type { CsvFile, DataFolder } from "./data_folder.ts";
import type { KeyTable } from "./key_table.ts";
import { sharedFloat64 } from "./shared_columns.ts";
import type { NationalMean } from "./types.ts";

/** File with how intensely each school took part; a folder may lack it. */
export const INTENSITY_FILE = "deltagelse.csv";
/** File with the means of the whole country; a folder may lack it. */
export const NATIONAL_FILE = "landsudvikling.csv";

/**
 * Reads `deltagelse.csv`: `skole;intensitet`, from 0 (not at all) to 1 (fully).
 *
 * @returns One value per school, NaN where the file does not name it; null without
 * the file.
 * @throws {DataError} If a school is unknown or named twice, or a number is not 0–1.
 */
export function readIntensity(
  folder: DataFolder,
  schools: KeyTable,
): Float64Array | null {
  if (!folder.has(INTENSITY_FILE)) return null;
  const file = folder.openCsv(INTENSITY_FILE, ["skole", "intensitet"]);
  const intensity = sharedFloat64(schools.size, NaN);
  while (file.nextRow()) {
    const { cursor, cellOf: [cell = 0] } = file;
    const school = schools.find(
      cursor.bytes,
      cursor.starts[cell]!,
      cursor.ends[cell]!,
    );
    if (school < 0) refuse(file, "skole", "a school of skoler.csv");
    if (!Number.isNaN(intensity[school]!)) {
      refuse(file, "skole", "named only once");
    }
    const value = numberIn(file, "intensitet");
    if (!(value >= 0 && value <= 1)) {
      refuse(file, "intensitet", "a number from 0 to 1");
    }
    intensity[school] = value;
  }
  return intensity;
}

/**
 * Reads `landsudvikling.csv`: `skala;aar;middelvaerdi;standardfejl;samme_skala`,
 * the country's mean of a scale in a year, in points. `samme_skala` is 1 where it
 * was measured with the same items on the very scale of the programme, else 0.
 *
 * @returns In file order; empty without the file.
 * @throws {DataError} If a scale is unknown, a year given twice or a value wrong.
 */
export function readNational(
  folder: DataFolder,
  codebook: Codebook,
): readonly NationalMean[] {
  if (!folder.has(NATIONAL_FILE)) return [];
  const file = folder.openCsv(NATIONAL_FILE, NATIONAL_COLUMNS);
  const means: NationalMean[] = [];
  while (file.nextRow()) {
    const scale = textIn(file, "skala");
    if (!codebook.scales.some(({ id }) => id === scale)) {
      refuse(file, "skala", "a scale of the codebook");
    }
    const wave = numberIn(file, "aar");
    if (!Number.isInteger(wave)) refuse(file, "aar", "a year");
    if (means.some((m) => m.scale === scale && m.wave === wave)) {
      refuse(file, "aar", "given only once for a scale");
    }
    const mean = numberIn(file, "middelvaerdi");
    if (!Number.isFinite(mean)) refuse(file, "middelvaerdi", "a number");
    const standardError = numberIn(file, "standardfejl");
    if (!(standardError >= 0 && standardError < Infinity)) {
      refuse(file, "standardfejl", "a number of 0 or more");
    }
    const same = textIn(file, "samme_skala");
    if (same !== "0" && same !== "1") refuse(file, "samme_skala", "0 or 1");
    means.push({
      scale: scaleById(codebook, scale).id,
      wave,
      mean,
      standardError,
      sameScale: same === "1",
    });
  }
  return means;
}

const NATIONAL_COLUMNS = [
  "skala",
  "aar",
  "middelvaerdi",
  "standardfejl",
  "samme_skala",
] as const;

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  [INTENSITY_FILE]: ["skole", "intensitet"],
  [NATIONAL_FILE]: NATIONAL_COLUMNS,
};

function textIn({ name, cursor, cellOf }: CsvFile, column: string): string {
  return cursor.text(cellOf[COLUMNS[name]!.indexOf(column)]!).trim();
}

/** A number with point or comma; NaN where the cell holds none. */
function numberIn(file: CsvFile, column: string): number {
  const text = textIn(file, column).replace(",", ".");
  return text === "" ? NaN : Number(text);
}

function refuse(file: CsvFile, column: string, expected: string): never {
  const value = textIn(file, column);
  const { line } = file.cursor;
  throw new DataError(
    `value "${value}" in line ${line}, column ${column} is not ${expected}`,
    { file: file.name, line, column, value },
  );
}
