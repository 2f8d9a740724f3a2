-- The example as `make nginx-demo` runs it: its page in a real browser, its listings as streams.
local chromium = require "spec.support.chromium"
local cjson = require "cjson"
local daemon = require "spec.support.daemon"
local http = require "socket.http"
local nginx = require "spec.support.nginx"
local python = require "spec.support.python"
local remote = require "aliota.sandbox.remote"
local shell = require "spec.support.shell"
local socket = require "socket"

if jit then return end -- nginx runs LuaJIT itself, whoever drives it: once is enough

local describe = nginx.is_there and describe or pending -- luacheck: ignore 431

-- A shell waits at a pipe, whose end is what ends the demo.
local KEEPER = [[
trap : INT TERM
lua5.4 examples/nginx/demo.lua >%s 2>&1 </dev/null & pid=$!
read -r _
kill -TERM $pid; wait $pid; echo exit $? >>%s
]]

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "*a"
  file:close()
  return text
end

local function curl(options, address)
  return shell.run(("curl -sN --max-time 60 %s '%s'"):format(options, address))
end

describe("nginx example", function()
  local said, keeper, address, service, job_id
  setup(function()
    said = os.tmpname()
    keeper = io.popen(KEEPER:format(said, said), "w")
    local text = daemon.wait_until(function()
      local text = read(said)
      return (text:find "ends it" or text:find "rror") and text
    end)
    address, service = text:match "The page: +(http://[%d.:]+)", {endpoint = text:match "service: +(http://[%d.:]+)"}
    assert(address, text)
    job_id = text:match "JobId=(%w+)"
    daemon.wait_until(function() return select(2, http.request(address .. "/batches.json")) == 200 end)
  end)
  teardown(function()
    keeper:close()
    local text = read(said)
    os.remove(said)
    assert(text:find "exit 0\n$", text)
    assert(not socket.connect("127.0.0.1", address:match "%d+$"), "nginx is left")
    assert(not socket.connect("127.0.0.1", service.endpoint:match "%d+$"), "the sandbox is left")
  end)
  after_each(function() remote.chaos(service, false) end)

  local function tasks(format, more)
    return ("%s/tasks.%s?JobId=%s%s"):format(address, format, job_id, more or "")
  end

  describe("page", function()
    local it = chromium.is_there and it or pending -- luacheck: ignore 431

    it("is there without a script, and breaks no rule of its own", function()
      local page, console = chromium.visit(address .. "/", 1)
      assert.same({}, console)
      assert.truthy(page:find('aria%-valuetext="[%d.]+ %% through"'))
      assert.truthy(page:find(job_id, 1, true))
    end)

    it("looks like something, light and dark", function()
      local judge = [[
import json, struct, sys, zlib
png = sys.stdin.buffer.read()
print(json.dumps({"size": len(png), "is": png[:8] == b"\x89PNG\r\n\x1a\n"}))]]
      local light, dark = chromium.picture_of(address .. "/", "light"), chromium.picture_of(address .. "/", "dark")
      assert.not_equal(light, dark)
      for _, picture in ipairs {light, dark} do
        local seen = python(judge, picture)
        assert.truthy(seen.is and seen.size > 20000, seen.size) -- nothing but a colour has a tenth of that
      end
    end)
  end)

  describe("stream", function()
    it("has every task, as NDJSON and as CSV", function()
      local truth = remote.truth(service, {JobId = job_id})
      local names = {}
      for line in curl("", tasks "ndjson"):gmatch "[^\n]+" do names[#names + 1] = cjson.decode(line).DeviceName end
      assert.equal(#truth.rows, #names)
      local rows = python("import csv, io, json, sys\nprint(json.dumps(list(csv.DictReader(io.TextIOWrapper("
        .. "sys.stdin.buffer, newline='')))))", (curl("", tasks "csv")))
      table.sort(names)
      local listed = {}
      for i, row in ipairs(rows) do listed[i] = row.DeviceName end
      table.sort(listed)
      assert.same(names, listed)
    end)

    it("begins long before it ends", function()
      remote.reset(service)
      local pipe = io.popen(("curl -sN '%s'"):format(tasks "ndjson"))
      assert.truthy(cjson.decode(pipe:read "*l").DeviceName)
      local asked = remote.stats(service).requests
      local _, rest = pipe:read("*a"):gsub("\n", "")
      pipe:close()
      assert.equal(2499, rest)
      assert.truthy(asked < 25 and asked < remote.stats(service).requests)
    end)

    it("ends when the reader goes away", function()
      remote.reset(service)
      shell.run(("curl -sN '%s' | head -n 1"):format(tasks "ndjson"))
      local before = -1
      daemon.wait_until(function() -- the feed goes on, eight requests and a few more every ten seconds
        socket.sleep(0.5)
        local now = remote.stats(service).requests
        local is_quiet = now == before
        before = now
        return is_quiet
      end)
      assert.truthy(before < 20, before)
      assert.truthy(curl("", tasks("ndjson", "&TaskStatus=FAILED")):find '"TaskStatus":"FAILED"')
    end)

    it("answers what can't be listed with an error", function()
      local body, status = curl("-w '%{http_code}'", tasks("csv", "&TaskStatus=FAIL"))
      assert.same({0, true}, {status, body:find("did you mean", 1, true) ~= nil})
      assert.truthy(body:find "400$")
      body = curl("-w '%{http_code}'", address .. "/tasks.ndjson?JobId=nonesuch")
      assert.truthy(body:find "iot.ota.JobNotFound.*502$", body)
    end)

    it("shows an error after the first row to whoever reads", function()
      for format, last in pairs {ndjson = '"error":"ListOTATaskByJob: api error iot.some.Trouble', csv = "device%-"} do
        remote.chaos(service, {business_error = {code = "iot.some.Trouble", after = 12}})
        local text, status = curl("", tasks(format))
        remote.chaos(service, false)
        assert.equal(18, status, text) -- a transfer that broke off
        assert.truthy(text:match("([^\n]*)\n?$"):find(last), text:sub(-300))
      end
    end)
  end)
end)
