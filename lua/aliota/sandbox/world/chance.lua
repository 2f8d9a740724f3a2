-- Chance that can be asked again: numbers as a pure function of (seed, index, purpose).
--
-- Only products below 2^53 are used, so that Lua 5.4 (integers) and LuaJIT (doubles) draw the same numbers.

local chance = {}

-- The largest prime below 2^26: its square is still exact in a double.
local PRIME = 67108859

--- Draws one number. Different purposes of the same index are independent draws.
---@param seed integer
---@param index integer
---@param purpose integer
---@return integer draw 0 to 67108858
function chance.draw(seed, index, purpose)
  local draw = (seed * 7919 + index * 31337 + purpose * 104729) % PRIME
  draw = (draw * draw + 40503) % PRIME
  draw = (draw * draw + 65537) % PRIME
  return (draw * draw) % PRIME
end

---@param draw integer
---@return number fraction from 0 to below 1
function chance.fraction(draw)
  return draw / 2 ^ 26 -- just above the largest draw
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

---@param urn any[]
---@param draw integer
---@return any
function chance.pick(urn, draw)
  return urn[draw % #urn + 1]
end

return chance
