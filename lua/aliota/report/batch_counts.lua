-- What client:summary returns: counts of a batch by state that print as the report `summary`, and become one.
local lazy = require "aliota.util.lazy"
local check_self = require "aliota.util.check_self"
local count = require "aliota.listing.counts"
local report = lazy "aliota.report"

local Counts = {}
Counts.__index = Counts
Counts.__name = "aliota.Counts"

--- The same as the report `summary` of a listing: printed, it has bars for the states, and the rates.
---@return aliota.Summary
function Counts:report()
  check_self(self, Counts, "summary:report")
  return report.of_counts(self)
end

function Counts:__tostring()
  return tostring(self:report())
end

--- Counts the tasks of a batch by state.
---@param source aliota.Source
---@param job_id string
---@return aliota.Counts|nil
---@return aliota.Error|nil
return function(source, job_id)
  local counts, err = count(source, job_id)
  if not counts then return nil, err end
  return setmetatable(counts, Counts)
end
