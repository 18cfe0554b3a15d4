/** What stands inside a report: figures, tables, findings, folded parts. */
export const contentStyle: string = `
figure.chart{margin:2rem 0 2.4rem;padding:0}
figure.chart .message{font:600 1.16rem/1.35 var(--serif);margin:0 0 .2rem;max-width:40rem}
figure.chart .scope{font-size:.89rem;color:var(--muted);margin:0 0 .8rem}
figure.chart .key{font-size:.86rem;color:var(--muted);margin:.5rem 0 .4rem;max-width:none}
.swatch{display:inline-block;margin-right:1.1em}
.swatch svg{width:1.5em;height:1em;vertical-align:-.12em;margin-right:.35em}
.chart-narrow{display:none}
@media (max-width:40rem){.chart-narrow{display:block}.chart-wide{display:none}}
details{margin:.6rem 0 1.2rem}
summary{cursor:pointer;color:var(--own);font-size:.92rem;padding:.3rem 0}
details.help{border:1px solid var(--line);border-radius:3px;padding:.5rem 1.1rem;max-width:46rem}
details.help[open]{padding-bottom:.6rem}
details.help summary{font-weight:650}
details.code{margin:.2rem 0 1rem;max-width:46rem}
details.code summary{color:var(--muted);font-size:.8rem}
.table-scroll{overflow-x:auto;margin:.4rem 0 .6rem;
background:linear-gradient(to right,var(--paper) 40%,transparent) left/2.5rem 100% no-repeat local,linear-gradient(to left,var(--paper) 40%,transparent) right/2.5rem 100% no-repeat local,
linear-gradient(to right,var(--line),transparent) left/.6rem 100% no-repeat scroll,linear-gradient(to left,var(--line),transparent) right/.6rem 100% no-repeat scroll}
.table-scroll+.table-scroll,.csv+.table-scroll{margin-top:1.8rem}
a.csv{display:inline-block;font-size:.82rem;color:var(--muted);margin:0 0 .9rem}
.tip{position:fixed;z-index:5;pointer-events:none;max-width:min(22rem,calc(100vw - 8px));background:var(--ink);color:var(--paper);border-radius:3px;padding:.3rem .6rem;font-size:.86rem;line-height:1.35;font-variant-numeric:tabular-nums lining-nums}
.tip[hidden]{display:none}
table.stacked{margin:.4rem 0 .6rem;min-width:0}.stacked .column{display:none}.stacked tbody th{min-width:11rem}
@media (max-width:40rem){.stacked,.stacked caption,.stacked tbody,.stacked tr,.stacked th,.stacked td{display:block}
.stacked thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stacked tr{border-bottom:1px solid var(--line);padding:.7rem 0}.stacked th,.stacked td{border:0;padding:.15rem 0;overflow-wrap:anywhere}
.stacked .column{display:block;font-size:.82rem;color:var(--muted);font-weight:650}}
table{border-collapse:collapse;font-size:.9rem;line-height:1.4;min-width:min(100%,30rem)}
caption{text-align:left;font-weight:650;padding:0 0 .5rem;max-width:min(42rem,calc(100vw - 2*var(--edge)))}
th,td{text-align:left;vertical-align:baseline;padding:.42rem 1.1rem .42rem 0;border-bottom:1px solid var(--line);font-weight:400}
@media (max-width:40rem){th,td{padding-right:.75rem}table{font-size:.86rem}}
thead th{font-size:.82rem;font-weight:650;color:var(--muted);border-bottom:1px solid var(--ink);vertical-align:bottom}
.short-text{white-space:nowrap}.number{text-align:right;font-variant-numeric:tabular-nums lining-nums;white-space:nowrap}
@media (max-width:40rem){thead .number{white-space:normal}td:last-child:not(.number){min-width:11rem}}
button.sort{all:unset;cursor:pointer;font:inherit;color:inherit}button.sort:hover{color:var(--own);text-decoration:underline}
button.sort:focus-visible{outline:3px solid var(--own);outline-offset:3px}
[aria-sort=descending] .sort::after{content:" ▼"}[aria-sort=ascending] .sort::after{content:" ▲"}
.caption-number{font-weight:650;color:var(--muted)}
.footnote{line-height:0}.notes,.literature{font-size:.92rem}
.note{font-size:.88rem;line-height:1.5;color:var(--muted)}
.lead{font:400 1.2rem/1.55 var(--serif);max-width:40rem}
.data-note{font-size:.92rem;color:var(--muted);border-left:3px solid var(--line);padding-left:1.1rem;margin:1.2rem 0 2rem}
.data-note p{margin:0 0 .4rem}
.key-numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.75rem,1fr));gap:0 1.75rem;margin:1.8rem 0 2.2rem;padding:0;max-width:none;border-top:3px solid var(--own)}
.key-numbers>div{padding:.9rem 0 1rem;border-bottom:1px solid var(--line)}
.key-numbers dt{font-size:.92rem;line-height:1.35}
.key-numbers dd{margin:0}
.key-numbers .big{font:500 2.5rem/1.15 var(--serif);font-variant-numeric:lining-nums;color:var(--own);letter-spacing:-.01em}
.key-numbers .small{font-size:.86rem;color:var(--muted);line-height:1.45}
.question{margin:2.4rem 0}
.question h3{font-size:1.45rem;margin:0 0 .7rem}
.findings{list-style:none;padding:0;margin:0 0 1rem;max-width:44rem}
.findings li{position:relative;padding:.1rem 0 .1rem 1.7rem;margin:.55rem 0}
.findings li::before{content:"–";position:absolute;left:0;color:var(--muted);font-weight:700}
.findings .up::before{content:"▲";color:var(--good);font-size:.8em;top:.35em}
.findings .down::before{content:"▼";color:var(--warn);font-size:.8em;top:.35em}
.team-question{font:italic 400 1.08rem/1.5 var(--serif)}
.team-questions dt{font-weight:650;margin-top:.9rem}
.team-questions dd{margin:.1rem 0 0}
.criterion{border-top:1px solid var(--line);padding:1.4rem 0 .4rem}
.criterion h3{margin:0 0 .3rem;font-size:1.22rem}
.status{display:inline-block;font-size:.86rem;font-weight:650;padding:.16rem .7rem;border:1.5px solid currentColor;border-radius:2rem;margin:.1rem 0 .7rem}
.status.progress{color:var(--good)}.status.decline{color:var(--warn)}.status.none{color:var(--muted)}
.card{background:var(--card);border-radius:4px;padding:1.1rem 1.4rem;margin:1.6rem 0;max-width:46rem}
.card>:last-child{margin-bottom:0}
.strip{width:9rem;height:1.4rem;vertical-align:-.35rem}
.scale-rows{list-style:none;padding:0;margin:0 0 1.2rem;max-width:none}
.scale-rows li{margin:0;padding:.85rem 0;border-bottom:1px solid var(--line);display:grid;gap:.15rem 1.6rem}
.scale-rows .value{display:flex;align-items:center;gap:.8rem}
.scale-rows .words{font-size:.92rem}.scale-rows .hidden{font-size:.92rem;font-style:italic;color:var(--muted)}
@media (min-width:48rem){.scale-rows li{grid-template-columns:minmax(0,1fr) 17.5rem}.scale-rows .name{grid-row:span 2}}
pre.stream{white-space:pre-wrap}pre.error{white-space:pre-wrap;border-left:3px solid var(--warn)}
`;
