import {
  type EvidenceReport,
  isHeld,
  type StudyRow,
  type StudyTable,
} from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { formatCount, formatList } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import { INTERVAL_LEDGER } from "./ledger/interval_ledger.ts";
import type {
  PrintedInterval,
  StudyReference,
} from "./ledger/printed_interval.ts";
import { shareWithError } from "./study_matrix.ts";

/** A printed interval with what the studies found of it. */
interface Tried {
  readonly interval: PrintedInterval;
  readonly coverage: readonly StudyRow[];
  readonly falseFindings: readonly StudyRow[];
}

/**
 * Shows for every kind of interval that reports print how often it holds the truth, and
 * how often it finds something where there is nothing; says which have not been tried.
 */
export function intervalEvidence({ studies }: EvidenceReport): Display {
  if (studies.length === 0) {
    return display(markup`<p>Studierne er ikke kørt.</p>`);
  }
  const parts = INTERVAL_LEDGER.map(({ title, intervals }) => ({
    title,
    tried: intervals.map((interval): Tried => ({
      interval,
      coverage: rowsOf(studies, interval.coverage),
      falseFindings: rowsOf(studies, interval.falseFindings ?? null),
    })),
  }));
  return display(
    markup`${summary(parts.flatMap(({ tried }) => tried))}${
      parts.map(({ title, tried }) => partTable(title, tried))
    }`,
  );
}

/** The rows of a study that a reference points to. */
function rowsOf(
  studies: readonly StudyTable[],
  reference: StudyReference | null,
): readonly StudyRow[] {
  return studies.filter(({ name }) => name === reference?.study)
    .flatMap(({ rows }) =>
      rows.filter(({ quantity }) => quantity === reference?.quantity)
    );
}

/** How many are tried, and by name those that are not and those that fail. */
function summary(all: readonly Tried[]): Markup {
  const tried = all.filter(({ coverage, falseFindings }) =>
    coverage.length + falseFindings.length > 0
  );
  const failing = tried.filter(({ coverage, falseFindings }) =>
    ![...coverage, ...falseFindings].every(isHeld)
  );
  const untried = all.filter((one) => !tried.includes(one));
  return markup`<p>Rapporterne trykker ${
    formatCount(all.length)
  } slags intervaller og domme. ${
    formatCount(tried.length)
  } af dem er prøvet, og ${
    formatCount(tried.length - failing.length)
  } holder, hvad de lover, så nær som simuleringen kan se.</p>${
    list("Holder ikke helt", failing)
  }${list("Ikke prøvet", untried)}`;
}

function list(words: string, those: readonly Tried[]): Markup | null {
  if (those.length === 0) return null;
  const labels = those.map(({ interval }) => `»${interval.label}«`);
  return markup`<p>${words}: ${formatList(labels)}.</p>`;
}

function partTable(title: string, tried: readonly Tried[]): Markup {
  return markup`<details><summary>${title}</summary>${
    dataTable({
      caption: `${title}: hvor ofte intervallerne holder`,
      columns: [
        { label: "Tal", kind: "text" },
        { label: "Omstændigheder", kind: "text" },
        { label: "Holder sandheden" },
        { label: "Finder noget, hvor intet er" },
      ],
      rows: tried.flatMap(tableRows),
      note:
        "Et 95 %-interval skal holde sandheden i 95 %, og noget må højst findes i 5 %, hvor intet er. ± er simuleringens egen usikkerhed (halvdelen af et 95 %-interval).",
    })
  }</details>`;
}

/** One row per setting in which the interval was tried. */
function tableRows({ interval, coverage, falseFindings }: Tried): string[][] {
  const settings = [
    ...new Set([...coverage, ...falseFindings].map(({ setting }) => setting)),
  ];
  if (settings.length === 0) {
    return [[interval.label, "ikke prøvet", "–", "–"]];
  }
  const share = (rows: readonly StudyRow[], setting: string): string => {
    const row = rows.find((one) => one.setting === setting);
    return row ? shareWithError(row) : "–";
  };
  return settings.map((setting) => [
    interval.label,
    setting,
    share(coverage, setting),
    share(falseFindings, setting),
  ]);
}
