import { escapeHtml, type Markup, markup, trusted } from "./markup.ts";
import { pageScript, pageScriptDigest } from "./script/page_script.ts";
import { baseStyle } from "./style/base_style.ts";
import { contentStyle } from "./style/content_style.ts";
import { layoutStyle } from "./style/layout_style.ts";
import { printStyle } from "./style/print_style.ts";

/** One line of a table of contents. */
export interface TocEntry {
  /** Id of the heading. */
  readonly id: string;
  /** Text of the heading. */
  readonly label: string;
  /** 2 for chapters, 3 for parts of them. */
  readonly level: number;
}

/** What {@linkcode htmlPage} puts on a page. */
export interface PageSpec {
  /** The only first-level heading. */
  readonly title: string;
  /** One line under it. */
  readonly subtitle?: string;
  /** HTML of the main part. */
  readonly body: string;
  /** Empty leaves the table of contents out. */
  readonly toc: readonly TocEntry[];
  /** HTML of the foot, e.g. digests and versions. */
  readonly footer?: string;
  /** Decides the head line and the notices. */
  readonly kind: "report" | "method" | "profile" | "index";
  /**
   * Whether the page shows simulated data. @default {true when the body holds
   * the attribute data-synthetic, which every data note of simulated data has}
   */
  readonly synthetic?: boolean;
  /** Sorting, tips on charts and tables as files; nothing else needs it. @default {"none"} */
  readonly script?: "none" | "reading-aids";
}

/** What every page of simulated data says. */
export const syntheticNotice =
  "Simulerede data – ikke resultater fra virkelige skoler";

/** What every quality profile says. */
export const confidentialNotice = "Fortroligt – til udvikling, ikke kontrol";

const kickers: Readonly<Record<PageSpec["kind"], string>> = {
  report: "Læringsrapport · Program for læringsledelse",
  method: "Metoderapport · Program for læringsledelse",
  profile: "Kvalitetsprofil · Program for læringsledelse",
  index: "Program for læringsledelse",
};

/** Nothing is loaded from elsewhere, and no script runs but the page's own. */
function securityPolicy({ script }: PageSpec): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return script === "reading-aids"
    ? `${policy}; script-src '${pageScriptDigest}'`
    : policy;
}

/**
 * Wraps a body into a whole page: self-contained, Danish, readable on a phone
 * and on paper, in light and dark.
 *
 * @returns An HTML document.
 */
export function htmlPage(page: PageSpec): string {
  const synthetic = page.synthetic ?? page.body.includes("data-synthetic");
  const headline = synthetic ? syntheticNotice : page.title;
  const style = baseStyle + layoutStyle + contentStyle +
    printStyle({ headline });
  const hasToc = page.toc.length > 0;
  return `<!doctype html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${securityPolicy(page)}">
<title>${escapeHtml(page.title)}</title>
<style>${style}</style>
</head>
<body class="${page.kind}${hasToc ? " with-toc" : ""}">
<a class="skip" href="#indhold">Gå til indholdet</a>
${notices(page.kind, synthetic).markup}
<div class="frame">
${pageHead(page).markup}
<div class="columns">
${hasToc ? tableOfContents(page.toc).markup : ""}
<main id="indhold" tabindex="-1">
${page.body}
</main>
</div>
${pageFoot(page, synthetic).markup}
</div>
${
    page.script === "reading-aids"
      ? `<script>${pageScript}</script>\n`
      : ""
  }</body>
</html>
`;
}

function notices(kind: PageSpec["kind"], synthetic: boolean): Markup {
  return markup`${
    synthetic &&
    markup`<aside class="notice" aria-label="Om data"><p>${syntheticNotice}</p></aside>`
  }${
    kind === "profile" &&
    markup`<aside class="confidential" aria-label="Om brug"><p>${confidentialNotice}</p></aside>`
  }`;
}

function pageHead({ kind, title, subtitle }: PageSpec): Markup {
  return markup`<header class="head"><p class="kicker">${
    kickers[kind]
  }</p><h1>${title}</h1>${
    subtitle ? markup`<p class="subtitle">${subtitle}</p>` : null
  }</header>`;
}

function tableOfContents(toc: readonly TocEntry[]): Markup {
  const list = markup`<ol>${
    toc.map(({ id, label, level }) =>
      markup`<li class="level-${level}"><a href="#${id}">${label}</a></li>`
    )
  }</ol>`;
  return markup`<nav class="toc toc-wide" aria-label="Indhold"><p class="toc-title">Indhold</p>${list}</nav><nav class="toc toc-narrow" aria-label="Indhold"><details><summary>Indhold</summary>${list}</details></nav>`;
}

function pageFoot({ footer }: PageSpec, synthetic: boolean): Markup {
  return markup`<footer class="foot">${
    synthetic && markup`<p><strong>${syntheticNotice}.</strong></p>`
  }${footer ? trusted(footer) : null}</footer>`;
}
