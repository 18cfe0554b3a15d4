import type { Codebook } from "#lib/codebook/mod.ts";
import type {
  ExpectedResults,
  Level,
  ParticipationResults,
  UnitResults,
} from "#lib/profiles/mod.ts";
import { formatCount, formatList, formatShare, formatYear } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { htmlPage } from "../page.ts";
import { hasAnswers } from "../report.ts";
import { capitalise, domainName, domainOrder, groupPhrase } from "../words.ts";
import { expectedProfile } from "./expected_profile.ts";
import {
  profileKey,
  type ProfileReference,
  profileSection,
} from "./profile_section.ts";

/** What surrounds the unit of a profile. */
export interface ProfileContext {
  /** The whole programme. */
  readonly programme: UnitResults;
  /** The unit's municipality; absent in a municipality's own profile. */
  readonly municipality?: UnitResults;
  /** Name of the school that a class belongs to; stands under the title. */
  readonly within?: string;
  /** Whether the data are simulated. */
  readonly synthetic: boolean;
  /** A school's results against its pupils' background. @default {none} */
  readonly expected?: readonly ExpectedResults[];
  /** Links to other profiles, e.g. a school's classes. */
  readonly links?: readonly { readonly href: string; readonly label: string }[];
}

const subtitles: Readonly<Record<Level, string>> = {
  programme: "Kvalitetsprofil for hele programmet",
  municipality: "Kommunens kvalitetsprofil",
  school: "Skolens kvalitetsprofil",
  class: "Klassens kvalitetsprofil",
};

const subjects: Readonly<Record<Level, string>> = {
  programme: "programmets skoler",
  municipality: "kommunens skoler",
  school: "skolen",
  class: "klassen",
};

/**
 * Writes the quality profile of a municipality, a school or a class as a page.
 *
 * Schools and classes are compared with their municipality, a municipality with
 * the programme. A class profile opens with a word on how little one class can show.
 *
 * @returns An HTML document, confidential by nature.
 * @throws {RangeError} If the unit was asked nothing in any wave.
 */
export function qualityProfilePage(
  results: UnitResults,
  context: ProfileContext,
  codebook: Codebook,
): string {
  const year = yearOf(results);
  const reference = referenceOf(results, context);
  const input = { results, scales: codebook.scales, year, reference };
  const sections = domainOrder.map((domain) => ({
    domain,
    content: profileSection(domain, input),
  }))
    .filter(({ content }) => content.markup !== "");
  const expected = expectedProfile(context.expected ?? [], { codebook, year });
  const body = markup`${introduction(results, { year, reference })}${
    sections.length > 0
      ? sections.map(({ content }) => content)
      : markup`<p>Der er ingen svar fra ${subjects[results.unit.level]}.</p>`
  }${expected}${linkList(context)}<section><h2 id="deltagelse">Deltagelse</h2>${
    participationList(results, year)
  }</section>`;
  return htmlPage({
    title: results.unit.label,
    subtitle: [
      `${subtitles[results.unit.level]} ${formatYear(year)}`,
      ...(context.within === undefined ? [] : [context.within]),
    ].join(", "),
    body: body.markup,
    toc: [
      ...sections.map(({ domain }) => ({
        id: domain,
        label: domainName(domain),
        level: 2,
      })),
      ...(expected.markup === ""
        ? []
        : [{ id: "forventet", label: "Elevernes baggrund", level: 2 }]),
      { id: "deltagelse", label: "Deltagelse", level: 2 },
    ],
    kind: "profile",
    synthetic: context.synthetic,
    footer: markup`<p>Kodebog ${codebook.version}. ${codebook.note}</p>`.markup,
  });
}

/** The last year with answers; the last one asked where nobody answered. */
function yearOf({ unit, scales }: UnitResults): number {
  const waves = scales.flatMap(({ waves }) => waves);
  if (waves.length === 0) {
    throw new RangeError(
      `Cannot write the profile of "${unit.id}": found no answers in any wave`,
    );
  }
  const answered = waves.filter(({ mean }) => hasAnswers(mean));
  const years = (answered.length > 0 ? answered : waves).map(({ wave }) =>
    wave
  );
  return Math.max(...years);
}

function referenceOf(
  { unit }: UnitResults,
  { programme, municipality }: ProfileContext,
): ProfileReference | null {
  if (unit.level === "programme") return null;
  if (municipality && unit.level !== "municipality") {
    return {
      name: "kommunen",
      results: municipality,
      difference: ({ versusMunicipality }) => versusMunicipality,
    };
  }
  return {
    name: "programmet",
    results: programme,
    difference: ({ versusProgramme }) => versusProgramme,
  };
}

interface IntroductionInput {
  readonly year: number;
  readonly reference: ProfileReference | null;
}

function introduction(
  { unit }: UnitResults,
  { year, reference }: IntroductionInput,
): Markup {
  return markup`<p class="lead">Profilen viser, hvordan ${
    subjects[unit.level]
  } opleves i ${
    formatYear(year)
  }, og giver anledning til samtale om, hvad der kan gøres. Den er et udgangspunkt for udvikling, ikke en dom.</p>${
    unit.level === "class" &&
    markup`<div class="card"><p><strong>En klasse er få svar.</strong> Selv store forskelle kan være tilfældige, og derfor er intervallerne brede. Brug profilen til at stille spørgsmål, ikke til at sammenligne klasser.</p></div>`
  }<p class="note">500 er gennemsnittet i hele programmet i det første år, og 100 er spredningen mellem personer. ${
    profileKey(reference)
  } Der står kun »over« eller »under«, når forskellen er større end usikkerheden.</p>`;
}

function linkList({ links = [] }: ProfileContext): Markup {
  if (links.length === 0) return markup``;
  return markup`<section><h2 id="profiler">Flere profiler</h2><ul class="reports">${
    links.map(({ href, label }) =>
      markup`<li><a href="${href}"><span>${label}</span></a></li>`
    )
  }</ul></section>`;
}

function participationList(
  { participation }: UnitResults,
  year: number,
): Markup {
  const latest = participation.filter(({ wave, invited }) =>
    wave === year && invited > 0
  );
  if (latest.length === 0) {
    return markup`<p>Deltagelsen er ikke opgjort for enheden.</p>`;
  }
  return markup`<p>${formatList(latest.map(participationPhrase))}.</p>`;
}

function participationPhrase(
  { group, invited, answered }: ParticipationResults,
): string {
  return `${capitalise(groupPhrase(group))}: ${formatCount(answered)} af ${
    formatCount(invited)
  } (${formatShare(answered / invited)})`;
}
