-- Finds out what aliota takes for granted of the service, by reads alone. What it reports can be shown to anybody: it
-- holds no id, name, host or key, but words of the service's own, figures, and our questions.
local assumptions = require "aliota.doctor.assumptions"
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local limit_options = require "aliota.util.limit_options"
local look_of = require "aliota.doctor.doctor_look"
local merge = require "aliota.util.merge"
local metatable = require "aliota.report.metatable"
local probes = require "aliota.doctor.probes"
local reader_of = require "aliota.doctor.reader"
local types = require "aliota.util.option_types"
local version = require "aliota.version"

local doctor = {}

---@class aliota.DoctorFinding
---@field name string      of the sandbox's switch
---@field open string      what was open
---@field found any        what the switch would have to be; nil: it was not seen
---@field unseen string|nil  why not

---@class aliota.DoctorReport
---@field findings aliota.DoctorFinding[]
---@field requests integer  that were sent
---@field version string    aliota's

local READS = 20 -- that there are, with some to spare for those that have to be repeated

local OPTIONS = merge(limit_options, {JobId = types.TEXT, throttle = types.BOOLEAN})

local function said(found)
  if type(found) == "boolean" then return found and "yes" or "no" end
  return tostring(found)
end

local COLUMNS = {{title = "Switch"}, {title = "Seen", elastic = 8, yields = 2},
  {title = "What is open", elastic = 10, yields = 1}}

local function plain(text) return (text:gsub("`", "")) end

local function draw(report, page)
  page:title("What the service does", {})
  local seen, unseen = {}, {}
  for _, finding in ipairs(report.findings) do
    if finding.found ~= nil then
      seen[#seen + 1] = {finding.name, said(finding.found), plain(finding.open)}
    else
      unseen[#unseen + 1] = ("%s: not seen: %s"):format(plain(finding.open), finding.unseen)
    end
  end
  if seen[1] then page:grid(COLUMNS, seen) end
  page:blank()
  for _, line in ipairs(unseen) do page:say(line, "dim") end
  page:blank()
  page:say(("%d requests, aliota %s. This names no account, batch, device or host, and can be shown to anybody.")
    :format(report.requests, report.version))
end

local META = metatable {name = "doctor", draw = draw, looks = {}}

--- How many requests `examine` sends at most.
---@param throttle boolean|nil
---@return integer
function doctor.most_requests(throttle) return READS + (throttle and look_of.BURST or 0) end

local function finding_of(row, look)
  local finding = {name = row.name, open = row.open}
  if row.unseen then
    finding.unseen = row.unseen
  else
    finding.found, finding.unseen = probes[row.name](look)
  end
  return finding
end

--- Looks at the service by way of one batch, and changes nothing. With `throttle` it also makes more calls at once than
--- the quota allows, which other programs of the account may feel for a second.
---@param client aliota.Client
---@param options {JobId: string, throttle: boolean|nil, deadline: number|nil, cancel: aliota.Canceller|nil}
---@return aliota.DoctorReport|nil
---@return aliota.Error|nil  the batch can't be looked at
function doctor.examine(client, options)
  local ours, problem = check_options.read(options, OPTIONS)
  if ours and not ours.JobId then problem = "JobId is missing" end
  if problem then blame("examine: " .. problem) end
  local reader = reader_of.new(client.account, doctor.most_requests(ours.throttle), ours)
  local look = look_of.new(reader, ours.JobId, ours.throttle)
  local job = look:job()
  if job.err then return nil, job.err end
  local findings = {}
  for i, row in ipairs(assumptions) do findings[i] = finding_of(row, look) end
  return setmetatable({findings = findings, requests = reader.requests, version = version}, META)
end

return doctor
