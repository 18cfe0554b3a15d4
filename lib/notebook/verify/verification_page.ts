import { basename } from "node:path";
import { dataTable, htmlPage, type Markup, markup } from "#lib/reports/mod.ts";
import type { ReportInputs } from "../manifest.ts";
import type { NotebookFailure } from "../notebook_run.ts";
import {
  differenceInDanish,
  INPUT_WORDS,
  staleInDanish,
} from "./danish_difference.ts";
import type {
  NotebookClient,
  ReportVerification,
  Verification,
} from "./verify_reports.ts";

/** Differences of one report that are written out; the rest is counted. */
const MOST_SHOWN = 10;

const STATUS: Readonly<Record<ReportVerification["status"], string>> = {
  identical: "Ens",
  different: "Forskellig",
  failed: "Kunne ikke beregnes",
  unpublished: "Ikke udgivet",
};

/** What the record says apart from the findings. */
export interface VerificationContext {
  /** Digests of what the reports were computed from now. */
  readonly inputs: ReportInputs;
  /** e.g. "deno 2.9.5". */
  readonly kernel: string;
  /** Who ran the notebooks. @default {"library"} */
  readonly client?: NotebookClient;
}

/**
 * The record of a verification as one page: what was compared, with what, and
 * every difference. The same findings give the same bytes.
 *
 * @param verification What was found.
 */
export function verificationPage(
  verification: Verification,
  { inputs, kernel, client = "library" }: VerificationContext,
): string {
  const { reports, pages } = verification;
  const differing = reports.filter(({ status }) => status !== "identical");
  const body = markup`<p class="lead">${summary(verification)}</p>${
    summaryTable(reports)
  }${differing.map(details)}${
    pages.length > 0 &&
    markup`<h2 id="andre-sider">Andre sider og fortegnelsen</h2>${
      list(pages.map(differenceInDanish))
    }`
  }`;
  return htmlPage({
    title: "Verifikation",
    subtitle: "Rapporterne er beregnet igen og sammenlignet med de udgivne",
    body: body.markup,
    toc: [],
    footer: footer({ inputs, kernel, client }).markup,
    kind: "index",
  });
}

function summary({ reports, isIdentical }: Verification): string {
  const identical = reports.filter(({ status }) => status === "identical");
  const count = `${identical.length} af ${reports.length} rapporter`;
  return isIdentical
    ? `${count} er beregnet igen og er ens med de udgivne, byte for byte.`
    : `${count} er ens med de udgivne. Forskellene står nedenfor.`;
}

function summaryTable(reports: readonly ReportVerification[]): Markup {
  return dataTable({
    caption: "Rapporterne",
    columns: [
      { label: "Rapport", kind: "text" },
      { label: "Resultat", kind: "text" },
    ],
    rows: reports.map((report) => [report.title, result(report)]),
  });
}

/** e.g. "Forskellig (data ændret, 2 forskelle)". */
function result({ status, stale, differences }: ReportVerification): string {
  const inputs = stale.map(({ input }) => INPUT_WORDS[input]).join(", ");
  const count = differences.length;
  const facts = [
    ...(inputs === "" ? [] : [`${inputs} ændret`]),
    ...(count === 0
      ? []
      : [`${count} ${count === 1 ? "forskel" : "forskelle"}`]),
  ];
  return facts.length === 0
    ? STATUS[status]
    : `${STATUS[status]} (${facts.join(", ")})`;
}

function details(
  { id, title, notebook, stale, differences, failure }: ReportVerification,
): Markup {
  const changed = stale.length === 0
    ? []
    : [`Ændret siden udgivelsen: ${stale.map(staleInDanish).join(", ")}`];
  const cause = failure === null
    ? []
    : [`${placeOf(failure)}: ${failure.message}`];
  const shown = differences.slice(0, MOST_SHOWN).map(differenceInDanish);
  const rest = differences.length > MOST_SHOWN
    ? [`… og ${differences.length - MOST_SHOWN} til`]
    : [];
  return markup`<section><h2 id="${id}">${title}</h2><p>Notesbog: ${
    basename(notebook)
  }</p>${list([...changed, ...cause, ...shown, ...rest])}</section>`;
}

function placeOf({ cellNumber, cellId }: NotebookFailure): string {
  return cellNumber === 0 && cellId === ""
    ? "Før første celle"
    : `Celle ${cellNumber || cellId}`;
}

function list(lines: readonly string[]): Markup {
  return markup`<ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`;
}

function footer({ inputs, kernel, client }: VerificationContext): Markup {
  const { seed, ...digests } = inputs;
  const through = client === "jupyter" ? " gennem Jupyter" : "";
  const parts = Object.entries(digests).map(([name, digest]) =>
    markup`, ${INPUT_WORDS[name as keyof ReportInputs]} <code>${
      digest.slice(0, 12)
    }</code>`
  );
  return markup`<p>Kerne ${kernel}${through}, frø ${String(seed)}${parts}.</p>`;
}
