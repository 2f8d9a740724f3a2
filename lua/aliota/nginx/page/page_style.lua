-- What the page of a feed has beyond the looks of an HTML report.
return [[
header .note { margin: 0; }
a { color: inherit; }
body { max-width: 100rem; }
main { grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); align-items: start; }
[hidden], #tools[hidden], [data-live] #still { display: none; }
@media (scripting: none) { #still { display: none; } }
.warning { margin: 1rem 0 0; }
.because { display: block; margin-top: 0.25rem; font-weight: 400; font-size: 0.875rem; overflow-wrap: anywhere; }
.batch { position: relative; border-top: 3px solid var(--standing, var(--line)); break-inside: avoid; }
[data-standing=failing] { --standing: var(--failed); }
[data-standing=unseen] { --standing: var(--confirm); }
[data-standing=stalled] { --standing: var(--canceled); }
[data-standing=running] { --standing: var(--in_progress); }
[data-standing=done] { --standing: var(--succeeded); }
.sum { margin: 0.75rem 0 0; font-size: 1.25rem; }
.sum strong { text-decoration: underline 3px var(--standing, var(--line)); text-underline-offset: 0.25em; }
.standing { float: right; margin: 0 0 0 1rem; padding: 0 0.6rem; border: 1px solid var(--standing, var(--line)); }
.standing { border-radius: 1rem; font-size: 0.8125rem; }
.batch .what { margin-top: 0.25rem; overflow-wrap: anywhere; }
#tools { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: baseline; margin-top: 1rem; }
#tools input, #tools select { max-width: 100%; padding: 0.25rem 0.5rem; border: 1px solid var(--soft); }
#tools input, #tools select { border-radius: 0.4rem; background: var(--card); color: var(--ink); font: inherit; }
#tools p { margin: 0; }
.batch .facts { margin-top: 1rem; }
.batch h2 { margin: 0; overflow-wrap: anywhere; }
.batch h2 small { display: block; font-weight: 400; }
.batch h3 { margin: 1.5rem 0 0.75rem; font-size: 0.875rem; font-weight: 600; }
.through { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; margin: 0.75rem 0 0.5rem; }
.through strong { font-size: 2rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.2; }
.through span { color: var(--soft); }
.stack { display: block; width: 100%; height: 0.9rem; border-radius: 0.45rem; background: var(--track); }
.stack rect { height: 1px; fill: var(--colour); }
figure { margin: 0.75rem 0 0; }
.course { display: block; width: 100%; height: 1.5rem; margin-top: 0.5rem; background: var(--track); }
figure .course { height: 3.5rem; }
figcaption .key:nth-of-type(2) { margin-left: 0.5em; }
.course path { fill: var(--succeeded); }
.course path + path { fill: var(--failed); }
.batch .states { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); }
.batch .states { gap: 0.15rem 2rem; }
.batch .states { margin: 1rem 0; font-size: 0.875rem; }
.states li { display: grid; grid-template-columns: auto 1fr auto 3.75rem; gap: 0 0.5rem; align-items: baseline; }
.states .key { margin-right: 0; }
.states li span { min-width: 0; overflow-wrap: anywhere; }
.states strong { font-weight: 600; }
.states small { text-align: right; }
.states .none strong, .states .none span { color: var(--soft); font-weight: 400; }
@media (forced-colors: active) { .stack, .course, .bar, .key { forced-color-adjust: none; } }
]]
