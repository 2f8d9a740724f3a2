local core = require "aliota.core"
local nginx = require "spec.support.nginx"
local run = require "spec.support.lua_script"
local stub = require "spec.support.stub"

local SCRIPT = [[
package.preload["aliota.one"] = function()
  print "one is loaded"
  return {double = function(value) return 2 * value end, text = "text"}
end
package.preload["aliota.two"] = function()
  print "two is loaded"
  return function(...) return select("#", ...), ... end
end
package.preload["aliota.three"] = function() print "three is loaded" return {} end
local lazy = require "aliota.util.lazy"
local one, two, three = lazy "aliota.one", lazy "aliota.two", lazy "aliota.three"
print "nothing yet"
print(one.double(4), one.text, one.other)
print(two(nil, "a", nil))
print(pcall(function() return lazy "aliota.nothing".member end))
print(package.loaded["aliota.three"])
package.preload["aliota.nothing"] = function() print "nothing is loaded" return {} end
lazy.load_all()
]]

describe("a lazy module", function()
  it("is loaded when it is used, or all are", function()
    local output, status = run(SCRIPT)
    assert.equal(0, status, output)
    local missing = output:match "false\t([^\n]*aliota%.nothing[^\n]*)"
    assert.truthy(missing:find("module 'aliota.nothing' not found", 1, true), output)
    local said = {}
    for line in output:gmatch "[^\n]+" do
      if not line:find "^\t" and not line:find "^false" then said[#said + 1] = line end
    end
    assert.same({
      "nothing yet", "one is loaded", "8\ttext\tnil", "two is loaded", "3\tnil\ta\tnil", "nil", "three is loaded",
      "nothing is loaded",
    }, said)
  end)
end)

if jit or not nginx.is_there then return end -- nginx runs LuaJIT itself, so once is enough

local PAGE = '{"Success":true,"Total":1,"PageSize":100,"CurrentPage":1,"Data":{"SimpleOTATaskInfo":[{"TaskId":"t",'
  .. '"JobId":"j","DeviceName":"d","TaskStatus":"FAILED","Progress":"50"}]}}'
local XML = "<?xml version='1.0' encoding='UTF-8'?><ListOTATaskByJobResponse><Success>true</Success><Total>0</Total>"
  .. "</ListOTATaskByJobResponse>"

local HTTP = [[
  init_by_lua_block {
    aliota = require "aliota"
    require "aliota.nginx"
    client = aliota.new {
      endpoint = "%s", credentials = {access_key_id = "id", access_key_secret = "secret"}, quota = false, retries = 1,
    }
    before = {}
    for name in pairs(package.loaded) do before[name] = true end
  }
]]

-- One of a worker's uses, with what it meets; then the modules that came with it and those before.
local SERVER = [[
  location = / { content_by_lua_block {
    local work = {
      good = function() return tostring(client:tasks("j"):next()) end,
      retried = function() return client:tasks("retried"):next() end,
      refused = function() return tostring(select(2, client:query_ota_job {JobId = "j"})) end,
      misspelt = function() return select(2, pcall(client.call, client, "QueryOTAJop", {})) end,
      unknown = function() return select(2, pcall(client.tasks, client, {JobId = "j", TaskStatu = "FAILED"})) end,
      chosen = function() return client:tasks({JobId = "j", where = {TaskStatus = "FAILED"}}):count() end,
      grouped = function() return client:tasks("j"):where({DeviceName = "d"}):group_by "TaskStatus" end,
      named = function() return client:devices({JobId = "j", DeviceNames = {"d"}}):next() end,
      counted = function() return tostring(client:summary "j") end,
      watched = function() return client:watch({JobId = "j", deadline = 60}):next() end,
      listed = function() return client:jobs({FirmwareId = "f"}):next() end,
      board = function() return client:board "j" end,
      planned = function() return client:plan_retry "j" end,
      explained = function() return tostring(client:explain("QueryOTAJob", {JobId = "j"})) end,
      cursor = function()
        local tasks = client:tasks "j"
        tasks:next()
        return client:tasks({JobId = "j", resume = tasks:cursor()}):next()
      end,
      chain = function() return aliota.chain(client:tasks "j"):count() end,
      of_profile = function()
        return tostring(select(2, aliota.new({credentials = {type = "cli_profile"}}):query_ota_job {JobId = "j"}))
      end,
      of_region = function() return aliota.new {region = "cn-shangai", qps = 5} end,
    }
    local f, came = work[ngx.var.arg_work], {}
    if f then f() end
    for name in pairs(package.loaded) do
      if not before[name] then came[#came + 1] = name end
    end
    ngx.say(f and "done" or "no such work", " ", table.concat(came, " "))
  } }
]]

local WORKS = {
  "good", "retried", "refused", "misspelt", "unknown", "chosen", "grouped", "named", "counted", "watched", "listed",
  "board", "planned", "explained", "cursor", "chain", "of_profile", "of_region",
}

local function get(http, url)
  local transfer = http:queue {url = url, timeout = 60}
  while not transfer:done() do
    http:wait(0.5)
    http:step()
  end
  return assert(transfer:result()).body
end

describe("in nginx", function()
  it("a worker loads no module with a listing, a call, an error or a retry", function()
    local service = stub.start {["/"] = {
      stub.answer(503, "busy"), stub.answer(200, PAGE), stub.answer(200, XML),
      stub.answer(403, '{"Code":"Forbidden.RAM","Message":"no"}'), stub.answer(200, PAGE),
    }}
    local server = nginx.start {http = HTTP:format(service.endpoint), server = SERVER}
    local http, told = core.http.new(), {}
    for _, work in ipairs(WORKS) do
      local said = get(http, server.endpoint .. "/?work=" .. work):gsub("\n", "")
      if said ~= "done " then told[#told + 1] = work .. ": " .. said end
    end
    http:close()
    server:stop()
    service:stop()
    assert.same({}, told)
  end)
end)
