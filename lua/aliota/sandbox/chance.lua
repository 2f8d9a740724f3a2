-- Chance that can be asked again: numbers and ids as a pure function of (seed, index, purpose).
--
-- Only products below 2^53 are used, so that Lua 5.4 (integers) and LuaJIT (doubles) draw the same numbers.

local chance = {}

-- The largest prime below 2^26: its square is still exact in a double.
local PRIME = 67108859

--- Draws one number. Different purposes of the same index are independent draws.
---@param seed integer
---@param index integer
---@param purpose integer
---@return integer drawn 0 to 67108858
function chance.draw(seed, index, purpose)
  local drawn = (seed * 7919 + index * 31337 + purpose * 104729) % PRIME
  drawn = (drawn * drawn + 40503) % PRIME
  drawn = (drawn * drawn + 65537) % PRIME
  return (drawn * drawn) % PRIME
end

--- Spreads choices out, so that picking one is a matter of indexing.
---@param choices {[1]: integer, [2]: any}[] weight and value
---@return any[] urn each value as many times as its weight says
function chance.urn(choices)
  local urn = {}
  for _, choice in ipairs(choices) do
    for _ = 1, choice[1] do urn[#urn + 1] = choice[2] end
  end
  return urn
end

local DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
local DIGIT_PAIRS = {}
for first in DIGITS:gmatch(".") do
  for second in DIGITS:gmatch(".") do
    DIGIT_PAIRS[#DIGIT_PAIRS + 1] = first .. second
  end
end

--- An id that looks like the vendor's: 26 letters and digits.
---@param seed integer
---@param index integer
---@param purpose integer
---@return string
function chance.id(seed, index, purpose)
  -- The index goes in again at every step, so that two ids part even where their draws meet.
  local a = chance.draw(seed, index, purpose)
  local b = (a * a + index) % PRIME
  local c = (b * b + index) % PRIME
  local d = (c * c + index) % PRIME
  local e = (d * d + index) % PRIME
  -- Two pairs from each number: the remainders of neighbouring divisors are independent.
  local pair, n, m = DIGIT_PAIRS, #DIGIT_PAIRS, #DIGIT_PAIRS - 1
  return pair[a % n + 1] .. pair[a % m + 1] .. pair[b % n + 1] .. pair[b % m + 1]
    .. pair[c % n + 1] .. pair[c % m + 1] .. pair[d % n + 1] .. pair[d % m + 1]
    .. pair[e % n + 1] .. pair[e % m + 1] .. "010200"
end

return chance
