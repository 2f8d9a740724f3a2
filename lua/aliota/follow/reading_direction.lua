-- From which end a state is read, and what that leaves out.
--
-- How rows move. In a list of one state rows come and leave. One that leaves makes those behind it move up by one, one
-- that comes makes them move down. Who reads forward overlooks what moves up, from the next page to one that he has
-- read; who reads backward overlooks what moves down. Where rows are listed by change, newest first or oldest first,
-- each change moves its row to the end where the latest are, and those that it passes by one to where it was; reports
-- of progress are such changes, too. So there a row may jump over who reads, to that end.
--
-- What follows from that. Where tasks wait for their turn, they leave and hardly any come: rows move up, which a
-- backward reading meets once more. Where they come and leave alike, it matters where they come: at the back, they move
-- nobody, and rows move up; in front, rows move down. By change, that is the end of the latest changes; otherwise it is
-- taken to be the back, until the state was read so and rows did slip by: reading_round.lua tells. What jumps is at the
-- end of the latest changes, for another round.
local task_status = require "aliota.api.task_status"

local reading_direction = {}

local IS_WAITING = {CONFIRM = true, QUEUED = true}

--- Whether to read from the last page to the first. What tasks stay in is read so only where that saves pages.
---@param status string       TaskStatus
---@param order string        see order.lua
---@param has_since boolean   whether what was there before is known, so that only what came later is wanted
---@param is_turned boolean   whether rows slipped by who read it backward, if the order does not tell
---@return boolean
function reading_direction.is_backward(status, order, has_since, is_turned)
  if not task_status.IS_OPEN[status] then return has_since and order == "oldest_change_first" end
  if order == "oldest_change_first" then return true end
  if order == "newest_change_first" then return IS_WAITING[status] and not has_since or false end
  return not is_turned
end

--- Whether rows that slip by are seen by nobody unless the page that they moved to is read once more. What is open and
--- listed by change is read in rounds, which show them; where tasks stay, hardly any leave, and who reads forward meets
--- again what the others move.
---@param status string
---@param order string
---@return boolean
function reading_direction.is_slippery(status, order)
  return task_status.IS_OPEN[status] and (order == "stable" or order == "unknown") or false
end

--- Whether rows may have jumped over who read it, to the end where the latest changes are.
---@param status string
---@param order string
---@param is_backward boolean  how it was read
---@return boolean
function reading_direction.is_overtaken(status, order, is_backward)
  if not task_status.IS_OPEN[status] then return false end
  return order == "newest_change_first" or (is_backward and order == "oldest_change_first")
end

return reading_direction
