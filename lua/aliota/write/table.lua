-- A table for the terminal, as wide as it is. Streams; holds the first 100 tasks, by which the columns are measured.
--
-- Options: `columns` (array of names in the order of their rank, as what finds no room is left off at the end; those
-- that a person looks at), `width` (columns, 20 or more; the terminal's).
local columns = require "aliota.write.columns"
local coverage = require "aliota.show.completeness"
local layout = require "aliota.write.column_fit"
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"
local types = require "aliota.util.option_types"

local MEASURED = 100
local NARROWEST = 20
local GAP = (" "):rep(layout.GAP)

local IS_NUMBER = {Progress = true, Timeout = true}

-- What a column needs in order to say something; a sentence can be cut sooner than a name.
local LEAST = setmetatable({TaskDesc = 15, DeviceName = 20}, {__index = function() return 32 end})

local format = {}

format.options = {columns = columns.OPTION, width = types.integer(NARROWEST, 10000)}

-- A progress below zero is a code for what went wrong.
local function shown(name, value, room)
  local seen = text.line(columns.text(value), room)
  return name == "Progress" and type(value) == "number" and value >= 0 and seen .. " %" or seen
end

-- How wide each column would like to be, and must be.
local function measure(names, tasks, room)
  local wanted, least = {}, {}
  for i, name in ipairs(names) do
    wanted[i], least[i] = text.width(name), LEAST[name]
    for _, task in ipairs(tasks) do wanted[i] = math.max(wanted[i], text.width(shown(name, task[name], room))) end
  end
  return wanted, least
end

local function padded(seen, name, width)
  seen = text.fit(seen, width)
  local blanks = (" "):rep(width - text.width(seen))
  return IS_NUMBER[name] and blanks .. seen or seen .. blanks
end

local function first_of(names, count)
  local some = {}
  for i = 1, count do some[i] = names[i] end
  return some
end

-- A function that lays out the cells of a task.
local function row_of(names, widths)
  return columns.row(first_of(names, #widths), function(value, i)
    return padded(shown(names[i], value, widths[i]), names[i], widths[i])
  end, columns.separated(#widths, "", GAP), "\n")
end

local function write_head(out, names, widths)
  local titles, rules = {}, {}
  for i, width in ipairs(widths) do
    titles[i], rules[i] = padded(names[i], names[i], width), ("─"):rep(width)
  end
  out:write(table.concat(titles, GAP) .. "\n" .. table.concat(rules, GAP) .. "\n")
end

local function write_foot(out, width, line, left_out)
  out:write("\n" .. text.fit(line, width) .. "\n")
  if left_out ~= "" then out:write(text.fit("No room for " .. left_out, width) .. "\n") end
end

function format.new(out, options)
  local names, width = options.columns or columns.FOR_EYES, options.width or math.max(NARROWEST, terminal.width())
  local first, widths, row = {}, nil, nil

  local function begin()
    local wanted, least = measure(names, first, width)
    widths = layout.fit(wanted, least, width)
    row = row_of(names, widths)
    write_head(out, names, widths)
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
    write_foot(out, width, coverage.sentence(seen), table.concat(names, ", ", #widths + 1))
  end
end

return format
