-- "Did you mean …?": the valid name that is closest to what was written.

local nearest = require "aliota.util.nearest"
local there_is = require "aliota.util.there_is"

-- More names than this help nobody.
local LONGEST_LIST = 16

local function list(names)
  local all = {}
  for name in pairs(names) do all[#all + 1] = name end
  table.sort(all)
  return #all > 0 and #all <= LONGEST_LIST and "; " .. there_is(all) or nil
end

--- The end of a message about an unknown name. Case and underscores weigh nothing, so `job_id` finds `JobId`.
---@param name any what was written
---@param names table<string, any> whose keys are the valid names
---@param most number|nil how many letters may be wrong, and nothing is said where none is as close
---@return string clause `; did you mean "x"?`, or a short list of what there is when nothing is close
return function(name, names, most)
  local written = tostring(name)
  local best, distance = nearest(written, names)
  local is_close = distance <= (most or math.max(2, #written / 2))
  if most and not is_close then return "" end
  return not is_close and list(names) or best and ("; did you mean %q?"):format(best) or ""
end
