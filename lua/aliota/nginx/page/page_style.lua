-- What the page of a feed has beyond the looks of an HTML report.
return [[
header .note { margin: 0; }
main { display: block; columns: 2 28rem; column-gap: 1rem; }
[hidden], [data-live] #still { display: none; }
@media (scripting: none) { #still { display: none; } }
.warning { margin: 1rem 0 0; }
.because { display: block; margin-top: 0.25rem; font-weight: 400; font-size: 0.875rem; overflow-wrap: anywhere; }
.batch { margin-bottom: 1rem; break-inside: avoid; }
.batch:only-child { column-span: all; }
.batch .facts { margin-top: 1rem; }
.batch h2 { margin: 0; overflow-wrap: anywhere; }
.batch h2 small { display: block; font-weight: 400; }
.batch h3 { margin: 1.5rem 0 0.75rem; font-size: 0.875rem; font-weight: 600; }
.through { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; margin: 0.75rem 0 0.5rem; }
.through strong { font-size: 2rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.2; }
.through span { color: var(--soft); }
.stack { display: block; width: 100%; height: 0.9rem; border-radius: 0.45rem; background: var(--track); }
.stack rect { fill: var(--colour); }
.batch .states { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); }
.batch .states { gap: 0.15rem 2rem; }
.batch .states { margin: 1rem 0; font-size: 0.875rem; }
.states li { display: grid; grid-template-columns: auto 1fr auto 3.75rem; gap: 0 0.5rem; align-items: baseline; }
.states .key { margin-right: 0; }
.states li span { min-width: 0; overflow-wrap: anywhere; }
.states strong { font-weight: 600; }
.states small { text-align: right; }
.states .none strong, .states .none span { color: var(--soft); font-weight: 400; }
@media (forced-colors: active) { .stack, .bar, .key { forced-color-adjust: none; } }
]]
