import type { NotebookFailure } from "../notebook_run.ts";
import type { Difference } from "./compare_reports.ts";
import type { PublicationInspection } from "./inspect_publication.ts";
import type { StaleInput } from "./report_sources.ts";
import type { ReportVerification, Verification } from "./verify_reports.ts";

/** Differences of one report that are written out; the rest is counted. */
const MOST_SHOWN = 20;
const MOST_FILES = 5;
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * Says in words what verification found: one line per report and one per
 * difference with notebook, cell, name, published and new value.
 *
 * @returns Lines without a final line feed.
 */
export function describeVerification({ reports, pages }: Verification): string {
  const lines = reports.flatMap(describeReport);
  return [
    ...lines,
    ...pages.map((page) => `different ${describeDifference(page)}`),
  ].join("\n");
}

/**
 * Says in words what was found before anything ran.
 *
 * @returns Lines without a final line feed; "" when nothing was found.
 */
export function describeInspection(
  { reports, pages }: PublicationInspection,
): string {
  const lines = reports.flatMap(({ id, notebook, stale, differences }) => [
    ...(stale.length === 0 ? [] : [`stale ${id}: ${describeStale(stale)}`]),
    ...differences.map((row) =>
      `changed ${notebook}, ${describeDifference(row)}`
    ),
  ]);
  return [
    ...lines,
    ...pages.map((page) => `changed ${describeDifference(page)}`),
  ].join("\n");
}

function describeReport(report: ReportVerification): readonly string[] {
  const { id, status, stale, failure, differences, notebook } = report;
  const staleness = stale.length === 0
    ? ""
    : `, stale: ${describeStale(stale)}`;
  const cause = failure === null
    ? ""
    : `: ${placeOf(failure)}: ${failure.message}`;
  const shown = differences.slice(0, MOST_SHOWN).map((row) =>
    `  ${notebook}, ${describeDifference(row)}`
  );
  const rest = differences.length > MOST_SHOWN
    ? [`  and ${differences.length - MOST_SHOWN} more`]
    : [];
  return [`${status} ${id}${staleness}${cause}`, ...shown, ...rest];
}

function placeOf({ cellNumber, cellId }: NotebookFailure): string {
  return cellNumber === 0 && cellId === ""
    ? "before the first cell"
    : `cell ${cellNumber || cellId}`;
}

/** e.g. "data (svar_elever_4_9_2019.csv), seed changed since publication". */
function describeStale(stale: readonly StaleInput[]): string {
  const inputs = stale.map(({ input, files }) =>
    files.length === 0 ? input : `${input} (${someOf(files)})`
  );
  return `${inputs.join(", ")} changed since publication`;
}

function someOf(files: readonly string[]): string {
  const rest = files.length - MOST_FILES;
  return files.slice(0, MOST_FILES).join(", ") +
    (rest > 0 ? ` and ${rest} more` : "");
}

/**
 * Says in one line what differs, e.g. `cell trivsel, estimate …: published 512,
 * now 514 (0.50 standard errors apart)`.
 */
export function describeDifference(
  { kind, cell, name, published, found, standardErrors }: Difference,
): string {
  const place = cell === "" ? "" : `cell ${cell}, `;
  const what = name === kind ? kind : `${kind} ${name}`;
  const distance = standardErrors === null
    ? ""
    : ` (${standardErrors.toPrecision(2)} standard errors apart)`;
  return `${place}${what}: published ${brief(published)}, now ${
    brief(found)
  }${distance}`;
}

function brief(text: string): string {
  if (text === "") return "nothing";
  return DIGEST.test(text) ? text.slice(0, 12) : text;
}
