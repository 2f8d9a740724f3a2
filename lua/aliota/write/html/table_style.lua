-- The looks of a table of tasks, and of the line that says how far it is complete.
return [[
.coverage, caption { color: var(--soft); font-size: 0.875rem; }
.coverage { margin: 1rem 0 0; }
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
@media print {
  .failures { break-inside: auto; }
  .failures tr { break-inside: avoid; }
  .scroll { overflow: visible; }
}
]]
