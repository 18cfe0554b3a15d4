import type { Difference } from "./compare_reports.ts";
import type { ReportVerification, Verification } from "./verify_reports.ts";

/** Differences of one report that are written out; the rest is counted. */
const MOST_SHOWN = 20;
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

function describeReport(report: ReportVerification): readonly string[] {
  const { id, status, staleInputs, failure, differences, notebook } = report;
  const stale = staleInputs.length === 0
    ? ""
    : `, stale: ${staleInputs.join(", ")} changed since publication`;
  const cause = failure === null
    ? ""
    : `: cell ${failure.cellNumber}: ${failure.message}`;
  const rows = differences.filter(({ kind }) => kind !== "input");
  const shown = rows.slice(0, MOST_SHOWN).map((row) =>
    `  ${notebook}, ${describeDifference(row)}`
  );
  const rest = rows.length > MOST_SHOWN
    ? [`  and ${rows.length - MOST_SHOWN} more`]
    : [];
  return [`${status} ${id}${stale}${cause}`, ...shown, ...rest];
}

function describeDifference(
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
