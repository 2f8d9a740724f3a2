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

-- How many letters may be wrong, where of the word that was written at least one is to be right.
local function most_wrong(written)
  local letters = #written:gsub("[_-]", "")
  return math.min(math.max(2, letters / 2), math.max(1, letters - 1))
end

--- The end of a message about an unknown name. Case and underscores weigh nothing, so `job_id` finds `JobId`.
---@param name any what was written
---@param names table<string, any> whose keys are the valid names
---@param most number|nil how many letters may be wrong, and nothing is said where none is as close
---@return string clause `; did you mean "x"?`; where nothing is close a short list of what there is, and of many names
---none
return function(name, names, most)
  local written = tostring(name)
  local best, distance = nearest(written, names)
  if best and distance <= (most or most_wrong(written)) then return ("; did you mean %q?"):format(best) end
  return not most and list(names) or ""
end
