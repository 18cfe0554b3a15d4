import { unescapeText } from "../export/escape_text.ts";

/** A table of a published page. */
export interface PageTable {
  /** e.g. "Tabel 3. Middelværdier i point 2019". */
  readonly caption: string;
  /** Rows of texts, the heads of the columns first. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads the tables of a published page, also those folded into figures, in the
 * order of the page.
 *
 * @param html A page made by `exportReport`.
 */
export function pageTables(html: string): readonly PageTable[] {
  let figure = "";
  const parts = html.matchAll(
    /<figure class="chart" id="figur-(\d+)">|<\/figure>|<table[^>]*>([\s\S]*?)<\/table>/g,
  );
  return [...parts].flatMap(([, number, table]): readonly PageTable[] => {
    if (table === undefined) {
      figure = number === undefined ? "" : `Figur ${number}. `;
      return [];
    }
    const caption = /<caption>([\s\S]*?)<\/caption>/.exec(table)?.[1] ?? "";
    return [{ caption: figure + textOf(caption), rows: rowsOf(table) }];
  });
}

function rowsOf(table: string): readonly (readonly string[])[] {
  return [...table.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) =>
      textOf(cell)
    )
  );
}

function textOf(html: string): string {
  const text = html
    .replace(/<svg[\s\S]*?<\/svg>|<span class="column"[\s\S]*?<\/span>/g, "")
    .replace(/<br\s*\/?>|<\/p>|<\/li>/g, " ")
    .replace(/<[^>]+>/g, "");
  return unescapeText(text).replace(/\s+/g, " ").trim();
}
