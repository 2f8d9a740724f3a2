-- Lists of tasks of a feed in a real nginx, before a real sandbox.
local daemon = require "spec.support.daemon"
local html = require "spec.support.html"
local http = require "socket.http"
local nginx = require "spec.support.nginx"
local python = require "spec.support.python"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

if jit then return end -- nginx runs LuaJIT itself, whoever drives it: once is enough

local describe = nginx.is_there and describe or pending -- luacheck: ignore 431

local LOCATIONS = [[
  location = / { content_by_lua_block { feed:page() } }
  location ~ ^/failed {
    lua_check_client_abort on;
    lua_http10_buffering off;
    reset_timedout_connection on;
    content_by_lua_block { feed:tasks() }
  }
  location = /active { content_by_lua_block { ngx.print(require("aliota.loop").http():active()) } }
  location = /again {
    content_by_lua_block {
      local dict = ngx.shared.aliota
      for _, key in ipairs(dict:get_keys(0)) do
        if key:find(":listing:", 1, true) then dict:delete(key) end
      end
    }
  }
]]

local HTTP = [[
  lua_shared_dict aliota 1m;
  init_worker_by_lua_block {
    feed = require("aliota.nginx").start {
      dict = "aliota", batches = {"%s", "secret"}, interval = 3600, failures = 0, names = false, tasks = "/failed",
      client = {
        endpoint = "%s", proxy = false, credentials = {access_key_id = "%s", access_key_secret = "%s"}, retries = 0,
      },
      authorise = function()
        return ngx.var.arg_name ~= "nobody" and {"%s", ngx.var.arg_name == "boss" and "secret" or nil}
      end,
    }
  }
]]

