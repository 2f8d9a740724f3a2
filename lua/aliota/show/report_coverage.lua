-- What a report has seen of what there is.
local number = require "aliota.show.number"
local text = require "aliota.show.text"

local coverage = {}

---@class aliota.ReportCoverage
---@field tasks integer         tasks that the report is made of
---@field unique integer|nil    tasks that were read, before any filter; nil: not known
---@field earlier integer|nil   those of them that were handed out before the cursor that the listing goes on from
---@field total integer|nil     tasks that there are; nil: not known
---@field complete boolean|nil  whether all of them were read; nil: not known
---@field absent integer|nil    names of devices that were asked for and have no task; nil: none was asked for by name
---@field caveat string|nil     what to say instead, where it is not a matter of more or fewer
---@field flaws string[]|nil    what was wrong with what was read, in words
---@field over_cap table<string, integer>|nil states with more tasks than the service shows, and how many these have

--- What an iterator tells about itself, or what is plain of an array.
---@param tasks aliota.Iterator|aliota.Task[]
---@param count integer tasks that came out of it
---@param absent integer|nil names in the array that have no task
---@return aliota.ReportCoverage
function coverage.of(tasks, count, absent)
  if type(tasks.next) ~= "function" then
    return {
      tasks = count, unique = count, total = count, complete = true, absent = absent ~= 0 and absent or nil,
    }
  end
  local listing = tasks.coverage or {}
  local all_named = listing.absent and listing.complete and listing.unique
  local flaws = listing.flaws and listing:flaws() or {}
  return {
    tasks = count, unique = listing.unique, earlier = listing.earlier, total = listing.total_last or all_named or nil,
    complete = listing.complete, absent = listing.absent, over_cap = listing.over_cap, flaws = flaws[1] and flaws,
  }
end

local function read(self)
  return number.count(self.unique) .. " of " .. number.of(self.total, "task")
end

local function over_cap(self)
  local states = {}
  for status in pairs(self.over_cap or {}) do states[#states + 1] = text.line(status) end
  table.sort(states)
  return states[1] and "; more than the service shows: " .. table.concat(states, ", ") or ""
end

local function absent(self)
  if (self.absent or 0) == 0 then return "" end
  return ("; %s no task"):format(self.absent == 1 and "1 name has" or number.count(self.absent) .. " names have")
end

local function what_is_known(self)
  if self.caveat then return self.caveat, true end
  if self.complete == nil or not self.unique or not self.total then
    return number.of(self.tasks, "task") .. "; whether there are more is not known", false
  end
  if not self.complete then return "INCOMPLETE: " .. read(self) .. " were read" .. over_cap(self), true end
  local earlier = self.earlier or 0
  if self.tasks + earlier == self.unique then
    return read(self) .. (earlier > 0 and (", %s of them earlier"):format(number.count(earlier)) or "") .. ", complete",
      false
  end
  return ("%s chosen of %s, which are all"):format(number.of(self.tasks, "task"), number.count(self.total)), false
end

--- The coverage in words.
---@param self aliota.ReportCoverage
---@return string
---@return boolean is_warning
function coverage.sentence(self)
  local sentence, is_warning = what_is_known(self)
  sentence = sentence .. absent(self)
  for _, flaw in ipairs(self.flaws or {}) do sentence = sentence .. "; " .. text.line(flaw) end
  return sentence, is_warning
end

return coverage
