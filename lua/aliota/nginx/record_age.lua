-- The moments of a record are on clocks of one machine. As ages they are true on any, and ages taken for moments give
-- moments: it is one way there and back. Pure.
local merge = require "aliota.util.merge"

local function turned_snapshot(snapshot, now, machine)
  local failures = snapshot.failures
  return merge(snapshot, {
    moment = now - snapshot.moment, machine = machine - snapshot.machine,
    failures = failures and merge(failures, {moment = now - failures.moment}),
  })
end

--- A copy with ages in the place of moments, or the other way round.
---@param record aliota.nginx.Record
---@param now number      of loop.now, or what it was when the ages were told
---@param machine number  the same in epoch seconds of this machine
---@return aliota.nginx.Record
return function(record, now, machine)
  local snapshot, names = record.snapshot, record.names
  return merge(record, {
    looked = record.looked and now - record.looked,
    snapshot = snapshot and turned_snapshot(snapshot, now, machine),
    names = names and merge(names, {asked = names.asked and now - names.asked}),
  })
end
