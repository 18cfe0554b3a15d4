import type { Difference } from "./compare_reports.ts";
import type { ReportInspection } from "./inspect_publication.ts";
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

/**
 * Says in words what was found before anything ran.
 *
 * @returns Lines without a final line feed; "" when nothing was found.
 */
export function describeInspection(
  reports: readonly ReportInspection[],
): string {
  return reports.flatMap(({ id, notebook, differences }) => {
    const stale = differences.filter(({ kind }) => kind === "input")
      .map(({ name }) => name);
    const rows = differences.filter(({ kind }) => kind !== "input");
    return [
      ...(stale.length === 0
        ? []
        : [`stale ${id}: ${stale.join(", ")} changed since publication`]),
      ...rows.map((row) => `changed ${notebook}, ${describeDifference(row)}`),
    ];
  }).join("\n");
}

function describeReport(report: ReportVerification): readonly string[] {
  const { id, status, staleInputs, failure, differences, notebook } = report;
  const stale = staleInputs.length === 0
    ? ""
    : `, stale: ${staleInputs.join(", ")} changed since publication`;
  const cause = failure === null
    ? ""
    : `: cell ${failure.cellNumber || failure.cellId}: ${failure.message}`;
  const rows = differences.filter(({ kind }) => kind !== "input");
  const shown = rows.slice(0, MOST_SHOWN).map((row) =>
    `  ${notebook}, ${describeDifference(row)}`
  );
  const rest = rows.length > MOST_SHOWN
    ? [`  and ${rows.length - MOST_SHOWN} more`]
    : [];
  return [`${status} ${id}${stale}${cause}`, ...shown, ...rest];
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
