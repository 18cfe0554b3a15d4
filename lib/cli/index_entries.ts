import type { NotebookRef } from "#lib/notebook/mod.ts";
import type { IndexEntry } from "#lib/reports/mod.ts";
import { programmeMunicipalities } from "./municipalities.ts";

/** What stands under the links to the reports that are no municipality's. */
const DESCRIPTIONS: Readonly<
  Record<string, Pick<IndexEntry, "kind" | "description">>
> = {
  "faellesrapport": {
    kind: "joint",
    description: "Alle kommuner under ét, og hvad den næste måling kan vise.",
  },
  "ledelse-for-oeget-laering": {
    kind: "lottery",
    description: "22 skoler, hvoraf ti fik plads i et forløb for skoleledere.",
  },
  "metode-skalering": {
    kind: "method",
    description: "Hvordan kryds i et spørgeskema bliver til tal på en skala.",
  },
  "metode-udvikling-og-effekt": {
    kind: "method",
    description: "Hvornår en forskel er mere end et tilfælde.",
  },
  "metode-social-baggrund": {
    kind: "method",
    description: "Hvad der kan få social baggrund til at se mindre vigtig ud.",
  },
};

/** The entry of a report on the index page; a municipality's is its bare name. */
export function indexEntry({ id, title }: NotebookRef): IndexEntry {
  const href = `${id}.html`;
  const known = DESCRIPTIONS[id];
  if (known !== undefined) return { href, title, ...known };
  const municipality = programmeMunicipalities().find((one) => one.id === id);
  return { href, title: municipality?.name ?? title, kind: "municipality" };
}
