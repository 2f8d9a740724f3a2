-- The functions that there is help on: those whose comment has a line to run (`---@usage`).
local docs = require "aliota.help.docs"
local lazy = require "aliota.util.lazy"

---@class aliota.HelpEntry
---@field group string   such as "client"
---@field name string    such as "tasks"
---@field shown string   such as "client:tasks"
---@field f function
---@field doc aliota.Doc

---@class aliota.HelpGroup
---@field name string
---@field entries aliota.HelpEntry[]  as they stand in their files

-- A client of no account stands for all of them, and what it explains for every explanation.
local function stand_in()
  return require "aliota".new {
    endpoint = "http://127.0.0.1", credentials = {access_key_id = "none", access_key_secret = "none"},
  }
end

-- What a group's functions are members of, asked for when help is.
local GROUPS = {
  {"aliota", "aliota.", function() return require "aliota" end},
  {"client", "client:", function() return getmetatable(stand_in()) end},
  {"iterator", "tasks:", function() return require "aliota.listing.iterator" end},
  {"explanation", "explanation:", function()
    return getmetatable(stand_in():explain "GenerateDeviceNameListURL")
  end},
  {"filter", "aliota.filter.", function() return require "aliota.filter" end},
  {"report", "aliota.report.", function() return require "aliota.report" end},
  {"write", "aliota.write.", function() return require "aliota.write" end},
}

local function before(a, b)
  if a.doc.path ~= b.doc.path then return a.doc.path < b.doc.path end
  return a.doc.line < b.doc.line
end

local function entries_of(name, prefix, members)
  local entries = {}
  for key, value in pairs(members) do
    local is_ours = type(value) == "function" and not key:find "^__" -- close is also what Lua calls
    local doc = is_ours and docs.of(value)
    if doc and doc.usage[1] then
      entries[#entries + 1] = {group = name, name = key, shown = prefix .. key, f = value, doc = doc}
    end
  end
  table.sort(entries, before)
  return entries
end

local groups

--- All groups, made once.
---@return aliota.HelpGroup[]
return function()
  if groups then return groups end
  groups = {}
  local members = {}
  for i, group in ipairs(GROUPS) do members[i] = group[3]() end
  lazy.load_all() -- which adds methods to them
  for i, group in ipairs(GROUPS) do
    groups[i] = {name = group[1], entries = entries_of(group[1], group[2], members[i])}
  end
  return groups
end
