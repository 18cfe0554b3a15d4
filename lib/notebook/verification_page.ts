import { htmlPage } from "#lib/reports/mod.ts";
import { describeDifference } from "./describe_verification.ts";
import { escapeText } from "./escape_text.ts";
import type { ReportInputs } from "./manifest.ts";
import type { ReportVerification, Verification } from "./verify_reports.ts";

/** Differences of one report that are written out; the rest is counted. */
const MOST_SHOWN = 20;

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
}

/**
 * The record of a verification as one page: what was compared, with what, and
 * every difference. The same findings give the same bytes.
 *
 * @param verification What was found.
 */
export function verificationPage(
  verification: Verification,
  { inputs, kernel }: VerificationContext,
): string {
  const { reports, pages, isIdentical } = verification;
  const identical = reports.filter(({ status }) => status === "identical");
  const summary = isIdentical
    ? `${reports.length} af ${reports.length} rapporter er beregnet igen og er ens med de udgivne, byte for byte.`
    : `${identical.length} af ${reports.length} rapporter er ens med de udgivne. Forskellene står nedenfor.`;
  const body = [
    `<p class="lead">${summary}</p>`,
    summaryTable(reports),
    ...reports.filter(({ status }) => status !== "identical").map(details),
    ...(pages.length === 0 ? [] : [
      `<h2 id="andre-sider">Andre sider</h2>${
        list(pages.map(describeDifference))
      }`,
    ]),
  ];
  const digests = Object.entries({
    Data: inputs.data,
    Kodebog: inputs.codebook,
    Kode: inputs.code,
    Pakker: inputs.lock,
  }).map(([name, digest]) =>
    `${name} <code>${escapeText(digest.slice(0, 12))}</code>`
  );
  return htmlPage({
    title: "Verifikation",
    subtitle: "Rapporterne beregnet igen og sammenlignet med de udgivne",
    body: body.join("\n"),
    toc: [],
    footer: `<p>Kerne ${escapeText(kernel)}, frø ${inputs.seed}. ${
      digests.join(", ")
    }.</p>`,
    kind: "index",
  });
}

function summaryTable(reports: readonly ReportVerification[]): string {
  const rows = reports.map(({ id, status, staleInputs, differences }) =>
    `<tr><th scope="row">${escapeText(id)}</th><td>${STATUS[status]}</td><td>${
      staleInputs.length === 0 ? "–" : escapeText(staleInputs.join(", "))
    }</td><td class="number">${differences.length}</td></tr>`
  );
  return `<div class="table-scroll" role="group" aria-label="Rapporter" tabindex="0"><table><caption>Rapporter</caption><thead><tr><th scope="col">Rapport</th><th scope="col">Resultat</th><th scope="col">Ændret siden udgivelsen</th><th scope="col" class="number">Forskelle</th></tr></thead><tbody>${
    rows.join("")
  }</tbody></table></div>`;
}

function details(
  { id, notebook, differences, failure }: ReportVerification,
): string {
  const cause = failure === null ? [] : [
    `cell ${failure.cellNumber || failure.cellId}: ${failure.message}`,
  ];
  const shown = differences.slice(0, MOST_SHOWN).map(describeDifference);
  const rest = differences.length > MOST_SHOWN
    ? [`… og ${differences.length - MOST_SHOWN} til`]
    : [];
  return `<h2 id="${escapeText(id)}">${escapeText(id)}</h2><p>${
    escapeText(notebook)
  }</p>${list([...cause, ...shown, ...rest])}`;
}

function list(lines: readonly string[]): string {
  const items = lines.map((line) => `<li>${escapeText(line)}</li>`);
  return `<ul>${items.join("")}</ul>`;
}
