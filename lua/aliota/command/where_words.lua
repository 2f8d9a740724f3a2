-- Which tasks, in the words of a shell: `SrcVersion=1.0.*`, `TaskStatus!=CANCELED`, `older_than=2h`.
local did_you_mean = require "aliota.util.did_you_mean"
local field = require "aliota.filter.field"
local fields = require("aliota.api.task").types
local filter = require "aliota.filter"
local merge = require "aliota.util.merge"

-- What a predicate takes that is no field; each reads the text behind the sign.
local CONDITIONS = {
  reason = filter.reason, older_than = filter.older_than, newer_than = filter.newer_than,
  changed_since = filter.changed_since,
  progress = function(value)
    local least, most = value:match "^([%d.]*)%.%.([%d.]*)$"
    if not least then error("progress takes FROM..TO, such as 50..99", 0) end
    return filter.progress(tonumber(least), tonumber(most))
  end,
}

-- Of what is raised at a caller's line, what is wrong.
local function problem_of(raised)
  return (tostring(raised):gsub("^[^ ]+:%d+: ", ""))
end

local function of_condition(name, value)
  local ok, made = pcall(CONDITIONS[name], value)
  if ok then return made end
  return nil, problem_of(made)
end

-- Several values, separated by commas; "*" stands for any text.
local function of_field(name, value)
  local values = {}
  local is_number = fields[name] == "number"
  for one in value:gmatch "[^,]+" do values[#values + 1] = is_number and tonumber(one) or one end
  return (is_number and field.is or field.like)(name, values)
end

local function read(text)
  local name, sign, value = text:match "^([A-Za-z0-9_]+)(!?=)(.+)$"
  if not name then return nil, "NAME=VALUE or NAME!=VALUE expected, such as SrcVersion=1.0.*" end
  if not CONDITIONS[name] and not fields[name] then
    return nil, ("there is no field or condition %q%s"):format(name, did_you_mean(name, merge(fields, CONDITIONS)))
  end
  local part, problem = (CONDITIONS[name] and of_condition or of_field)(name, value)
  if not part then return nil, problem end
  return sign == "=" and part or filter.no(part)
end

--- A condition.
---@type aliota.ArgumentKind
return {wants = "NAME=VALUE", value = function(_, name, given)
  local part, problem = read(given)
  if part then return part end
  return nil, ("%s %s: %s"):format(name, require("aliota.show.text").printable(given), problem)
end}
