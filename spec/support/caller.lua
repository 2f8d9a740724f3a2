-- One of several processes that make as many calls as a quota they share lets them. All wait until every one is ready,
-- and call until they are told to stop, which the files of a folder say: spec/support/crowd.lua.
local aliota = require "aliota"
local loop = require "aliota.loop"
local sent_calls = require "spec.support.sent_calls"

-- Seconds after which nobody is there any more who would say so.
local LONGEST = 300

local function exists(path)
  local file = io.open(path)
  return file ~= nil and file:close()
end

local function say_ready(folder)
  local file = assert(io.open(folder .. "/ready", "a"))
  file:write "ready\n"
  file:close()
end

---@param told table  endpoint, credentials, JobId; kind ("shdict" or "redis") and settings of the quota; folder
---@return number[] times when the requests went out, by a clock that all processes of the machine share
return function(told)
  if told.kind == "redis" then require "spec.support.redis" end
  local transfers, times = {}, {}
  local client = aliota.new {
    endpoint = told.endpoint, credentials = told.credentials, proxy = false, retries = 0,
    quota = sent_calls.noted(require("aliota.quota." .. told.kind).new(told.settings), transfers),
  }
  client:call("QueryOTAFirmware", {FirmwareId = "none"}) -- so that the connection is there
  transfers[1] = nil
  say_ready(told.folder)
  local longest = loop.now() + LONGEST
  local function wants(name) return not exists(told.folder .. "/" .. name) and loop.now() < longest end
  while wants "begun" do loop.http():wait(0.01) end
  while wants "ended" do client:query_ota_job {JobId = told.JobId} end
  for i, transfer in ipairs(transfers) do times[i] = transfer:sent() end
  return times
end
