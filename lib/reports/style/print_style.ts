import { paletteDeclarations } from "../charts/palette.ts";

/** Options for {@linkcode printStyle}. */
export interface PrintStyleOptions {
  /** Stands at the head of every printed page; empty leaves it out. */
  readonly headline: string;
}

/**
 * The page on A4: page numbers, the notice on every sheet, tables opened, code
 * left out, nothing torn apart that belongs together.
 */
export function printStyle({ headline }: PrintStyleOptions): string {
  const text = headline.replaceAll("\\", "").replaceAll('"', "");
  return `
@page{size:A4;margin:20mm 18mm 17mm;
@top-left{content:"${text}";font:8pt Arial,sans-serif;color:#545d61}
@bottom-right{content:"Side " counter(page) " af " counter(pages);font:8pt Arial,sans-serif;color:#545d61}}
@media print{
:root{color-scheme:light;${paletteDeclarations("light")};--paper:#fff}
html{font-size:9.25pt}body{font-size:1rem;line-height:1.5}.key-numbers{grid-template-columns:repeat(4,1fr)}
.skip,.toc,.toc-narrow,details.code,a.csv,.tip{display:none!important}
.notice,.confidential{background:none;color:var(--ink);border:1pt solid var(--ink);margin-bottom:6mm}.notice p,.confidential p{padding:2mm 3mm}
.frame{max-width:none;padding:0}.with-toc .columns{display:block}main{max-width:none}
.head{padding:10mm 0 8mm}
h2{break-after:avoid;margin-top:12mm}.report h2:not(#sammenfatning){break-before:page;margin-top:0}h3,h4,figcaption,summary{break-after:avoid}
figure.chart{margin:4mm 0 2mm}details{margin:0 0 3mm}
figure.chart,.card,.criterion,.key-numbers,tr,li{break-inside:avoid}
.chart-wide{display:block!important;max-width:150mm}.chart-narrow{display:none!important}
details::details-content{content-visibility:visible!important;display:block!important;height:auto!important}
details.numbers>summary{display:none}
summary{list-style:none;color:var(--ink);font-weight:650}summary::-webkit-details-marker{display:none}
details.help{border:0;padding:0;max-width:none}
.table-scroll{overflow:visible;background:none}thead{display:table-header-group;break-inside:avoid}caption,thead{break-after:avoid}tbody tr:first-child{break-before:avoid}
table{font-size:.8rem;min-width:0;width:100%}th,td{padding:.8mm 2.5mm .8mm 0}thead .number,.wide .number{white-space:normal}button.sort{display:contents}
p,ul,ol,dl,caption,.lead,.findings,figure.chart .message{max-width:none}
details.meanings dl{columns:2;column-gap:8mm;font-size:.84rem;line-height:1.4}details.meanings dl>div{break-inside:avoid}
a{color:inherit;text-decoration:none}
}`;
}
