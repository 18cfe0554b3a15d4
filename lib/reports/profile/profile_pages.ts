import type { MunicipalityProfiles } from "#lib/profiles/mod.ts";
import {
  type ProfileContext,
  qualityProfilePage,
} from "./quality_profile_page.ts";

/** A page with the name of its file. */
export interface ProfilePage {
  /** e.g. "0530-03.html". */
  readonly file: string;
  /** The whole page. */
  readonly html: string;
}

/**
 * Writes the quality profiles of a municipality, its schools and their classes,
 * linked to each other; `index.html` is the municipality's own.
 *
 * @yields One page at a time: there are hundreds.
 */
export function* profilePages(
  profiles: MunicipalityProfiles,
): Generator<ProfilePage> {
  const { municipality, programme, codebook, report, schools } = profiles;
  const context: ProfileContext = {
    programme,
    synthetic: report.provenance.synthetic,
  };
  const withAnswers = schools.filter(({ school }) => school.scales.length > 0);
  yield {
    file: "index.html",
    html: qualityProfilePage(municipality, {
      ...context,
      links: withAnswers.map(({ school }) => ({
        href: `${school.unit.id}.html`,
        label: school.unit.label,
      })),
    }, codebook),
  };
  for (const { school, classes, expected } of withAnswers) {
    const own = { ...context, municipality };
    yield {
      file: `${school.unit.id}.html`,
      html: qualityProfilePage(school, {
        ...own,
        expected,
        links: [
          { href: "index.html", label: municipality.unit.label },
          ...classes.map(({ unit }) => ({
            href: classFile(unit.id),
            label: unit.label,
          })),
        ],
      }, codebook),
    };
    for (const one of classes) {
      yield {
        file: classFile(one.unit.id),
        html: qualityProfilePage(one, {
          ...own,
          within: school.unit.label,
          links: [{ href: `${school.unit.id}.html`, label: school.unit.label }],
        }, codebook),
      };
    }
  }
}

/** "0530-01 4.A 2019" as a file name. */
function classFile(id: string): string {
  return `${id.replace(/[^0-9A-Za-zÆØÅæøå-]+/g, "-")}.html`;
}
