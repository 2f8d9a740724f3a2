-- How long listings that run at once hold an nginx worker: the longest time between two ticks of its timer of 5 ms, and
-- what all listings take together. arg: "listings", how many there are of one account without a quota; or "tenants",
-- how many accounts list at the pace of their quotas. Prints milliseconds: longest, late (99 of 100 ticks are sooner);
-- and seconds: total.
local core = require "aliota.core"
local daemon = require "spec.support.daemon"
local nginx = require "spec.support.nginx"
local page = require "bench.page"
local service = require "bench.nginx"
local shell = require "bench.shell"

local KIND, COUNT = arg[1], tonumber(arg[2])
local TASKS = KIND == "tenants" and 2500 or 1000 -- more than a second's quota, or less

local HTTP = [[
  lua_shared_dict ticks 1m;
  init_by_lua_block {
    aliota = require "aliota"
    function client_of(tenant)
      return aliota.new {
        endpoint = "http://127.0.0.1:%d", quota = %s, retries = 0,
        credentials = {access_key_id = "tenant" .. tenant, access_key_secret = "secret"},
      }
    end
    one = client_of "one"
  }
  init_worker_by_lua_block {
    local now, gaps, last = require("aliota.core").http.now, {}, nil
    function forget() gaps, last = {}, nil end
    function ticks() return table.concat(gaps, " ") end
    ngx.timer.at(0, function()
      while not ngx.worker.exiting() do
        ngx.sleep(0.005)
        local at = now()
        if last then gaps[#gaps + 1] = ("%%.1f"):format((at - last) * 1000) end
        last = at
      end
    end)
  }
]]

local SERVER = [[
  location = /list {
    content_by_lua_block {
      local rows, client = 0, ngx.var.arg_tenant and client_of(ngx.var.arg_tenant) or one
      for page in client:pages {JobId = "7glPHmaDYLAYMD1HHutT020000"} do rows = rows + #page.tasks end
      ngx.say(rows)
    }
  }
  location = /forget { content_by_lua_block { forget() ngx.say "forgotten" } }
  location = /ticks { content_by_lua_block { ngx.say(ticks()) } }
]]

local http = core.http.new()

-- The answers to requests that go out at once.
local function get_all(server, paths)
  local transfers, answers = {}, {}
  for i, path in ipairs(paths) do transfers[i] = http:queue {url = server.endpoint .. path, timeout = 120} end
  while http:active() > 0 do
    http:wait(0.5)
    http:step()
  end
  for i, transfer in ipairs(transfers) do answers[i] = assert(transfer:result()).body:gsub("\n$", "") end
  return answers
end

local function list(server)
  local paths = {}
  for i = 1, COUNT do paths[i] = "/list" .. (KIND == "tenants" and "?tenant=" .. i or "") end
  local started = core.http.now()
  for _, rows in ipairs(get_all(server, paths)) do assert(tonumber(rows) == TASKS, rows) end
  return core.http.now() - started
end

shell.output "taskset -cp 1 $PPID" -- this process, and the service
local batch <close> = service.start(page, TASKS, 1)
local server = nginx.start {
  http = HTTP:format(batch.port, KIND == "tenants" and "nil" or "false"), server = SERVER, log_level = "error",
}
local _ <close> = setmetatable({}, {__close = function() server:stop() end})
local worker = daemon.wait_until(function() return server:workers()[1] end)
shell.output(("taskset -cp 0 %d"):format(worker))
get_all(server, {"/list", "/forget"})
local total = list(server)
local gaps = {}
for gap in get_all(server, {"/ticks"})[1]:gmatch "%S+" do gaps[#gaps + 1] = tonumber(gap) end
table.sort(gaps)
print("longest " .. gaps[#gaps])
print("late " .. gaps[math.ceil(#gaps * 0.99)])
print("total " .. total)
