-- Where in a line of Lua a word stands: within which call, table and quotes. It looks at the text alone.

---@class aliota.LineContext
---@field quote string|nil    the quotes that it is within
---@field bracket "("|"{"|"["|nil  the innermost open bracket
---@field callee string|nil   the function whose argument, or a table of whose argument, it is in: "client:tasks"
---@field argument integer    which argument of it
---@field action string|nil   the callee's first argument, where that is a text before this one
---@field key string|nil      the member that the innermost table, or the word itself, is the value of
---@field is_value boolean    whether a value is due, rather than the name of a member

local NAME_BEFORE = "([%a_][%w_.:]*)%s*$"

-- After the last comma or bracket: "TaskStatus =".
local function key_of(text) return text:match "([%a_][%w_]*)%s*=%s*$" end

-- An open bracket, and what it belongs to.
local function opened(open, bracket, text)
  local outer = open[#open]
  local item = {bracket = bracket, from = #text + 2, argument = 1, texts = {}}
  item.callee = bracket ~= "[" and text:match(NAME_BEFORE) or nil
  item.key = bracket == "{" and key_of(text) or nil
  if bracket == "{" and outer and not item.callee then -- a table that is an argument, or a part of one
    item.callee, item.argument, item.texts = outer.callee, outer.argument, outer.texts
  end
  return item
end

local function close(open) open[#open] = nil end

local STEPS = {
  ["("] = function(open, text) open[#open + 1] = opened(open, "(", text) end,
  ["{"] = function(open, text) open[#open + 1] = opened(open, "{", text) end,
  ["["] = function(open, text) open[#open + 1] = opened(open, "[", text) end,
  [")"] = close, ["}"] = close, ["]"] = close,
  [","] = function(open, text)
    local item = open[#open]
    if not item then return end
    item.from = #text + 2
    if item.bracket == "(" then item.argument = item.argument + 1 end
  end,
}

-- Past the quotes that open at a place; nil where they stay open.
local function past_quotes(line, at)
  local quote, from = line:sub(at, at), at + 1
  while from <= #line do
    local character = line:sub(from, from)
    if character == quote then return from + 1 end
    from = from + (character == "\\" and 2 or 1)
  end
end

local function result(open, line, quote, at)
  local item = open[#open] or {argument = 1, texts = {}, from = 1}
  local text = line:sub(item.from, at - 1)
  local key = key_of(text)
  local called = quote and text:match(NAME_BEFORE) -- as in: help "tasks"
  return {
    quote = quote, bracket = item.bracket, callee = called or item.callee, argument = called and 1 or item.argument,
    action = item.texts[1], key = key or item.key, is_value = key ~= nil or item.bracket ~= "{",
  }
end

--- Where the end of a line is.
---@param line string
---@return aliota.LineContext
return function(line)
  local open, at = {}, 1
  while at <= #line do
    local character = line:sub(at, at)
    if character == '"' or character == "'" then
      local past = past_quotes(line, at)
      if not past then return result(open, line, character, at) end
      local item = open[#open]
      if item and item.bracket == "(" then item.texts[item.argument] = line:sub(at + 1, past - 2) end
      at = past
    else
      local step = STEPS[character]
      if step then step(open, line:sub(1, at - 1)) end
      at = at + 1
    end
  end
  return result(open, line, nil, #line + 1)
end
