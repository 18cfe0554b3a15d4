import { escapeText } from "../export/escape_text.ts";
import { zipStore } from "./zip_store.ts";

/** What a cell of a workbook holds. */
export type WorkbookCell = string | number;

/** One sheet of a workbook. */
export interface WorkbookSheet {
  /** On the tab; made valid and unique. */
  readonly name: string;
  /** Rows from the top. */
  readonly rows: readonly (readonly WorkbookCell[])[];
  /** Which row is bold, from 0. */
  readonly headRow: number;
}

/** Longest name of a sheet that Excel opens. */
const LONGEST_NAME = 31;
const HEAD = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS =
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/**
 * Makes an Excel file: numbers as numbers, everything else as text. The same
 * sheets give the same bytes.
 *
 * @param sheets At least one.
 * @throws {RangeError} If there is no sheet.
 * @see ECMA-376, Office Open XML, part 1, SpreadsheetML.
 */
export function workbook(sheets: readonly WorkbookSheet[]): Uint8Array {
  if (sheets.length === 0) {
    throw new RangeError(
      "Cannot make a workbook: no sheets, at least one is needed",
    );
  }
  const names = sheetNames(sheets);
  const files = sheets.map((sheet, i) => ({
    name: `xl/worksheets/sheet${i + 1}.xml`,
    text: sheetXml(sheet),
  }));
  return zipStore([
    { name: "[Content_Types].xml", text: contentTypes(sheets.length) },
    {
      name: "_rels/.rels",
      text: relationships([["officeDocument", "xl/workbook.xml"]]),
    },
    { name: "xl/workbook.xml", text: workbookXml(names) },
    {
      name: "xl/_rels/workbook.xml.rels",
      text: relationships([
        ...names.map((_, i) =>
          ["worksheet", `worksheets/sheet${i + 1}.xml`] as const
        ),
        ["styles", "styles.xml"],
      ]),
    },
    { name: "xl/styles.xml", text: stylesXml() },
    ...files,
  ]);
}

function sheetNames(sheets: readonly WorkbookSheet[]): readonly string[] {
  const used = new Set<string>();
  return sheets.map(({ name }, i) => {
    const valid = name.replace(/[[\]:*?/\\']/g, " ").replace(/\s+/g, " ")
      .trim().slice(0, LONGEST_NAME).trim() || `Ark ${i + 1}`;
    let unique = valid;
    for (let n = 2; used.has(unique.toLowerCase()); n++) {
      const end = ` ${n}`;
      unique = valid.slice(0, LONGEST_NAME - end.length) + end;
    }
    used.add(unique.toLowerCase());
    return unique;
  });
}

function contentTypes(count: number): string {
  const part = (path: string, kind: string) =>
    `<Override PartName="/xl/${path}" ContentType="${TYPE}.${kind}+xml"/>`;
  const sheets = Array.from(
    { length: count },
    (_, i) => part(`worksheets/sheet${i + 1}.xml`, "worksheet"),
  );
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${
    part("workbook.xml", "sheet.main")
  }${part("styles.xml", "styles")}${sheets.join("")}</Types>`;
}

function relationships(
  targets: readonly (readonly [kind: string, target: string])[],
): string {
  const rows = targets.map(([kind, target], i) =>
    `<Relationship Id="rId${
      i + 1
    }" Type="${RELATIONS}/${kind}" Target="${target}"/>`
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${
    rows.join("")
  }</Relationships>`;
}

function workbookXml(names: readonly string[]): string {
  const sheets = names.map((name, i) =>
    `<sheet name="${escapeText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`
  );
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${
    sheets.join("")
  }</sheets></workbook>`;
}

/** Style 0 is plain, style 1 bold. */
function stylesXml(): string {
  const font = (inner: string) =>
    `<font>${inner}<sz val="11"/><name val="Calibri"/></font>`;
  const format = (fontId: number) =>
    `<xf numFmtId="0" fontId="${fontId}" fillId="0" borderId="0" xfId="0" applyFont="1"/>`;
  return `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2">${font("")}${
    font("<b/>")
  }</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2">${
    format(0)
  }${format(1)}</cellXfs></styleSheet>`;
}

function sheetXml({ rows, headRow }: WorkbookSheet): string {
  const lines = rows.map((cells, i) => {
    const style = i === headRow ? ` s="1"` : "";
    const parts = cells.map((cell, column) =>
      cellXml(cell, `r="${columnName(column)}${i + 1}"${style}`)
    );
    return `<row r="${i + 1}">${parts.join("")}</row>`;
  });
  return `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="44" customWidth="1"/><col min="2" max="40" width="20" customWidth="1"/></cols><sheetData>${
    lines.join("")
  }</sheetData></worksheet>`;
}

function cellXml(cell: WorkbookCell, attributes: string): string {
  if (typeof cell === "number" && Number.isFinite(cell)) {
    return `<c ${attributes}><v>${cell}</v></c>`;
  }
  return `<c ${attributes} t="inlineStr"><is><t xml:space="preserve">${
    escapeText(String(cell))
  }</t></is></c>`;
}

/** 0 → "A", 26 → "AA". */
function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? "" : columnName(rest - 1)) +
    String.fromCharCode(65 + index % 26);
}
