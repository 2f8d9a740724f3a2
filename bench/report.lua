-- The table: what | figure | limit | ratio | ok.
local report = {}

local rows = {{"what", "figure", "limit", "ratio", "ok"}}
local ALIGN = {"%-", "%", "%", "%", "%-"}

local function verdict(value, limit)
  return limit and (value <= limit and "yes" or "NO") or ""
end

--- A figure of ours, with the most it may be.
---@param what string
---@param format string such as "%.2f ms"
---@param value number
---@param limit number|nil
function report.figure(what, format, value, limit)
  rows[#rows + 1] = {what, format:format(value), limit and format:format(limit) or "", "", verdict(value, limit)}
end

--- Someone else's figure, and what part of it ours is.
---@param what string
---@param format string
---@param theirs number
---@param ours number
---@param limit number|nil the most that ours / theirs may be
function report.ratio(what, format, theirs, ours, limit)
  local ratio = ours / theirs
  rows[#rows + 1] = {
    what, format:format(theirs), limit and ("%.2f"):format(limit) or "", ("%.2f"):format(ratio), verdict(ratio, limit),
  }
end

local function line_of(row, widths)
  local cells = {}
  for i, cell in ipairs(row) do cells[i] = (ALIGN[i] .. widths[i] .. "s"):format(cell) end
  return (table.concat(cells, " | "):gsub("%s+$", ""))
end

function report.print()
  local widths = {}
  for _, row in ipairs(rows) do
    for i, cell in ipairs(row) do widths[i] = math.max(widths[i] or 0, #cell) end
  end
  for _, row in ipairs(rows) do print(line_of(row, widths)) end
end

return report
