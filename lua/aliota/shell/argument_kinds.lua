-- What the arguments of a command line may be: how a text is read, and how a person is told what is wanted.
local did_you_mean = require "aliota.util.did_you_mean"
local operations = require "aliota.api.operations"
local seconds = require "aliota.util.seconds"
local text = require "aliota.show.text"

local kinds = {}

---@class aliota.ArgumentKind
---@field wants string                                   what is taken, in words
---@field read fun(given: string): any, string|nil        the value, or nil and what else is to be said
---@field value fun(self: aliota.ArgumentKind, name: string, given: string): any, string|nil  the value, or nil and the
---problem, with the argument's name

local Kind = {}
Kind.__index = Kind

function Kind:value(name, given)
  if given == "" then return nil, name .. " is empty" end
  local value, more = self.read(given)
  if value ~= nil then return value end
  return nil, ("%s takes %s, not %s%s"):format(name, self.wants, text.printable(given), more or "")
end

--- A kind of one's own.
---@param wants string
---@param read fun(given: string): any, string|nil
---@return aliota.ArgumentKind
function kinds.of(wants, read)
  return setmetatable({wants = wants, read = read}, Kind)
end

--- Any text but an empty one.
kinds.TEXT = kinds.of("a text", function(given) return given end)

kinds.NUMBER = kinds.of("a number", tonumber)

--- A length of time, in seconds.
kinds.SECONDS = kinds.of("seconds or a duration such as 10m", function(given)
  return seconds(tonumber(given) or given)
end)

--- A whole number.
---@param least integer
---@param most integer
---@param wants string|nil  what it is of, such as "a port"
---@return aliota.ArgumentKind
function kinds.whole(least, most, wants)
  return kinds.of(("%s from %d to %d"):format(wants or "a whole number", least, most), function(given)
    local value = tonumber(given)
    return value and value % 1 == 0 and value >= least and value <= most and math.floor(value) or nil
  end)
end

--- One of several words.
---@param words table<string, any>  the values by the words
---@param wants string|nil
---@return aliota.ArgumentKind
function kinds.one_of(words, wants)
  return kinds.of(wants or "one of its words", function(given)
    local value = words[given]
    if value ~= nil then return value end
    return nil, did_you_mean(given, words)
  end)
end

local statuses = {}
for status in pairs(operations.ListOTATaskByJob.params.TaskStatus.values) do statuses[status] = status end

--- A TaskStatus.
kinds.STATUS = kinds.one_of(statuses, "a state of tasks")

return kinds
