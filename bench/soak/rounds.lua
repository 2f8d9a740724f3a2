-- What a client goes through in a soak: round after round of all that it is for, while faults strike.
local aliota = require "aliota"

local rounds = {}

rounds.DEVICES, rounds.PAGE = 200, 10

-- Faults by kind, as shares of the requests.
rounds.CHAOS = {
  reset_before = {rate = 0.001}, reset_in_body = {rate = 0.001}, reset_after = {rate = 0.001},
  throttled = {rate = 0.002}, server_error = {rate = 0.001}, proxy_page = {rate = 0.0005},
  truncated_wrong_length = {rate = 0.0005},
  chunked = {rate = 0.05, bytes = 500}, gzip = {rate = 0.1},
  latency = {rate = 0.0005, ms = 1500}, -- beyond the time-out
}

--- A client that has its keys from the sandbox, for as long as those last.
---@param endpoint string
---@param on_event fun(event: table)
---@return aliota.Client
function rounds.client(endpoint, on_event)
  return aliota.new {
    endpoint = endpoint, proxy = false, qps = 10000, retries = 12, timeout = 1, prefetch = 8, on_event = on_event,
    credentials = {type = "credentials_uri", uri = endpoint .. "/credentials"},
  }
end

local function listed(client, job_id)
  local seen, count = {}, 0
  local tasks = client:tasks {JobId = job_id, PageSize = rounds.PAGE}
  for task in tasks do
    if not seen[task.TaskId] then seen[task.TaskId], count = true, count + 1 end
  end
  return count, tasks.coverage.complete
end

-- Left in the middle, closed and forgotten.
local function broken_off(client, job_id)
  local closed = client:tasks {JobId = job_id, PageSize = rounds.PAGE}
  for _ = 1, 25 do assert(closed:next()) end
  closed:close()
  local forgotten = client:tasks {JobId = job_id, PageSize = rounds.PAGE}
  for _ = 1, 25 do assert(forgotten:next()) end
end

-- A cursor is good for another client, and another day.
local function gone_on_with(client, job_id)
  local first = client:tasks {JobId = job_id, PageSize = rounds.PAGE}
  for _ = 1, 25 do assert(first:next()) end
  local cursor, count = first:cursor(), 25
  first:close()
  for _ in client:tasks {JobId = job_id, PageSize = rounds.PAGE, resume = cursor} do count = count + 1 end
  return count
end

local function written(client, job_id)
  local count = assert(aliota.write.csv(client:tasks {JobId = job_id, PageSize = rounds.PAGE}, function() end))
  return count
end

--- One round. What fails for good is raised, as no fault here lasts.
---@param client aliota.Client
---@param job_id string
---@return integer lost  rows that should have been handed out and were not
function rounds.run(client, job_id)
  local count, is_complete = listed(client, job_id)
  assert(is_complete, "a whole listing that does not say so")
  local lost = rounds.DEVICES - count
  broken_off(client, job_id)
  lost = lost + rounds.DEVICES - gone_on_with(client, job_id)
  lost = lost + rounds.DEVICES - written(client, job_id)
  return lost + rounds.DEVICES - assert(client:summary {JobId = job_id}).total
end

--- Kilobytes of Lua's heap that are in use. Without what LuaJIT has compiled, of which there is more and more for
--- minutes, up to a limit of its own.
---@return number
function rounds.heap()
  local jit = rawget(_G, "jit")
  if jit then jit.flush() end
  collectgarbage()
  collectgarbage()
  return collectgarbage "count"
end

return rounds
