-- What an expression gives, made for reading at the prompt. Of what is long, the beginning; of an iterator, the first
-- values, which it still has.
local Iterator = require "aliota.listing.iterator"
local canvas = require "aliota.show.canvas"
local columns = require "aliota.write.columns"
local decimal = require "aliota.util.decimal"
local errors = require "aliota.api.errors"
local help = require "aliota.help"
local literal = require "aliota.util.literal"
local number = require "aliota.show.number"
local pair = require "aliota.listing.pair"
local rows = require "aliota.repl.row_table"
local text = require "aliota.show.text"

local MOST_ROWS, MOST_LINES = 10, 40

local function draw_lines(page, said, most, printable)
  local count = 0
  for line in (said:gsub("\n$", "") .. "\n"):gmatch "([^\n]*)\n" do
    count = count + 1
    if count <= most then page:line(printable(line)) end
  end
  page:left_out(count - most, "line")
end

-- A text is somebody's, to be used; a table is looked into.
local function draw_whole(page, said) draw_lines(page, said, math.huge, text.printable) end
local function draw_table(page, value) draw_lines(page, literal(value, page.width), MOST_LINES, text.line) end

local function draw_error(page, err)
  local action = err.action and err.action .. ": " or ""
  page:say(text.line(("%s%s error %s"):format(action, err.kind, err.code or "")), "red")
  page:say(text.line((text.line_head(err.message):gsub("\n", " "))))
  if err.status or err.request_id then
    page:say(text.line(("HTTP %s, request id %s"):format(err.status or number.NONE, err.request_id or number.NONE)))
  end
  if err.hint then page:say("hint: " .. err.hint) end
  if #(err.attempts or {}) < 2 then return end
  page:say(number.of(#err.attempts, "attempt") .. ":")
  local drawn = {}
  for i, attempt in ipairs(err.attempts) do
    drawn[i] = {
      os.date("!%H:%M:%S", math.floor(attempt.at)), decimal.fixed(attempt.seconds, 3) .. " s",
      text.line(attempt.outcome),
    }
  end
  page:grid({{}, {align = "right"}, {elastic = 20}}, drawn)
end

-- Of a listing that has ended, what else there may be.
local function draw_coverage(page, coverage)
  if not coverage or coverage.complete and #coverage:flaws() == 0 then return end
  page:say(text.line(tostring(coverage)), "yellow")
end

-- Each value, and what goes with it where it is a pair.
local function draw_rows(page, values)
  local items = {}
  for i = 1, math.min(#values, MOST_ROWS) do
    local value = values[i]
    local kind = pair.of(value)
    items[i] = kind and {value = value[kind.first], more = value[kind.second]} or {value = value}
  end
  rows.draw(page, items)
  return #values - #items
end

-- What has a text of its own has made it for the terminal, colours and all.
local function draw_own(page, value) page:line(literal(value, page.width)) end

-- What comes as time goes by, such as a look at a batch, is worth more than a line.
local function draw_look(page, value)
  local kind = pair.of(value)
  local subject = kind and value[kind.subject] or value
  if rows.is_task(subject) then return draw_rows(page, {value}) end
  draw_own(page, subject)
end

-- Of that the first is there at once, and the others are not waited for.
local function draw_iterator(page, iterator)
  local ahead, ended, err = iterator:peek(iterator.paced and 1 or MOST_ROWS)
  if iterator.paced and ahead[1] ~= nil then draw_look(page, ahead[1]) else draw_rows(page, ahead) end
  if err then
    draw_error(page, err)
  elseif not ended then
    page:say(iterator.paced and "… and more as time goes by: for value in _ do … end"
      or "… and more; none is lost: for value in _ do … end, _:count(), _:collect()", "dim")
  else
    page:say(ahead[1] and "no more than that" or iterator:used_up() or "nothing", "dim")
    draw_coverage(page, iterator.coverage)
  end
end

local function draw_array(page, values)
  page:left_out(draw_rows(page, values), "row")
end

local function draw_page(page, one)
  page:title(rows.page_line(one), {})
  draw_array(page, one.tasks)
end

-- The documented fields in their order, then any others.
local function fields_of(task)
  local names, others = {}, {}
  for i, name in ipairs(columns.DOCUMENTED) do names[i] = name end
  for name in pairs(task) do others[#others + 1] = not columns.IS_DOCUMENTED[name] and name or nil end
  table.sort(others)
  for _, name in ipairs(others) do names[#names + 1] = name end
  return names
end

local function draw_task(page, task)
  local fields = {}
  for i, name in ipairs(fields_of(task)) do
    local value = task[name]
    fields[i] = {{text = name, colour = "dim"}, value == nil and number.NONE or text.line(columns.text(value))}
  end
  page:grid({{}, {elastic = 20}}, fields)
end

local function has_own_text(value)
  local meta = getmetatable(value)
  return type(value) ~= "table" or type(meta) == "table" and meta.__tostring ~= nil
end

local function is_list_of_tables(value)
  return type(value) == "table" and #value > 0 and next(value, #value) == nil and type(value[1]) == "table"
end

-- In order: what a value is, and how it is drawn.
local KINDS = {
  {function(value) return getmetatable(value) == Iterator end, draw_iterator},
  {errors.is, draw_error},
  {rows.is_task, draw_task},
  {rows.is_page, draw_page},
  {function(value) return type(value) == "function" end, function(page, f)
    draw_whole(page, help.on(f) or tostring(f))
  end},
  {function(value) return type(value) == "string" end, draw_whole},
  {has_own_text, draw_own},
  {is_list_of_tables, draw_array},
  {function() return true end, draw_table},
}

--- A value as text for a person.
---@param value any
---@param width integer      columns of the terminal
---@param in_colour boolean
---@return string
return function(value, width, in_colour)
  local page = canvas.new(width, in_colour)
  for _, kind in ipairs(KINDS) do
    if kind[1](value) then
      kind[2](page, value)
      return page:text()
    end
  end
end
