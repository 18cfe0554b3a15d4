import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** A person, or an organisation as one literal. */
export type BibliographyName =
  | { readonly family: string; readonly given?: string | undefined }
  | { readonly literal: string };

/** One work in CSL JSON, as far as it is read here; names of fields are CSL's. */
export interface BibliographyItem {
  /** By which prose cites it. */
  readonly id: string;
  /** e.g. "article-journal". */
  readonly type: string;
  /** Title of the work. */
  readonly title: string;
  /** Authors in order. */
  readonly author: readonly BibliographyName[];
  /** Year first. */
  readonly issued: { readonly "date-parts": readonly (readonly number[])[] };
  /** Journal or book. */
  readonly "container-title"?: string | undefined;
  /** Publisher of a book. */
  readonly publisher?: string | undefined;
  /** Volume of a journal. */
  readonly volume?: string | number | undefined;
  /** Issue of a volume. */
  readonly issue?: string | number | undefined;
  /** Pages, e.g. "133-161". */
  readonly page?: string | undefined;
  /** Without "https://doi.org/". */
  readonly DOI?: string | undefined;
}

const nameSchema = z.union([
  z.object({ family: z.string(), given: z.string().optional() }),
  z.object({ literal: z.string() }),
]);

const itemSchema: z.ZodType<BibliographyItem> = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  author: z.array(nameSchema).default([]),
  issued: z.object({ "date-parts": z.array(z.array(z.number())) }),
  "container-title": z.string().optional(),
  publisher: z.string().optional(),
  volume: z.union([z.string(), z.number()]).optional(),
  issue: z.union([z.string(), z.number()]).optional(),
  page: z.string().optional(),
  DOI: z.string().optional(),
});

/**
 * Reads a bibliography in CSL JSON.
 *
 * @param path File; one that does not exist is an empty bibliography.
 * @throws {SyntaxError} If it is not CSL JSON.
 */
export function readBibliography(path: string): readonly BibliographyItem[] {
  if (!existsSync(path)) return [];
  try {
    return z.array(itemSchema).parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const text = error instanceof z.ZodError
      ? error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; ")
      : String(error);
    throw new SyntaxError(`Cannot read "${path}": ${text}`);
  }
}

/** Names and year as they stand in prose, e.g. "Mislevy m.fl. 1992". */
export function shortCitation(item: BibliographyItem): string {
  const names = item.author.map((name) =>
    "literal" in name ? name.literal : name.family
  );
  const [first = item.title, second] = names;
  const who = names.length > 2
    ? `${first} m.fl.`
    : second === undefined
    ? first
    : `${first} og ${second}`;
  return `${who} ${yearOf(item)}`;
}

/** The whole reference as plain text, e.g. "Rubin, D. B. (1987). Title. Wiley." */
export function fullCitation(item: BibliographyItem): string {
  const names = item.author.map((name) =>
    "literal" in name
      ? name.literal
      : name.given === undefined
      ? name.family
      : `${name.family}, ${initials(name.given)}`
  );
  const last = names.at(-1) ?? "";
  const who = names.length > 1
    ? `${names.slice(0, -1).join(", ")} og ${last}`
    : last;
  const issue = item.issue === undefined ? "" : `(${item.issue})`;
  const place = [
    item["container-title"],
    item.volume === undefined ? undefined : `${item.volume}${issue}`,
    item.page?.replace("-", "–"),
    item.publisher,
  ].filter((part) => part !== undefined).join(", ");
  const doi = item.DOI === undefined ? "" : `doi:${item.DOI}`;
  return [`${who} (${yearOf(item)})`, item.title, place, doi]
    .filter((part) => part !== "")
    .map((part) => part.replace(/\.$/, ""))
    .join(". ") + ".";
}

function yearOf({ issued }: BibliographyItem): string {
  return String(issued["date-parts"][0]?.[0] ?? "u.å.");
}

function initials(given: string): string {
  return given.split(/\s+/).map((name) => `${name[0] ?? ""}.`).join(" ");
}
