/**
 * Whole pages from the fixtures, in the order of the notebook templates.
 * @module
 */
import type { Domain } from "#lib/codebook/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import {
  analyseLottery,
  dataNote,
  development,
  type Display,
  htmlPage,
  limitsNote,
  lotteryBalance,
  lotteryCaveats,
  lotteryChecks,
  lotteryDesign,
  lotteryMde,
  lotteryResults,
  methodNote,
  municipalityContext,
  overview,
  participation,
  participationDevelopment,
  pupilDevelopment,
  readingGuide,
  type Report,
  scaleSection,
  schoolSpread,
  socialBackground,
  spreadDevelopment,
  successCriteria,
} from "#lib/reports/mod.ts";
import type { LotteryReport } from "#lib/profiles/mod.ts";
import { municipalityReport } from "./fixture.ts";

/** A chapter: heading and what its cells show. */
export type Chapter = readonly [
  heading: string,
  ...displays: readonly Display[],
];

const domains: readonly (readonly [string, Domain])[] = [
  ["Læring", "learning"],
  ["Trivsel", "well-being"],
  ["Læringsmiljø", "learning-environment"],
  ["Hjem og skole", "home-and-school"],
  ["Professionel praksis", "professional-practice"],
  ["Ledelse", "leadership"],
];

/** All chapters of a report. */
export function reportChapters(report: Report): readonly Chapter[] {
  return [
    ["Sammenfatning", dataNote(report), overview(report), readingGuide(report)],
    ["Programmets succeskriterier", successCriteria(report)],
    ...domains.map((
      [heading, domain],
    ): Chapter => [heading, scaleSection(report, domain)]),
    [
      "Udvikling",
      ...domains.map(([, domain]) => development(report, domain)),
      spreadDevelopment(report),
      pupilDevelopment(report),
      participationDevelopment(report),
    ],
    ["Social baggrund", socialBackground(report)],
    ["Forskelle mellem skoler", schoolSpread(report)],
    ...(report.municipalities.length > 0
      ? [["Kommunerne", municipalityContext(report, "pr_laesning")] as const]
      : []),
    ["Deltagelse", participation(report)],
    ["Metode og begrænsninger", methodNote(report), limitsNote(report)],
  ];
}

/** A whole report as a page. */
export function reportPage(report: Report): string {
  return pageOf(report.results.unit.label, reportChapters(report));
}

function pageOf(title: string, chapters: readonly Chapter[]): string {
  const toc = chapters.map(([label], i) => ({
    id: `kapitel-${i + 1}`,
    label,
    level: 2,
  }));
  const body = chapters.map(([heading, ...displays], i) =>
    `<h2 id="kapitel-${i + 1}">${heading}</h2>${
      displays.map(({ html }) => html).join("\n")
    }`
  );
  return htmlPage({
    title,
    subtitle: "Læring, trivsel og læringsmiljø 2015, 2017 og 2019",
    body: body.join("\n"),
    toc,
    footer: "<p>Kodebog 2019.1</p>",
    kind: "report",
  });
}

/** A lottery with an effect of 26 points on one outcome of four. */
export function lotteryFixture(): LotteryReport {
  const stream = createStream(1802), spread = createStream(1802, 1);
  const schools = Array.from({ length: 22 }, (_, i) => ({
    id: `skole-${i}`,
    treated: i % 11 < 5,
    received: i % 11 < 5 && i !== 2,
    stratum: null,
    invited: 300 + i,
    answered: 280 + i - (i % 3),
    n: 280 + i,
  }));
  const labels = ["Læsning", "Matematik", "Trivsel i skolen", "Klasseledelse"];
  return {
    schools,
    years: [2018, 2020],
    draw: {
      date: "2018-02-14",
      seed: 1802,
      method: "Der blev trukket lod mellem alle skoler på én gang.",
    },
    provenance: municipalityReport().provenance,
    rule: null,
    primaryScale: "udfald_3",
    outcomes: labels.map((label, k) => {
      const before = schools.map(() => 500 + 20 * stream.normal());
      const after = before.map((mean, i) =>
        0.6 * mean + 203 + 9 * stream.normal() +
        (schools[i]?.treated && k === 3 ? 26 : 0)
      );
      const spreadBefore = schools.map(() => 95 + 5 * spread.normal());
      return {
        scale: `udfald_${k}`,
        label,
        before,
        after,
        spreadBefore,
        spreadAfter: spreadBefore.map((sd, i) =>
          0.5 * sd + 47 + spread.normal() -
          (schools[i]?.treated && k === 1 ? 6 : 0)
        ),
        lowestAfter: after.map((mean, i) =>
          mean - (schools[i]?.treated ? 3 : 0)
        ),
        highestAfter: after.map((mean, i) =>
          mean + (schools[i]?.treated ? 3 : 0)
        ),
        trimmedShare: 0.02,
        intraclassCorrelation: 0.03 + 0.02 * k,
        pupilRegression: {
          effect: k === 3 ? 24 : 1,
          interval: k === 3 ? [14, 34] : [-9, 11],
          pValue: k === 3 ? 0.0002 : 0.8,
          degreesOfFreedom: 15,
          method: "10 plausible values, weighted least squares, CR2",
        },
      };
    }),
  };
}

/** The lottery's report as a page. */
export function lotteryPage(): string {
  const lottery = lotteryFixture();
  const analysis = analyseLottery(lottery);
  return pageOf("Ledelse for øget læring", [
    ["Design", lotteryDesign(lottery)],
    ["Mindste effekt", lotteryMde(lottery)],
    ["Balance", lotteryBalance(lottery, analysis)],
    ["Resultater", lotteryResults(lottery, analysis)],
    ["Holder resultaterne?", lotteryChecks(lottery, analysis)],
    ["Forbehold", lotteryCaveats(lottery)],
  ]);
}
