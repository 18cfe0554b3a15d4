/** The frame of a page: notice, head, table of contents, foot. */
export const layoutStyle: string = `
.notice{background:var(--card);color:var(--warn);border-top:4px solid var(--warn);font-size:.875rem;font-weight:650}
.notice p,.confidential p{max-width:76rem;margin:0 auto;padding:.55rem var(--edge)}
.confidential{background:var(--ink);color:var(--paper);font-size:.875rem;font-weight:600}
:root{--edge:clamp(1.15rem,4vw,3rem)}
.frame{max-width:76rem;margin:0 auto;padding:0 var(--edge)}
.head{padding:clamp(2.2rem,6vw,4.5rem) 0 clamp(1.6rem,4vw,2.6rem)}
.kicker{font-size:.82rem;letter-spacing:.09em;text-transform:uppercase;font-weight:650;color:var(--own);margin:0 0 .9rem}
.subtitle{font-family:var(--serif);font-size:clamp(1.1rem,1rem + .6vw,1.4rem);line-height:1.4;color:var(--muted);margin:.9rem 0 0;max-width:38rem}
.toc{font-size:.9rem;line-height:1.4}
.toc ol{list-style:none;margin:0;padding:0;max-width:none}
.toc li{margin:0}.toc a{display:block;padding:.32rem 0;color:var(--ink);text-decoration:none}
.toc a:hover{color:var(--own);text-decoration:underline}
.toc .level-3 a{padding-left:.9rem;color:var(--muted);font-size:.94em}
.toc-title{font:650 .82rem/1.3 var(--sans);letter-spacing:.06em;text-transform:uppercase;color:var(--muted);margin:0 0 .6rem}
.toc-wide{display:none}
.toc-narrow{border-top:1px solid var(--ink);border-bottom:1px solid var(--ink);margin-bottom:1rem}
.toc-narrow summary{padding:.85rem 0;font-weight:650;cursor:pointer}
.toc-narrow ol{padding-bottom:.9rem}.toc-narrow a{padding:.5rem 0}
main{min-width:0;padding-bottom:4rem}
main>h2:first-child,.cell:first-child h2{margin-top:1rem}
.foot{border-top:1px solid var(--ink);margin-top:3rem;padding:1.6rem 0 3.5rem;font-size:.86rem;line-height:1.55;color:var(--muted)}
.foot p{max-width:52rem;margin:0 0 .5rem}
@media (min-width:64rem){
.with-toc .columns{display:grid;grid-template-columns:13.5rem minmax(0,1fr);gap:4.5rem}
.toc-wide{display:block;position:sticky;top:2rem;align-self:start;max-height:calc(100vh - 4rem);overflow-y:auto;padding:.3rem 0 1rem}
.toc-wide .level-3{display:none}
.toc-narrow{display:none}
main{max-width:48.5rem}
}
.index main{max-width:none}
.index section{margin-top:2.5rem;padding-top:1.1rem;border-top:1px solid var(--ink)}
.index h2{margin:0 0 .6rem;padding:0;border:0;font-size:clamp(1.35rem,1.2rem + .6vw,1.6rem)}
@media (min-width:64rem){.index section{display:grid;grid-template-columns:17rem minmax(0,1fr);column-gap:3rem}.index section h2{grid-row:span 2}.index .reports{grid-column:2}}
.reports{list-style:none;padding:0;max-width:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:0 2rem;margin:0 0 1rem}
.reports li{margin:0;border-top:1px solid var(--line)}
.reports a{display:block;padding:.8rem 0;text-decoration:none;color:var(--ink)}
.reports a span{display:block;font:600 1.18rem/1.3 var(--serif);color:var(--own)}
.reports a:hover span{text-decoration:underline}
.reports small{display:block;font-size:.88rem;line-height:1.45;color:var(--muted);margin-top:.2rem}
`;
