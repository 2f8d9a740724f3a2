-- What a few counts tell about chances.

local statistics = {}

local Z = 1.959963984540054 -- 95 % of a normal distribution lie within so many standard deviations

--- The 95 % interval of a chance that came true `hits` times in `trials` (Wilson's score interval).
---@param hits integer
---@param trials integer
---@return number|nil low nil without trials
---@return number|nil high
function statistics.wilson(hits, trials)
  if trials == 0 then return nil end
  local share, square = hits / trials, Z * Z / trials
  local centre = share + square / 2
  local spread = math.sqrt(square * (share * (1 - share) + square / 4))
  return math.max(0, (centre - spread) / (1 + square)), math.min(1, (centre + spread) / (1 + square))
end

-- Rational Chebyshev fit of the complementary error function, good to 1.2e-7 of its value (Numerical Recipes, erfcc).
local FIT = {
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  -1.26551223,
}

-- How likely a normal variable is at least so many standard deviations off, to either side.
local function two_sided(deviations)
  local x = math.abs(deviations) / math.sqrt(2)
  local t, sum = 1 / (1 + x / 2), 0
  for _, coefficient in ipairs(FIT) do sum = sum * t + coefficient end
  return math.min(1, t * math.exp(sum - x * x))
end

---@class aliota.ShareDifference of two shares, b's less a's
---@field difference number
---@field low number   of its 95 % interval (Newcombe's, from Wilson's)
---@field high number
---@field p number     how likely chance alone makes at least such a difference (two-proportion z-test)

--- Compares two shares of groups that are independent of each other.
---@param hits_a integer
---@param trials_a integer
---@param hits_b integer
---@param trials_b integer
---@return aliota.ShareDifference|nil nil when one group had no trials
function statistics.compare_shares(hits_a, trials_a, hits_b, trials_b)
  if trials_a == 0 or trials_b == 0 then return nil end
  local a, b = hits_a / trials_a, hits_b / trials_b
  local low_a, high_a = statistics.wilson(hits_a, trials_a)
  local low_b, high_b = statistics.wilson(hits_b, trials_b)
  local pooled = (hits_a + hits_b) / (trials_a + trials_b)
  local deviation = math.sqrt(pooled * (1 - pooled) * (1 / trials_a + 1 / trials_b))
  return {
    difference = b - a,
    low = b - a - math.sqrt((b - low_b) ^ 2 + (high_a - a) ^ 2),
    high = b - a + math.sqrt((high_b - b) ^ 2 + (a - low_a) ^ 2),
    p = deviation > 0 and two_sided((b - a) / deviation) or 1,
  }
end

--- How likely chance alone splits changes at least as unevenly to one side or the other, if both are equally likely
--- (exact sign test, as in McNemar's).
---@param changes_one integer
---@param changes_other integer
---@return number|nil p nil without changes
function statistics.sign_test(changes_one, changes_other)
  local all, fewer = changes_one + changes_other, math.min(changes_one, changes_other)
  if all == 0 then return nil end
  local logarithm, sum = -all * math.log(2), 0 -- of the chance of 0, 1, 2 … to the one side
  for count = 0, fewer do
    sum = sum + math.exp(logarithm)
    logarithm = logarithm + math.log(all - count) - math.log(count + 1)
  end
  return math.min(1, 2 * sum)
end

--- The 95 % interval of how many events are to be expected in a time in which so many came (square root of a Poisson
--- variable, which has the standard deviation 1/2).
---@param events integer
---@return number low
---@return number high
function statistics.expected_events(events)
  return math.max(0, math.sqrt(events) - Z / 2) ^ 2, (math.sqrt(events) + Z / 2) ^ 2
end

return statistics
