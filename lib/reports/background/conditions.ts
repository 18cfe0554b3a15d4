import type { ConditionResults } from "#lib/profiles/mod.ts";
import { falseFindingShare } from "../findings.ts";
import {
  formatInterval,
  formatNumber,
  formatPValue,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import type { Report, ScaleEntry } from "../report.ts";
import { dataTable } from "../table.ts";
import { groupPhrase, scalePhrase, scalePhraseWithGroup } from "../words.ts";
import type { BackgroundPart } from "./background_part.ts";

/** A comparison that could be made. */
type Found = ConditionResults & {
  readonly slope: Exclude<ConditionResults["slope"], string>;
  readonly adjustedP: number;
};

/**
 * Which parts of the learning environment go with a flatter gradient within schools:
 * an association over the whole programme, and said so.
 */
export function conditions(
  report: Report,
  entries: readonly ScaleEntry[],
): BackgroundPart {
  const scales = new Set(entries.map(({ scale }) => scale.id));
  const asked = report.conditions.filter(({ outcome }) => scales.has(outcome));
  if (asked.length === 0) return { content: markup``, estimates: [] };
  const found = asked.filter((one): one is Found =>
    typeof one.slope !== "string" && one.adjustedP !== null
  );
  const head =
    markup`<h3>Betyder baggrund mindre, hvor læringsmiljøet er godt?</h3>`;
  if (found.length === 0) {
    return {
      content:
        markup`${head}<p>For få skoler kan sammenlignes til at se, om noget i læringsmiljøet hænger sammen med, hvor meget baggrund betyder.</p>`,
      estimates: [],
    };
  }
  const clear = found.filter(({ adjustedP }) => adjustedP <= falseFindingShare);
  const content =
    markup`${head}<p>Inden for den enkelte skole betyder baggrund mere nogle steder end andre. Her er skolerne i hele programmet sammenlignet med skoler i samme kommune: Er der noget i læringsmiljøet, som hænger sammen med, at baggrund betyder mindre?</p>${
      clear.length === 0
        ? markup`<p>Nej, ikke sikkert. Ingen del af læringsmiljøet hænger sikkert sammen med, hvor meget baggrund betyder på skolerne, når man ser på alle ${
          String(found.length)
        } sammenligninger på én gang.</p>`
        : markup`<ul>${clear.map((one) => sentence(report, one))}</ul>`
    }<p>En sammenhæng er ikke en årsag: Skoler med et godt læringsmiljø kan være anderledes på andre måder, og det kan også være eleverne, der gør læringsmiljøet godt.</p>${
      conditionTable(report, found)
    }`;
  return {
    content,
    estimates: found.map(({ outcome, condition, kind, slope }) => ({
      name: `programme/${outcome}/${condition}/gradient-condition-${kind}`,
      estimate: slope,
    })),
  };
}

function sentence(report: Report, one: Found): Markup {
  const [outcome, condition] = [one.outcome, one.condition].map((id) =>
    report.codebook.scales.find((scale) => scale.id === id)
  );
  if (!outcome || !condition) return markup``;
  const { value } = one.slope;
  const size = formatNumber(Math.abs(value), { decimals: 1 });
  const more = one.kind === "level"
    ? `Mere af ${scalePhraseWithGroup(condition)}`
    : `Fremgang i ${scalePhraseWithGroup(condition)}`;
  return markup`<li>${more} hænger sammen med, at baggrund betyder ${
    value < 0 ? "mindre" : "mere"
  } for ${scalePhrase(outcome)}: Hældningen ${
    one.kind === "level" ? "er" : "har udviklet sig til at være"
  } ${size} point ${
    value < 0 ? "fladere" : "stejlere"
  } for hver standardafvigelse mellem skolerne.</li>`;
}

function conditionTable(report: Report, found: readonly Found[]): Markup {
  const label = (id: string): string =>
    report.codebook.scales.find((scale) => scale.id === id)?.label ?? id;
  const respondents = (id: string): string => {
    const scale = report.codebook.scales.find((one) => one.id === id);
    return scale ? groupPhrase(scale.group) : "";
  };
  return markup`<details class="numbers"><summary>Vis alle sammenligninger</summary>${
    dataTable({
      caption:
        `Forskel i hældningen inden for skoler for hver standardafvigelse i læringsmiljøet, point med ${intervalLabel}`,
      columns: [
        { label: "Læringsmiljø", kind: "text" },
        { label: "Svar fra", kind: "text" },
        { label: "Resultat", kind: "text" },
        { label: "Sammenligning", kind: "text" },
        { label: "Forskel i hældning" },
        { label: "Justeret p" },
      ],
      rows: found.map(({ outcome, condition, kind, slope, adjustedP }) => [
        label(condition),
        respondents(condition),
        label(outcome),
        kind === "level"
          ? "niveau, alle målinger"
          : "ændring, første til sidste",
        `${formatNumber(slope.value, { decimals: 1, sign: "always" })} (${
          formatInterval(slope)
        })`,
        formatPValue(adjustedP),
      ]),
      note:
        "Et minus betyder, at baggrund betyder mindre, hvor der er mere. Regression af skolernes hældninger inden for kommune og måling, med elevernes gennemsnitlige baggrund på skolen som kontrol; en skole med få elever tæller mindre. Den justerede p-værdi tager højde for, at der er set på alle sammenligninger.",
    })
  }</details>`;
}
