-- The looks of an HTML report: calm, readable on a phone and on paper, light or dark as the reader has it.
local task_status = require "aliota.api.task_status"

-- A line for each state, and one for all that have no row.
local function of_states(line)
  local lines = {}
  for i, row in ipairs(task_status.ROWS) do lines[i] = line(row) end
  lines[#lines + 1] = line(task_status.UNKNOWN)
  return table.concat(lines, "\n")
end

-- The colours of one kind of page.
local function colours(kind)
  return of_states(function(row) return ("  --%s: %s;"):format(row.class, row[kind]) end)
end

local function rules()
  return of_states(function(row) return (".%s { --colour: var(--%s); }"):format(row.class, row.class) end)
end

local STYLE = [[
:root {
  --paper: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #566273; --line: #dfe3e9; --track: #e8ebf0;
@light@
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #11161d; --card: #1a212b; --ink: #e6eaf0; --soft: #a0abba; --line: #2c3644; --track: #28313d;
@dark@
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 3rem; max-width: 72rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", sans-serif;
  font-variant-numeric: tabular-nums;
}
h1 { margin: 0 0 1rem; font-size: 1.9rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.2; }
h2 { margin: 0 0 1rem; font-size: 1rem; font-weight: 600; }
ul, ol, dl { margin: 0; padding: 0; list-style: none; }
bdi { overflow-wrap: anywhere; }
small, .note, .coverage, caption { color: var(--soft); font-size: 0.875rem; }
.note { margin: 0.75rem 0 0; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; }
.facts dt { color: var(--soft); font-size: 0.8125rem; }
.facts dd { margin: 0; }
.coverage { margin: 1rem 0 0; }
.warning {
  padding: 0.6rem 0.9rem; border: 1px solid var(--failed); border-radius: 0.5rem; color: var(--ink); font-weight: 600;
}
main { display: grid; grid-template-columns: repeat(12, 1fr); gap: 1rem; margin-top: 1.5rem; }
section, .figures li { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
section { padding: 1.25rem; min-width: 0; }
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
.key { display: inline-block; width: 0.7em; height: 0.7em; margin-right: 0.5em; border-radius: 0.2em; }
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
.bars { display: grid; gap: 0.85rem; }
.bars li { display: grid; grid-template-columns: 1fr auto; gap: 0.25rem 1rem; font-size: 0.9375rem; }
.bar { grid-column: 1 / -1; width: 100%; height: 0.5rem; border-radius: 0.25rem; background: var(--track); }
.bar rect { fill: var(--failed); }
.figure { white-space: nowrap; }
.figure small { display: inline-block; min-width: 3.5rem; text-align: right; }
.scroll { overflow-x: auto; }
.failures table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
caption { padding-bottom: 0.75rem; text-align: left; }
.failures th { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); text-align: left; }
.failures th { color: var(--soft); font-size: 0.8125rem; font-weight: 500; }
.failures td { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.failures tr:last-child td { border-bottom: 0; }
.failures .TaskDesc { min-width: 14rem; }
.failures .DeviceName { min-width: 9rem; font-weight: 550; }
.failures .UtcModified { white-space: nowrap; }
@rules@
.open { --colour: var(--in_progress); }
.area { fill: var(--colour); }
.arc { stroke: var(--colour); }
.key { background: var(--colour); }
.figures li { border-top-color: var(--colour, var(--soft)); }
@media screen and (max-width: 48rem) {
  body { padding: 1.5rem 1rem 2rem; }
  .rollout, .states { grid-column: 1 / -1; }
  .figures { grid-template-columns: repeat(2, 1fr); }
  .chart { grid-template-rows: 11rem auto; }
}
@media print {
  @page { margin: 1.5cm; }
  :root { font-size: 8.5pt; }
  body { max-width: none; padding: 0; background: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  section, .figures li { break-inside: avoid; }
  .failures { break-inside: auto; }
  .failures tr { break-inside: avoid; }
  .scroll { overflow: visible; }
}
]]

return (STYLE:gsub("@([a-z]+)@", {light = colours "light", dark = colours "dark", rules = rules()}))
