-- A table for the terminal, as wide as it is. Streams; holds the first 100 tasks, by which the columns are measured.
-- What finds no room is left off at the end.
local columns = require "aliota.write.columns"
local coverage = require "aliota.show.report_coverage"
local layout = require "aliota.show.column_layout"
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"
local types = require "aliota.util.option_types"

local MEASURED = 100
local NARROWEST = 20

local IS_NUMBER = {Progress = true, Timeout = true}

-- What a column needs in order to say something; a sentence can be cut sooner than a name.
local LEAST = setmetatable({TaskDesc = 15, DeviceName = 20}, {__index = function() return 32 end})

local format = {}

---@class aliota.write.TableOptions: aliota.write.ColumnsOption
---@field width integer|nil  columns of the terminal, 20 or more; default its own

format.options = {columns = columns.OPTION, width = types.integer(NARROWEST, 10000)}

function format.looks_at(options)
  if options.columns then return options.columns end
  return {}, columns.FOR_EYES
end

-- A progress below zero is a code for what went wrong.
local function shown(name, value, room)
  local seen = text.line(columns.text(value), room)
  return name == "Progress" and type(value) == "number" and value >= 0 and seen .. " %" or seen
end

-- Their order is their rank: the last one is cut first, and left off first. The first one stays in any case.
local function columns_of(names)
  local list = {}
  for i, name in ipairs(names) do
    list[i] = {title = name, elastic = LEAST[name], yields = i, spare = i > 1 and i or nil}
  end
  return list
end

-- How wide the cells of each column are.
local function measure(names, tasks, room)
  local natural = {}
  for i, name in ipairs(names) do
    natural[i] = text.width(name)
    for _, task in ipairs(tasks) do natural[i] = math.max(natural[i], text.width(shown(name, task[name], room))) end
  end
  return natural
end

local function padded(seen, name, width)
  seen = text.fit(seen, width)
  local blanks = (" "):rep(width - text.width(seen))
  return IS_NUMBER[name] and blanks .. seen or seen .. blanks
end

-- A function that lays out the cells of a task.
local function row_of(names, widths)
  return columns.row(names, function(value, i)
    return padded(shown(names[i], value, widths[i]), names[i], widths[i])
  end, columns.separated(#names, "", layout.GAP), "\n")
end

local function write_head(out, names, widths)
  local titles, rules = {}, {}
  for i, name in ipairs(names) do titles[i], rules[i] = padded(name, name, widths[i]), ("─"):rep(widths[i]) end
  out:write(table.concat(titles, layout.GAP) .. "\n" .. table.concat(rules, layout.GAP) .. "\n")
end

local function write_foot(out, width, line, left_out)
  out:write("\n" .. text.fit(line, width) .. "\n")
  if left_out[1] then out:write(text.fit("No room for " .. table.concat(left_out, ", "), width) .. "\n") end
end

function format.new(out, options)
  local names, width = options.columns or columns.FOR_EYES, options.width or math.max(NARROWEST, terminal.width())
  local first, left_out, row = {}, nil, nil

  local function begin()
    local all, seen, widths = columns_of(names), {}, {}
    local places, by_place = layout.fit(all, measure(names, first, width), width)
    for at, place in ipairs(places) do seen[at], widths[at] = names[place], by_place[place] end
    left_out, row = layout.left_out(all, places), row_of(seen, widths)
    write_head(out, seen, widths)
    for _, task in ipairs(first) do out:write_all(row(task)) end
    first = nil
  end

  local function add(task)
    if row then return out:write_all(row(task)) end
    first[#first + 1] = task
    if #first == MEASURED then begin() end
  end

  return add, function(seen)
    if not row then begin() end
    write_foot(out, width, coverage.sentence(seen), left_out)
  end
end

return format
