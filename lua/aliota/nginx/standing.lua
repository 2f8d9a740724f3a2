-- How a batch stands, in one word, and how many stand how: what a person wants to know before all figures. Pure.
local gate = require "aliota.watch.gate"

local standing = {}

--- The words, the worst first.
---   failing   it breaks a limit of fail_if
---   unseen    what is known of it is old, or nothing
---   stalled   tasks are open, and none was settled lately
---   starting  nobody has looked yet
---   running   it goes on
---   done      no task is open
standing.ORDER = {"failing", "unseen", "stalled", "starting", "running", "done"}

standing.RANK = {}
for rank, word in ipairs(standing.ORDER) do standing.RANK[word] = rank end

local UNSEEN = {failing = true, expired = true}
local OF_PACE = {done = "done", stalled = "stalled"}

--- The limit that figures break.
---@param figures aliota.nginx.Figures|nil
---@param limits table<string, number>|nil  of fail_if
---@return aliota.Breach|nil
function standing.breach_of(figures, limits)
  if not figures or not limits or figures.total == 0 then return nil end
  local by_status = figures.by_status
  return gate.breach_of(limits, {
    figures = {
      by_status = by_status, settled = figures.settled, total = figures.total,
      ended = by_status.SUCCEEDED + by_status.FAILED,
    },
    idle = figures.idle, ending = figures.pace.state == "done" and "done" or nil, job = {},
  })
end

--- The word for a batch.
---@param batch aliota.nginx.BatchView
---@return string
function standing.of(batch)
  if batch.broken then return "failing" end
  if UNSEEN[batch.state] then return "unseen" end
  local figures = batch.figures
  return figures and (figures.total > 0 and OF_PACE[figures.pace.state] or "running") or "starting"
end

--- How many batches have which word.
---@param batches aliota.nginx.BatchView[]
---@return table<string, integer>
function standing.counts(batches)
  local counts = {}
  for _, word in ipairs(standing.ORDER) do counts[word] = 0 end
  for _, batch in ipairs(batches) do counts[batch.standing] = counts[batch.standing] + 1 end
  return counts
end

return standing
