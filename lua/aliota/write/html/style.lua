-- The looks that all pages share: calm, readable on a phone and on paper, light or dark as the reader has it.
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
small, .note { color: var(--soft); font-size: 0.875rem; }
.note { margin: 0.75rem 0 0; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; }
.facts dt { color: var(--soft); font-size: 0.8125rem; }
.facts dd { margin: 0; }
.warning {
  padding: 0.6rem 0.9rem; border: 1px solid var(--failed); border-radius: 0.5rem; color: var(--ink); font-weight: 600;
}
main { display: grid; gap: 1rem; margin-top: 1.5rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
section { padding: 1.25rem; min-width: 0; }
.key { display: inline-block; width: 0.7em; height: 0.7em; margin-right: 0.5em; border-radius: 0.2em; }
.bars { display: grid; gap: 0.85rem; }
.bars li { display: grid; grid-template-columns: 1fr auto; gap: 0.25rem 1rem; font-size: 0.9375rem; }
.bar { grid-column: 1 / -1; width: 100%; height: 0.5rem; border-radius: 0.25rem; background: var(--track); }
.bar rect { fill: var(--failed); }
.figure { white-space: nowrap; }
.figure small { display: inline-block; min-width: 3.5rem; text-align: right; }
@rules@
.key { background: var(--colour); }
@media screen and (max-width: 48rem) {
  body { padding: 1.5rem 1rem 2rem; }
}
@media print {
  @page { margin: 1.5cm; }
  :root { font-size: 8.5pt; }
  body { max-width: none; padding: 0; background: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  section { break-inside: avoid; }
}
]]

return (STYLE:gsub("@([a-z]+)@", {light = colours "light", dark = colours "dark", rules = rules()}))
