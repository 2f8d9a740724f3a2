-- What client:summary returns: counts of a batch by state that print as the report `summary`, and become one.
local lazy = require "aliota.util.lazy"
local check_self = require "aliota.util.check_self"
local count = require "aliota.listing.counts"
local report = lazy "aliota.report"

---@class aliota.Counts  of a batch; prints as the report `summary`
---@field JobId string
---@field total integer              tasks of the batch
---@field by_status table<string, integer>  of the seven documented states
---@field other integer              tasks in states that are not among these; negative while counts don't add up
---@field consistent boolean         whether all counts are of the same moment, as far as adding up shows
---@field requests integer           that were sent
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
