-- What differs between the text that we sign and the one that the service signed, down to the byte. Pure.
local ascii = require "aliota.util.ascii"
local cause = require "aliota.explain.cause"
local printable = require("aliota.show.text").printable

---@class aliota.Difference
---@field same boolean          whether both sides signed the same text
---@field byte integer|nil      the first that differs, from 1
---@field line integer|nil      that it is in, from 1
---@field part string|nil       what it belongs to, such as "the parameter JobId"
---@field ours string|nil       our text around the byte, in which it is at `column`
---@field theirs string|nil     the service's
---@field column integer|nil
---@field cause string          in plain words
local Difference = {}
Difference.__index = Difference
Difference.__name = "aliota.Difference"

local BEFORE, AFTER = 20, 19 -- characters of context

function Difference:__tostring()
  if self.same then return self.cause end
  local sides = ("  signed here      %s\n  by the service   %s\n%s^"):format(self.ours, self.theirs,
    (" "):rep(18 + self.column))
  return ("The first difference is byte %d (line %d), in %s.\n\n%s\n\n%s."):format(self.byte, self.line, self.part,
    sides, (self.cause:gsub("^[a-z]", ascii.upper)))
end

local function first_difference(ours, theirs)
  local byte = 1
  while byte <= #ours and ours:byte(byte) == theirs:byte(byte) do byte = byte + 1 end
  return byte
end

local function line_of(text, byte)
  return select(2, text:sub(1, byte - 1):gsub("\n", "")) + 1
end

-- The line around a byte, cut to what can be shown beside another one, and where the byte is in it.
local function around(text, byte)
  local from = byte
  while from > 1 and byte - from < BEFORE and text:sub(from - 1, from - 1) ~= "\n" do from = from - 1 end
  local rest = text:sub(from, byte + AFTER)
  local line = rest:sub(1, byte - from) .. rest:sub(byte - from + 1):match "^[^\n]*"
  return printable(line), byte - from + 1
end

local function described(part)
  return "the " .. part.kind .. (part.name and " " .. printable(part.name) or "")
end

local function is_same_part(a, b) return a.kind == b.kind and a.name == b.name end

local function has(list, part)
  for _, other in ipairs(list) do
    if is_same_part(part, other) then return true end
  end
  return false
end

-- Which part differs first, and why.
local function judged(ours, theirs)
  local i = 1
  while ours[i] and theirs[i] and is_same_part(ours[i], theirs[i]) and ours[i].value == theirs[i].value do i = i + 1 end
  local mine, other = ours[i], theirs[i]
  if not mine and not other then return "how its parts are joined", "it is put together in another way" end
  if mine and other and is_same_part(mine, other) then return described(mine), cause.of_value(mine, other.value) end
  if mine and not has(theirs, mine) then return described(mine), cause.of_missing(mine) end
  if other and not has(ours, other) then return described(other), cause.of_added(other) end
  return "the order", "parameters and headers must be in the byte order of their names"
end

--- Compares two texts.
---@local
---@param ours string
---@param theirs string other than ours
---@param split fun(text: string): aliota.Part[]
---@return aliota.Difference
function Difference.between(ours, theirs, split)
  local byte = first_difference(ours, theirs)
  local part, why = judged(split(ours), split(theirs))
  local shown, column = around(ours, byte)
  return setmetatable({
    same = false, byte = byte, line = line_of(ours, byte), part = part, cause = why,
    ours = shown, theirs = (around(theirs, byte)), column = column,
  }, Difference)
end

--- There is no difference between the texts, so it is elsewhere.
---@local
---@param why string
---@return aliota.Difference
function Difference.elsewhere(why)
  return setmetatable({same = true, cause = why}, Difference)
end

return Difference
