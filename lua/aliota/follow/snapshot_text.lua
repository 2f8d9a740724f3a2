-- What a follower knows, as one line of text: some 11 bytes a task.
local LastStates = require "aliota.follow.last_states"

local snapshot_text = {}

local FORMAT = "aliota-follow1"
local SUM = 16 -- digits

---@class aliota.FollowState
---@field JobId string
---@field states string[]|nil             that are followed; nil for all
---@field known aliota.LastStates
---@field newest table<string, string>    see change_finder.lua
---@field is_behind boolean               see state_agenda.lua

--- Writes a snapshot.
---@param codec aliota.Codec
---@param state aliota.FollowState
---@return string
function snapshot_text.write(codec, state)
  local body = FORMAT .. ":" .. codec.write_json {
    JobId = state.JobId, states = state.states, newest = state.newest, known = state.known:dump(),
    is_behind = state.is_behind,
  }
  return body .. ":" .. codec.sha256(body):sub(1, SUM)
end

local DAMAGED = "is damaged: it is not what it was when it was made"

local function has_texts(list)
  for _, text in pairs(list) do
    if type(text) ~= "string" then return false end
  end
  return true
end

-- What has the right checksum may have been made by somebody else.
local function is_whole(data)
  if type(data) ~= "table" or type(data.JobId) ~= "string" or type(data.known) ~= "table"
    or type(data.newest) ~= "table" then
    return false
  end
  return has_texts(data.newest) and (data.states == nil or type(data.states) == "table" and has_texts(data.states))
end

local function data_of(codec, text)
  local format = text:match "^(aliota%-follow%d+):"
  if not format then return nil, "is no snapshot: what follow:snapshot() returned is" end
  if format ~= FORMAT then
    return nil, ("was made by another version of aliota (%s, this one reads %s)"):format(format, FORMAT)
  end
  local body, sum = text:match "^(.*):(%x+)$"
  if not body or codec.sha256(body):sub(1, SUM) ~= sum then return nil, DAMAGED end
  local data = codec.read_json(body:sub(#FORMAT + 2))
  return is_whole(data) and data or nil, DAMAGED
end

local function words_of(states) return states and table.concat(states, ", ") or "all states" end

local function mismatch(data, wanted)
  if data.JobId ~= wanted.JobId then return ("is of another batch, %s"):format(data.JobId) end
  local theirs, ours = words_of(data.states), words_of(wanted.states)
  if theirs ~= ours then return ("is of a follow of %s, not of %s"):format(theirs, ours) end
end

--- Reads a snapshot.
---@param codec aliota.Codec
---@param text string
---@param wanted {JobId: string, states: string[]|nil}  what is followed
---@param new_marks fun(): userdata  see core.marks
---@return aliota.FollowState|nil
---@return string|nil problem  as it goes on after its name
function snapshot_text.read(codec, text, wanted, new_marks)
  local data, problem = data_of(codec, text)
  problem = data and mismatch(data, wanted) or not data and problem
  if problem then return nil, problem end
  local known = LastStates.new(new_marks)
  local ok, damage = known:load(data.known)
  if not ok then return nil, "is damaged: " .. damage end
  return {JobId = data.JobId, states = data.states, newest = data.newest, known = known, is_behind = data.is_behind}
end

return snapshot_text
