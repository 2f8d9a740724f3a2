-- Transfers that are queued, sent, received, cancelled, abandoned and closed, and answers that are read in place.
local core = require "aliota.core"

local url = ...
local http = core.http.new()

local function request(path, body)
  return http:queue {
    url = url .. path, method = body and "POST" or "GET", body = body, headers = {"X-A: b", "X-C: d"},
    timeout = 60, proxy = "",
  }
end

local function finish(transfer)
  while not transfer:done() do
    http:wait(0.05)
    http:step()
  end
  return transfer:result(true)
end

-- Whatever fails, libcurl must say so, rather than go on without what it lacks until time is out. Before 8.6 it says of
-- a line that is too long that it has no memory, so that is what an answer may be called that memory is lacking for.
local function check_failure(failure, is_answered)
  check(failure.category ~= "timeout" and (is_answered or failure.category ~= "too large"), failure.category)
  return nil, failure.message
end

local function fetch(path, body)
  local answer, failure = finish(request(path, body))
  if not answer then return check_failure(failure, true) end
  check(answer.status == 200 and answer.headers["content-type"] == "application/json")
  local value = check(core.json.decode(answer.body))
  check(#value.Data == 40 and value.Data[40].note == ("x"):rep(400))
  check(#answer.body:head(10) == 10 and #tostring(answer.body) == #answer.body)
  answer.body:close()
  return true
end

-- One is cancelled when its request is sent, one is left to the collector, and popped if it has failed.
local function cancel()
  local transfer = request "/silent"
  while not (transfer:sent() or transfer:done()) do
    http:wait(0.05)
    http:step()
  end
  transfer:cancel()
  local _, failure = transfer:result()
  check_failure(failure)
  request "/silent"
  while http:pop() do end
end

local function open_and_close()
  local other = core.http.new()
  other:fd()
  local transfer = other:queue {url = url .. "/plain", proxy = ""}
  other:alarm(5)
  other:step()
  other:close()
  local _, failure = transfer:result()
  check_failure(failure)
end

return function()
  for _, asked in ipairs {{"/plain"}, {"/plain", "body"}, {"/gzip"}, {"/chunked"}} do
    local ok, message = fetch(asked[1], asked[2])
    if not ok then return nil, message end
  end
  cancel()
  open_and_close()
  return true
end
