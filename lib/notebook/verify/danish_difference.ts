import type { Difference } from "./compare_reports.ts";
import type { ReportInputs } from "../manifest.ts";
import type { StaleInput } from "./report_sources.ts";

const MOST_FILES = 5;
const SHORT_DIGEST = 12;

/** What inputs are called in a record that a Danish reader sees. */
export const INPUT_WORDS: Readonly<Record<keyof ReportInputs, string>> = {
  data: "data",
  codebook: "kodebog",
  code: "kode",
  lock: "pakker",
  seed: "frø",
};

const FIELD_WORDS: Readonly<Record<string, string>> = {
  standardError: "standardfejl",
  lower: "nedre grænse",
  upper: "øvre grænse",
  degreesOfFreedom: "frihedsgrader",
  n: "antal",
  unit: "enhed",
};

/** Says what has changed, e.g. "data (svar_elever_4_9_2019.csv)". */
export function staleInDanish({ input, files }: StaleInput): string {
  const rest = files.length - MOST_FILES;
  const shown = files.slice(0, MOST_FILES).join(", ");
  const names = rest > 0 ? `${shown} og ${rest} til` : shown;
  return names === "" ? INPUT_WORDS[input] : `${INPUT_WORDS[input]} (${names})`;
}

/**
 * Says in one Danish line what differs, e.g. "publiceret 512,3, genberegnet
 * 514,1: 0,8 standardfejl fra hinanden" after the place.
 */
export function differenceInDanish(row: Difference): string {
  const place = row.cell === "" ? "" : `celle ${row.cell}, `;
  const line = `${place}${subjectOf(row)}: ${changeOf(row)}`;
  return line.charAt(0).toUpperCase() + line.slice(1);
}

function subjectOf({ kind, name }: Difference): string {
  switch (kind) {
    case "file":
      return `filen ${name}`;
    case "manifest":
      return `fortegnelsen, ${manifestEntry(name)}`;
    case "source":
      return name === "template cell"
        ? "skabelonens tekst"
        : "forfatterens tekst";
    case "notebook":
      return "notesbogen";
    case "kernel":
      return "kernen";
    case "cell":
      return "det viste";
    case "estimate":
      return name.replace(
        / \((\w+)\)$/,
        (_, field: string) => `, ${FIELD_WORDS[field] ?? field}`,
      );
    case "text":
      return name.replace(/^text in /, "tekst i ").replace(/^text$/, "tekst")
        .replace("markup", "opmærkning");
  }
}

function manifestEntry(name: string): string {
  return name.replace(/^title$/, "titlen")
    .replace(/^digest of /, "fingeraftrykket af ")
    .replace(/^list of (.*) and others$/, "listen med $1");
}

function changeOf(
  { kind, published, found, standardErrors }: Difference,
): string {
  const say = kind === "estimate" ? withComma : quote;
  const change = `publiceret ${say(published)}, genberegnet ${say(found)}`;
  return standardErrors === null
    ? change
    : `${change}: ${distance(standardErrors)} standardfejl fra hinanden`;
}

/** A number as it stands in the table, all digits, with decimal comma. */
function withComma(value: string): string {
  return value === "" ? "intet" : value.replace(".", ",").replace("-", "−");
}

/** One decimal, or the first digit that is not 0; "0,0" would say too little. */
function distance(standardErrors: number): string {
  const digits = standardErrors >= 0.1
    ? { minimumFractionDigits: 1, maximumFractionDigits: 1 }
    : { maximumSignificantDigits: 1 };
  return Number.isFinite(standardErrors)
    ? standardErrors.toLocaleString("da-DK", digits)
    : "uendeligt mange";
}

function quote(text: string): string {
  if (text === "") return "intet";
  if (/^[0-9a-f]{64}$/.test(text)) return text.slice(0, SHORT_DIGEST);
  if (text === "no such file") return "findes ikke";
  return /^[0-9a-f]{12}$/.test(text) ? text : `»${text}«`;
}