describe("nginx feed's tasks", function()
  local service, server
  setup(function()
    service = assert(sandbox.start {devices = 2500})
    local keys = service.credentials
    server = nginx.start {server = LOCATIONS, http = HTTP:format(service.job_id, service.endpoint, keys.access_key_id,
      keys.access_key_secret, service.job_id)}
    daemon.wait_until(function() return http.request(server.endpoint .. "/"):find "FAILED" end)
  end)
  teardown(function()
    server:stop()
    service:stop()
  end)
  before_each(function()
    service:chaos(false)
    http.request(server.endpoint .. "/again")
  end)

  local function address(path, more)
    return ("%s%s?JobId=%s%s"):format(server.endpoint, path, service.job_id, more or "")
  end

  local function get(path, more)
    local body, status, headers = http.request(address(path, more))
    assert(body, status)
    return body, status, headers
  end

  local function curl(options, path, more)
    return shell.run(("curl -sN --max-time 60 %s '%s'"):format(options, address(path, more)))
  end

  local function failed()
    local names = {}
    for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
      names[#names + 1] = row.TaskStatus == "FAILED" and row.DeviceName or nil
    end
    table.sort(names)
    return names
  end

  it("are linked from the page, and have what failed, as a page and as CSV", function()
    local links = {}
    for path in http.request(server.endpoint .. "/"):gmatch 'href="(/[^"]*)"' do links[#links + 1] = path end
    assert.same({"/failed?JobId=" .. service.job_id, "/failed.csv?JobId=" .. service.job_id}, links)
    local page, status, headers = get "/failed"
    assert.same({200, "text/html; charset=utf-8", "no-store"},
      {status, headers["content-type"], headers["cache-control"]})
    local policy = headers["content-security-policy"]
    assert.truthy(policy:find("default-src 'none'; style-src 'sha256-", 1, true) and not policy:find "script")
    local names, shown = {}, html.read(page)
    for i, cell in ipairs(html.find(html.find(shown, "tbody")[1], ".DeviceName")) do names[i] = cell.text end
    table.sort(names)
    assert.same(failed(), names)
    assert.truthy(shown.text:find("99 of 99 tasks, complete", 1, true))
    local csv, _, told = get "/failed.csv"
    assert.equal(('attachment; filename="failed-%s.csv"'):format(service.job_id), told["content-disposition"])
    local rows = python("import csv, io, json, sys\nprint(json.dumps([row['DeviceName'] for row in "
      .. "csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, newline=''))]))", csv)
    table.sort(rows)
    assert.same(failed(), rows)
    assert.truthy(get("/failed.csv", "&TaskStatus=CANCELED"):find "CANCELED")
  end)

  it("keep every text in its place", function()
    service:chaos {hostile_text = {rows = 100}}
    local shown = html.read((get "/failed"))
    assert.equal(99, #html.find(html.find(shown, "tbody")[1], "tr"))
    for _, name in ipairs {"script", "img", "b"} do assert.same({}, html.find(shown, name)) end
    local csv = get "/failed.csv"
    for line in csv:gmatch "[^\r\n]+" do assert.is_nil(line:find '^"?[=+@-]', line) end
  end)

  it("are for those who may see the batch", function()
    assert.equal(403, select(2, get("/failed", "&name=nobody")))
    local before = service:stats().requests
    for name, expected in pairs {boss = 502, clerk = 404} do
      local body, status = http.request(("%s/failed?JobId=secret&name=%s"):format(server.endpoint, name))
      assert.equal(expected, status)
      assert.truthy(html.read(body).text:find(expected == 404 and "There is no such batch here."
        or "iot.ota.JobNotFound; the log of the server tells more", 1, true))
    end
    assert.equal(before + 1, service:stats().requests)
    assert.same({400, 400}, {select(2, get("/failed", "&JobId=x")), (select(2, get("/failed", "&TaskStatus=x")))})
  end)

  it("are not had again at once, and cost nothing then", function()
    get "/failed"
    local before = service:stats().requests
    local body, status, headers = get "/failed"
    assert.same({429, "5", before}, {status, headers["retry-after"], service:stats().requests})
    assert.truthy(html.read(body).text:find("try again in 5 s", 1, true))
    assert.equal(200, select(2, get "/failed.csv"))
    assert.truthy(curl("-I", "/failed"):find "200 OK") -- tells without a listing that there could be one
  end)

  it("begin long before they end, and end when the visitor goes away", function()
    for _, version in ipairs {"--http1.1", "--http1.0"} do
      http.request(server.endpoint .. "/again")
      service:chaos {latency = {ms = 8000, after = 6}} -- pages that are far more than a pipe holds, then none for long
      local before = service:stats().requests
      shell.run(("curl -sN %s '%s' | head -n 60"):format(version, address("/failed", "&TaskStatus=SUCCEEDED")))
      daemon.wait_until(function() return http.request(server.endpoint .. "/active") == "0" end)
      service:chaos(false)
      local asked = service:stats().requests - before
      assert.truthy(asked < 18, asked) -- of 23
      assert.truthy(select(2, get("/failed", "&TaskStatus=QUEUED")) == 200) -- the place is free
    end
  end)

  it("say at the end that they are not complete, and break the CSV off", function()
    service:chaos {business_error = {code = "iot.some.Trouble", after = 3}}
    local page, status = get("/failed", "&TaskStatus=SUCCEEDED")
    assert.equal(200, status)
    local shown = html.read(page)
    assert.truthy(#html.find(html.find(shown, "tbody")[1], "tr") >= 100)
    assert.truthy(shown.text:find("The list ends here, and is not complete.api error iot.some.Trouble;", 1, true))
    service:chaos {business_error = {code = "iot.some.Trouble", after = 3}}
    local csv, ended = curl("", "/failed.csv", "&TaskStatus=SUCCEEDED")
    assert.equal(18, ended) -- a transfer that broke off
    assert.truthy(csv:find "INCOMPLETE: api error iot.some.Trouble,[^\n]*\r\n$", csv:sub(-300))
    assert.truthy(server:log():find('aliota feed "default": the tasks of ' .. service.job_id, 1, true))
  end)
end)
