-- Where a listing's requests come from: it ties the listing, which knows no network, to an account.
local lazy = require "aliota.util.lazy"
local Call = require "aliota.call"
local core = require "aliota.core"
local http_date = lazy "aliota.util.http_date"
local job = lazy "aliota.api.job"
local json = lazy "aliota.util.json_codec"
local loop = require "aliota.loop"
local projection = require "aliota.listing.projection"
local task = require "aliota.api.task"
local task_list = require "aliota.api.task_list"

local source = {}

-- The Date header has whole seconds, and whoever writes it may not be who changes tasks.
local SLACK = 2

--- The limits of a call in time.
---@param account aliota.Account
---@param ours {deadline: number|nil, cancel: aliota.Canceller|nil}
---@return aliota.CallOptions
function source.limits(account, ours)
  local seconds = ours.deadline or account.config.deadline
  return {seconds = seconds, deadline = seconds and loop.now() + seconds, cancel = ours.cancel}
end

--- Options for a part of something that takes its time: the account's deadline counts for each part anew, and ends no
--- later than the whole.
---@param account aliota.Account
---@param seconds_left fun(): number  until the end of the whole
---@param ours {cancel: aliota.Canceller|nil, strict: boolean|nil}
---@return {deadline: number|nil, cancel: aliota.Canceller|nil, strict: boolean|nil}
function source.within(account, seconds_left, ours)
  local seconds = math.min(seconds_left(), account.config.deadline or math.huge)
  return {deadline = seconds < math.huge and seconds or nil, cancel = ours.cancel, strict = ours.strict}
end

--- The limits of several sources and calls that share them: they count from the first time that somebody asks.
---@param account aliota.Account
---@param ours {deadline: number|nil, cancel: aliota.Canceller|nil}
---@return fun(): aliota.CallOptions
function source.shared_limits(account, ours)
  local limits
  return function()
    limits = limits or source.limits(account, ours)
    return limits
  end
end

-- Seconds. A batch in which nothing has changed for longer may as well be dated by another clock than the Date header.
local LONG = 86400

local function text_of(time) return os.date("!%Y-%m-%dT%H:%M:%S", math.floor(time)) end

-- A time that was certainly before the service looked, and one long before.
local function begun(answer)
  local date = http_date(answer.headers.date)
  if not date then return nil end
  local time = date - answer.seconds - SLACK
  return text_of(time), text_of(time - LONG)
end

-- Rows that are more than what was sent.
local function schema_of(operation)
  if operation == task_list then return task end
  return operation.things == "batches" and job.schema(operation) or nil
end

-- What a request has in common with others goes to what it has of its own.
local function complete(extra, flat)
  for name, value in pairs(flat) do
    if extra[name] == nil then extra[name] = value end
  end
  return extra
end

local function active() return loop.http():active() end

--- What turns bytes into text, and plain data.
---@type aliota.Codec
source.codec = {
  encode = core.sign.encode, sha256 = core.sign.sha256, read_json = core.json.decode,
  write_json = function(value) return json.encode(value) end, load = core.fingerprints.load,
}

--- Prepares the requests of one listing. Its deadline begins with the first of them. A strict one has no broken texts.
---@param account aliota.Account
---@param operation aliota.Operation
---@param flat table<string, string>  what all its requests have in common
---@param ours {deadline: number|nil, cancel: aliota.Canceller|nil, strict: boolean|nil, fields: aliota.FieldSet|nil}
---@param shared (fun(): aliota.CallOptions)|nil  limits that it shares with others
---@return aliota.Source
function source.new(account, operation, flat, ours, shared)
  local config, limits_of = account.config, shared or source.shared_limits(account, ours)
  local rows = projection.new(schema_of(operation), ours.fields)
  return {
    operation = operation,
    projection = rows,
    start = function(extra, accept)
      local limits = limits_of()
      rows:begin()
      return Call.new(account, operation, complete(extra, flat), {
        nulls_absent = true, row_schema = rows.schema, lenient = not ours.strict, accept = accept,
        deadline = limits.deadline, seconds = limits.seconds, cancel = limits.cancel,
      })
    end,
    run = function(progress) loop.run(progress, config.loop) end,
    begun = begun,
    new_set = core.fingerprints.new,
    ids_of = core.fingerprints.of,
    codec = source.codec,
    tell = config.on_event and function(kind, event) account:tell(kind, event) end,
    clock = function() return account:service_time() end,
    prefetch = config.prefetch,
    qps = account:calls_a_second(operation),
    active = active,
  }
end

return source
