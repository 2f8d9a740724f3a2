-- What an HTML report has beyond the looks that all pages share.
return require "aliota.write.html.style" .. require "aliota.write.html.table_style" .. [[
main { grid-template-columns: repeat(12, 1fr); }
.figures li { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
.figures { grid-column: 1 / -1; display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; }
.figures li { display: grid; padding: 1rem 1.25rem; border-top: 3px solid; }
.figures span { color: var(--soft); font-size: 0.875rem; }
.figures strong { font-size: 1.75rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.3; }
.rollout { grid-column: span 8; }
.states { grid-column: span 4; }
.reasons, .failures { grid-column: 1 / -1; }
.rollout { display: flex; flex-direction: column; }
.chart { flex: 1; display: grid; grid-template: minmax(15rem, 1fr) auto / auto 1fr; gap: 0.4rem 0.75rem; }
.chart { margin-top: 0.5rem; }
.shares { display: flex; flex-direction: column; justify-content: space-between; margin: -0.6em 0; text-align: right; }
.shares, .times { color: var(--soft); font-size: 0.75rem; line-height: 1.2; }
.times { grid-column: 2; display: flex; justify-content: space-between; gap: 0.5rem; }
.times span:nth-child(2) { text-align: center; }
.times span:last-child { text-align: right; }
.plot { width: 100%; height: 100%; min-width: 0; min-height: 0; }
.grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.area { fill-opacity: 0.85; }
.keys { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.9rem; font-size: 0.8125rem; }
.donut { display: block; width: 100%; max-width: 11rem; margin: 0 auto 1rem; }
.donut circle { fill: none; stroke-width: 16; }
.donut .track { stroke: var(--track); }
.arc { transform: rotate(-90deg); transform-origin: 50% 50%; }
.donut text { fill: var(--ink); text-anchor: middle; }
.total { font-size: 17px; font-weight: 650; }
.donut .unit { fill: var(--soft); font-size: 9px; }
.legend { width: 100%; border-collapse: collapse; font-size: 0.8125rem; }
.legend th { padding: 0.2rem 0; font-weight: 400; text-align: left; overflow-wrap: anywhere; }
.legend td { padding: 0.2rem 0 0.2rem 0.75rem; text-align: right; white-space: nowrap; }
.legend td:last-child { color: var(--soft); }
.open { --colour: var(--in_progress); }
.area { fill: var(--colour); }
.arc { stroke: var(--colour); }
.figures li { border-top-color: var(--colour, var(--soft)); }
@media screen and (max-width: 48rem) {
  .rollout, .states { grid-column: 1 / -1; }
  .figures { grid-template-columns: repeat(2, 1fr); }
  .chart { grid-template-rows: 11rem auto; }
}
@media print {
  .figures li { break-inside: avoid; }
}
]]
