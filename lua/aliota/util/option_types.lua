-- What an option can be, as data. Texts are shown by no message of a type that takes any text: one may be a secret in
-- the wrong place.
local lazy = require "aliota.util.lazy"
local ascii = require "aliota.util.ascii"
local blank = require "aliota.util.blank"
local did_you_mean = lazy "aliota.util.did_you_mean"
local seconds = require "aliota.util.seconds"
local shown = lazy "aliota.util.shown"
local utc = lazy "aliota.util.utc"

---@class aliota.OptionType
---@field problem fun(value: any): string|nil  what is wrong, as it goes on after the option's name
---@field read (fun(value: any): any)|nil      what a value without problem means; nil: itself
---@field words string|nil  what it must be, where that can be said in words
---@field fits (fun(value: any): any)|nil      whether it is so

local types = {}

-- What `type` tells.
local function plain(expected)
  return {problem = function(value)
    if type(value) ~= expected then return ("must be a %s, not a %s"):format(expected, type(value)) end
  end}
end

types.STRING, types.BOOLEAN, types.FUNCTION = plain "string", plain "boolean", plain "function"
types.NUMBER, types.TABLE = plain "number", plain "table"

types.ANY = {problem = function() end}

--- A text that is not empty.
types.TEXT = {problem = function(value)
  return types.STRING.problem(value) or (value == "" and "is empty") or nil
end}

local CONTROL = "[" .. ascii.CONTROL .. "]"

--- A text on one line that says something.
types.LINE = {problem = function(value)
  return types.STRING.problem(value) or (value:find(CONTROL) and "holds control characters") or blank(value)
end}

--- Whatever a function finds nothing wrong with.
---@param problem fun(value: any): string|nil
---@param read (fun(value: any): any)|nil
---@return aliota.OptionType
function types.checked(problem, read) return {problem = problem, read = read} end

--- What fits, said in words.
---@param words string  such as "a share from 0 to 1"
---@param fits fun(value: any): any
---@param read (fun(value: any): any)|nil
---@return aliota.OptionType
function types.fitting(words, fits, read)
  return {words = words, fits = fits, read = read, problem = function(value)
    if not fits(value) then return ("is %s; it must be %s"):format(shown(value), words) end
  end}
end

--- A whole number as an integer, which Lua 5.4 may have as a float, such as one of JSON; anything else as it is.
---@param value any
---@return any
function types.whole(value)
  return type(value) == "number" and value % 1 == 0 and math.floor(value) or value
end

local function is_whole(value, least, most)
  return type(value) == "number" and value >= least and value <= most and value % 1 == 0
end

--- A whole number.
---@param least integer
---@param most integer
---@return aliota.OptionType
function types.integer(least, most)
  return types.fitting(("a whole number from %d to %d"):format(least, most),
    function(value) return is_whole(value, least, most) end, types.whole)
end

--- What another type takes that is said in words, and some values besides.
---@param other aliota.OptionType
---@param values table<any, true>
---@param words string  how the values are said, such as "or false"
---@return aliota.OptionType
function types.either(other, values, words)
  return types.fitting(other.words .. ", " .. words, function(value) return values[value] or other.fits(value) end,
    other.read)
end

types.COUNT = types.fitting("a whole number, zero or more", function(value)
  return is_whole(value, 0, math.huge) and value < math.huge
end, types.whole)

--- A point in time, in epoch seconds.
types.TIME = types.fitting("seconds since 1970, up to the year 9999", function(value)
  return utc.is_time(value)
end)

--- A length of time; it is read as seconds.
---@param words string  such as "seconds, or a text such as \"10s\""
---@param fits (fun(seconds: number): boolean)|nil  nil: any
---@return aliota.OptionType
function types.duration(words, fits)
  return types.fitting(words, function(value)
    local length = seconds(value)
    return length and (not fits or fits(length))
  end, function(value) return types.whole(seconds(value)) end)
end

--- One of some texts.
---@param values table<string, any>  by the texts
---@return aliota.OptionType
function types.one_of(values)
  return {problem = function(value)
    local problem = types.STRING.problem(value)
    if problem or values[value] then return problem end
    return ("is %s%s"):format(shown(value), did_you_mean(value, values))
  end}
end

return types
