-- What makes a table a report: it is drawn for the terminal that it is printed on, or for any other.
local blame = require "aliota.util.blame"
local canvas = require "aliota.show.canvas"
local check_options = require "aliota.util.check_options"
local coverage = require "aliota.show.report_coverage"
local terminal = require "aliota.show.terminal"
local types = require "aliota.util.option_types"

---@class aliota.RenderOptions
---@field width number|nil    columns, 40 to 1,000; default the terminal's
---@field colour boolean|nil  default false
local OPTIONS = {width = types.NUMBER, colour = types.BOOLEAN}
local LEAST_WIDTH, MOST_WIDTH = 40, 1000

local function draw(report, kind, options)
  local width = math.floor(math.max(LEAST_WIDTH, math.min(MOST_WIDTH, options.width or terminal.width())))
  local page = canvas.new(width, options.colour)
  kind.draw(report, page)
  page:blank()
  for _, look in ipairs(kind.looks or {{}}) do
    local seen = look.field and report[look.field] or report
    local sentence, is_warning = coverage.sentence(seen.coverage)
    page:say((look.label or "") .. sentence, is_warning and "yellow" or "dim")
  end
  return page:text()
end

--- The metatable of all reports of a kind: `tostring(report)` is made for the terminal, `report:render {width = 120,
--- colour = false}` for any other (40 to 1,000 columns).
---@param kind {name: string, draw: fun(report: table, page: aliota.Canvas), looks: table|nil} looks: the fields that
---have a coverage of their own, and how its sentence begins
---@return table
return function(kind)
  local methods = {}

  function methods.render(report, options)
    if type(report) ~= "table" or not getmetatable(report) then blame("call it with a colon: report:render(…)") end
    local problem = check_options.problem_with(options, OPTIONS)
    if problem then blame("render: " .. problem) end
    return draw(report, kind, options or {})
  end

  return {
    __name = "aliota.report." .. kind.name,
    __index = methods,
    __tostring = function(report) return draw(report, kind, {colour = terminal.has_colour()}) end,
  }
end
