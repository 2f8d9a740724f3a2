-- Ids that look like the vendor's, 26 letters and digits, made from a number and read back to it, so that none is
-- ever stored: an id is two scrambled forms of the number, a tag of the series it belongs to, and "010200".

local chance = require "aliota.sandbox.world.chance"

local ids = {}

local Ids = {}
Ids.__index = Ids

local DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
local PAIRS, VALUES = {}, {}
for first in DIGITS:gmatch(".") do
  for second in DIGITS:gmatch(".") do
    PAIRS[#PAIRS + 1] = first .. second
    VALUES[first .. second] = #PAIRS - 1
  end
end

-- Two pairs of digits are a number's remainders by N and M. Both together tell any number below N x M (they have no
-- common factor); PRIME is the largest prime below that, and makes scrambling by multiplication reversible.
local N, M = #PAIRS, #PAIRS - 1
local PRIME = 14772467
assert(PRIME < N * M)

local FACTOR, OFFSET, TAG = 101, 102, 103 -- what is drawn

-- The factor that undoes another: by Fermat, its (PRIME - 2)th power.
local function inverse(factor)
  local result, exponent = 1, PRIME - 2
  while exponent > 0 do
    if exponent % 2 == 1 then result = result * factor % PRIME end
    factor = factor * factor % PRIME
    exponent = math.floor(exponent / 2)
  end
  return result
end

local function tag_of(seed, series)
  local tag = ""
  for part = 0, 2 do
    local draw = chance.draw(seed, series, TAG + part)
    tag = tag .. PAIRS[draw % N + 1] .. PAIRS[draw % M + 1]
  end
  return tag
end

--- A series of ids.
---@param seed integer
---@param series integer ids of different series differ
function ids.new(seed, series)
  local factor = chance.draw(seed, series, FACTOR) % (PRIME - 1) + 1
  return setmetatable({
    factor = factor,
    inverse = inverse(factor),
    offset = chance.draw(seed, series, OFFSET) % PRIME,
    tag = tag_of(seed, series),
    ending = tag_of(seed, series) .. "010200",
  }, Ids)
end

--- An id in parts, none of which is made for it alone.
---@param number integer 0 to 14772466
---@return string, string, string, string, string
function Ids:parts(number)
  local a = (number * self.factor + self.offset) % PRIME
  local b = (a * a + number) % PRIME
  return PAIRS[a % N + 1], PAIRS[a % M + 1], PAIRS[b % N + 1], PAIRS[b % M + 1], self.ending
end

---@param number integer 0 to 14772466
---@return string
function Ids:encode(number)
  local first, second, third, fourth, ending = self:parts(number)
  return first .. second .. third .. fourth .. ending
end

---@param id string
---@return integer? number nil when the id is not of this series
function Ids:decode(id)
  local by_n, by_m = VALUES[id:sub(1, 2)], VALUES[id:sub(3, 4)]
  if not by_n or not by_m then return nil end
  local a = by_n + N * ((by_m - by_n) % M)
  local number = (a - self.offset) * self.inverse % PRIME
  if a < PRIME and self:encode(number) == id then return number end
  return nil
end

--- The part of an id that tells its series.
---@param id string
---@return string
function ids.tag(id)
  return id:sub(9, 20)
end

return ids
