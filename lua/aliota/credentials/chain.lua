-- Providers that are asked one after the other. The one that had keys is remembered, and asked alone from then on.
local step = require "aliota.credentials.step"

---@param links {name: string, provide: fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step}[]
---@return fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step
return function(links)
  local chosen

  -- Says who had keys, or why not.
  local function ask(link, account, expired)
    return step.after(step.within(link.name, link.provide(account, expired)), function(last)
      last.provider = link.name
      return last
    end)
  end

  local function try(number, problems, account, expired)
    local link = links[number]
    if not link then return step.none(table.concat(problems, "; "), problems.is_transient) end
    return step.after(ask(link, account, expired), function(last)
      if last.keys then
        chosen = link
        return last
      end
      problems[number], problems.is_transient = last.problem, problems.is_transient or last.is_transient
      return try(number + 1, problems, account, expired)
    end)
  end

  return function(account, expired)
    if chosen then return ask(chosen, account, expired) end
    return try(1, {}, account, expired)
  end
end
