import { paletteDeclarations } from "../charts/palette.ts";

/** Colours, fonts, and the look of plain text. */
export const baseStyle: string = `
:root{color-scheme:light dark;${paletteDeclarations("light")};
--sans:"Segoe UI",-apple-system,"Helvetica Neue",Roboto,"Noto Sans",Arial,sans-serif;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Charter,Georgia,"Liberation Serif",serif}
@media (prefers-color-scheme:dark){:root{${paletteDeclarations("dark")}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1.0625rem/1.62 var(--sans);
font-variant-numeric:lining-nums;-webkit-font-smoothing:antialiased}
h1,h2,h3,h4{font-family:var(--serif);font-weight:600;line-height:1.2;text-wrap:balance;margin:0}
h1{font-size:clamp(2.1rem,1.5rem + 2.6vw,3.3rem);letter-spacing:-.012em;font-weight:500}
h2{font-size:clamp(1.6rem,1.3rem + 1.1vw,2.05rem);margin:4.25rem 0 1rem;padding-top:1.1rem;border-top:1px solid var(--ink)}
h3{font-size:1.28rem;margin:2.6rem 0 .7rem}
h4{font-size:1.05rem;margin:1.8rem 0 .4rem}
p,ul,ol,dl{margin:0 0 1rem;max-width:42rem;text-wrap:pretty}
ul,ol{padding-left:1.25rem}li{margin:.35rem 0}li::marker{color:var(--own)}
a{color:var(--own);text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--own);outline-offset:3px;border-radius:2px}
strong{font-weight:650}
hr{border:0;border-top:1px solid var(--line);margin:2.5rem 0}
blockquote{margin:1.5rem 0;padding:0 0 0 1.2rem;border-left:3px solid var(--own);color:var(--muted)}
code,pre{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.84em}
pre{overflow-x:auto;padding:.9rem 1rem;background:var(--card);border-radius:3px;line-height:1.5}
img,svg{max-width:100%}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;z-index:9;background:var(--paper);padding:.6rem 1rem}
`;
