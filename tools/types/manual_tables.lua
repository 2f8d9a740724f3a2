-- The tables of the manual that tell what types say. A line above such a table names the types:
--   <!-- options: aliota.TasksParams -->   their fields, and those of ours that they inherit
--   <!-- events: aliota.AnyEvent -->       the types that it may be, by their `type`
-- or a module of rows:
--   <!-- rows: aliota.doctor.assumptions -->
local manual_tables = {}

local PAGES = {"calls", "compatibility", "events", "following", "listings", "nginx", "quotas", "rollouts", "sandbox",
  "watching", "writers"}

-- The line, the head of the table, and its rows.
local MARK = "(<!%-%- (%l+): ([^\n]-) %-%->\n)(|[^\n]*|\n|[-|]*|\n)(.-)\n\n"

-- "docs/quotas.md#redis" as a link of a page of the manual.
local function link_on(page)
  return function(name, anchor)
    local words = anchor ~= "" and anchor:sub(2) or name
    local title = words:sub(1, 1):upper() .. words:sub(2):gsub("-", " ")
    return ("[%s](%s%s)"):format(title, page == name and "" or name .. ".md", anchor)
  end
end

local function linked(text, page) return (text:gsub("docs/([%w-]+)%.md(#?[%w-]*)", link_on(page))) end

-- Values of Lua stand in code, words as they are.
local function shown_default(text)
  local is_value = text:find '^"[^"]*"$' or text == "true" or text == "false"
  return is_value and "`" .. text .. "`" or text
end

local function cells(...)
  local row = "|"
  for _, cell in ipairs {...} do row = row .. (cell == "" and "" or " " .. cell) .. " |" end
  return row
end

local function option_row(field, page, has_default)
  local said, default = field.text:match "^(.*); default (.-)$"
  local name, meaning = "`" .. field.name .. "`", linked(said or field.text, page)
  if has_default then return cells(name, shown_default(default or ""), meaning) end
  return cells(name, meaning)
end

-- Its fields, and those of ours that it inherits: names of the vendor's begin with capitals. A field is told of once.
local function add_fields(declared, class, fields, seen, is_inherited)
  for _, field in ipairs(class.fields) do
    if not seen[field.name] and not (is_inherited and field.name:find "^%u") then
      seen[field.name] = true
      fields[#fields + 1] = field
    end
  end
  for _, parent in ipairs(class.parents) do add_fields(declared, declared[parent], fields, seen, true) end
  return fields
end

local function each_type(declared, names, page)
  local types = {}
  for name in names:gmatch "aliota%.[%w.]+" do
    types[#types + 1] = declared[name] or error(("docs/%s.md: there is no type %s"):format(page, name), 0)
  end
  return ipairs(types)
end

--- The fields of types, with those of ours that they inherit.
---@param declared table<string, Declared>
---@param names string  of the types
---@param page string|nil  which they are for, such as "listings"
---@return TypedName[]
function manual_tables.fields(declared, names, page)
  local fields, seen = {}, {}
  for _, class in each_type(declared, names, page) do add_fields(declared, class, fields, seen, false) end
  return fields
end

local ROWS = {}

function ROWS.options(declared, names, page, head)
  local rows, has_default = {}, head:find("default", 1, true)
  for i, field in ipairs(manual_tables.fields(declared, names, page)) do
    rows[i] = option_row(field, page, has_default)
  end
  return rows
end

function ROWS.events(declared, names, page)
  local rows = {}
  for i, event in each_type(declared, declared[names].type, page) do
    local name, besides = nil, {}
    for _, field in ipairs(event.fields) do
      if field.name == "type" then
        name = field.type:match '"(.*)"'
      elseif field.name ~= "at" then
        besides[#besides + 1] = "`" .. field.name .. "`" .. (field.text ~= "" and " (" .. field.text .. ")" or "")
      end
    end
    rows[i] = cells("`" .. name .. "`", event.text, table.concat(besides, ", "))
  end
  return rows
end

-- The sandbox's switch for what is open: an option, a kind of chaos, or why there is none.
local function switch_of(row, options)
  if row.unplayed then return "none: " .. row.unplayed end
  return (options[row.name] and "`%s`" or "`chaos`: `%s`"):format(row.name)
end

-- What is open of the service.
function ROWS.rows(_, module)
  local rows, options = {}, require("aliota.sandbox.switches").names()
  for i, row in ipairs(require(module)) do
    rows[i] = cells(row.open, row.source, row.does, switch_of(row, options), ("`%s`"):format(row.spec),
      row.seen or row.unseen and "can't be read: " .. row.unseen or "not asked yet")
  end
  return rows
end

--- The pages of the manual that have such tables.
---@param declared table<string, Declared>
---@return table<string, string> texts  by their paths
function manual_tables.pages(declared)
  local pages = {}
  for _, page in ipairs(PAGES) do
    local path = ("docs/%s.md"):format(page)
    local file = assert(io.open(path))
    local text = file:read "*a"
    file:close()
    pages[path] = text:gsub(MARK, function(line, kind, names, head)
      return line .. head .. table.concat(ROWS[kind](declared, names, page, head), "\n") .. "\n\n"
    end)
  end
  return pages
end

return manual_tables
