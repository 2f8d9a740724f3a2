-- Providers that are asked one after the other, as far as one that has keys, or should have some. The one that had keys
-- is remembered, and asked alone from then on.
local step = require "aliota.credentials.step"

local ADVICE = "; put that right, or take it away: keys of another place are not used in its stead"

-- Says who had keys, or why not.
local function ask(link, account, expired)
  return step.after(link.provide(account, expired), function(last)
    if last.keys then last.provider = link.name else last.problem = link.name .. ": " .. last.problem end
    return last
  end)
end

-- What was said on the way to the place that decides.
local Passed = {}
Passed.__index = Passed

function Passed:add(last)
  self.is_transient = self.is_transient or last.is_transient
  self.problems[#self.problems + 1] = last.problem
  if last.passes == "told" then self.doubts[#self.doubts + 1] = last.problem end
end

-- Nobody had keys.
function Passed:none() return step.none(table.concat(self.problems, "; "), self.is_transient) end

-- One that should have had some had none.
function Passed:stop(last)
  self.doubts[#self.doubts + 1] = last.problem
  return step.none(table.concat(self.doubts, "; ") .. ADVICE, last.is_transient)
end

function Passed:warn(account, provider)
  if #self.doubts == 0 then return end
  account:tell("warning", {
    message = ("the keys are those of the %s, as they could not be had before: %s"):format(
      provider, table.concat(self.doubts, "; ")),
  })
end

---@param links {name: string, provide: fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step}[]
---@return fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step
return function(links)
  local chosen

  local function try(number, passed, account, expired)
    local link = links[number]
    if not link then return passed:none() end
    return step.after(ask(link, account, expired), function(last)
      if last.keys then
        chosen = link
        passed:warn(account, link.name)
        return last
      end
      if not last.passes then return passed:stop(last) end
      passed:add(last)
      return try(number + 1, passed, account, expired)
    end)
  end

  return function(account, expired)
    if chosen then return ask(chosen, account, expired) end
    return try(1, setmetatable({problems = {}, doubts = {}}, Passed), account, expired)
  end
end
