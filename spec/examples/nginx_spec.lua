-- The example as `make nginx-demo` runs it: its page in a real browser, its listings as streams.
local chromium = require "spec.support.chromium"
local cjson = require "cjson"
local daemon = require "spec.support.daemon"
local http = require "socket.http"
local nginx = require "spec.support.nginx"
local python = require "spec.support.python"
local remote = require "aliota.sandbox.remote"
local sandbox = require "aliota.sandbox"
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
  return shell.run(("curl -sN --max-time 300 %s '%s'"):format(options, address))
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

  -- A TCP connection's end as curl tells it, and how many lines came before.
  local function lines_of(options, from)
    local text, status = curl(options, from)
    return select(2, text:gsub("\n", "")), status
  end

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

    it("lets one reader at a time in, whoever it is, and the next one when that has left", function()
      remote.chaos(service, {latency = {ms = 5000, after = 1, count = 3}}) -- so that a busy machine meets the first one
      local pipe = io.popen(("exec curl -sN '%s'"):format(tasks "csv"))
      pipe:read "*l"
      assert.truthy(curl("-w '%{http_code}'", tasks "csv"):find "429$")
      pipe:close() -- curl can't write any more
      daemon.wait_until(function()
        return curl("-w '%{http_code}'", tasks("ndjson", "&TaskStatus=FAILED")):find "200$"
      end)
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
        -- Of 26 requests of the listing; the feed may ask 18 at any moment.
        remote.chaos(service, {business_error = {code = "iot.some.Trouble", after = 22}})
        local text, status = curl("", tasks(format))
        remote.chaos(service, false)
        assert.equal(18, status, text) -- a transfer that broke off
        assert.truthy(text:match("([^\n]*)\n?$"):find(last), text:sub(-300))
      end
    end)
  end)

  -- What nginx speaks to a server behind it, unless it is told otherwise.
  describe("stream over HTTP/1.0", function()
    local front
    setup(function() front = nginx.start {server = ("location / { proxy_pass %s; }"):format(address)} end)
    teardown(function() front:stop() end)

    local function in_front(format) return (tasks(format):gsub("^http://[%d.:]+", front.endpoint)) end

    it("has every task, and begins long before it ends", function()
      remote.reset(service)
      local pipe = io.popen(("curl -sN --http1.0 '%s'"):format(tasks "csv"))
      assert.truthy(pipe:read("*l"):find "DeviceName")
      local asked = remote.stats(service).requests
      local _, rest = pipe:read("*a"):gsub("\n", "")
      pipe:close()
      assert.equal(2500, rest)
      assert.truthy(asked < 25, asked)
    end)

    it("has every task behind a proxy, and can tell it that it breaks off", function()
      for format, lines in pairs {ndjson = 2500, csv = 2501} do
        assert.same({lines, 0}, {lines_of("", in_front(format))})
        for from, status in pairs {[in_front(format)] = 18, ["--http1.0 " .. tasks(format)] = 56} do
          -- Of 26 requests of the listing; the feed may ask 18 at any moment.
        remote.chaos(service, {business_error = {code = "iot.some.Trouble", after = 22}})
          local options, to = from:match "^(.-) ?(http:.*)$"
          local came, ended = lines_of(options, to)
          remote.chaos(service, false)
          assert.equal(status, ended, from) -- 18: before its last chunk, 56: by a reset
          assert.truthy(came < lines, came)
        end
      end
    end)
  end)
end)

-- The configuration with its lines on visitors out of their comments; the feed's service is not there.
describe("nginx example's visitors", function()
  it("see what they may, by name and password", function()
    local text = read "examples/nginx/nginx.conf":gsub("%-%- (local batches_of)", "%1")
      :gsub("%-%- (authorise = )", "%1"):gsub("# (auth_basic )", "%1")
    local server = nginx.start {
      top = "env ALIOTA_ENDPOINT=http://127.0.0.1:1; env JOB_IDS=a,b;",
      http = text:match "\n(  lua_shared_dict.-)\n  server {",
      server = text:match "listen 127.0.0.1:8080;(.-)\n    location ~",
      files = {visitors = "manager:{PLAIN}m\nlamps:{PLAIN}l\nguest:{PLAIN}g\n"},
    }
    finally(function() server:stop() end)
    local function batches_of(path, user)
      local body, status = curl("-w '%{http_code}'" .. (user and " -u " .. user or ""), server.endpoint .. path)
      assert.equal(0, status)
      local seen = {body:match "(%d+)$"}
      for _, id in ipairs {"a", "b"} do
        if body:find(('"%s"'):format(id)) or body:find((">%s<"):format(id)) then seen[#seen + 1] = id end
      end
      return table.concat(seen, " ")
    end
    for _, path in ipairs {"/", "/batches.json"} do
      assert.same({"503 a b", "503 a", "403"}, {batches_of(path, "manager:m"), batches_of(path, "lamps:l"),
        batches_of(path, "guest:g")})
      assert.same({"401", "401"}, {batches_of(path, "manager:l"), batches_of(path)})
    end
    assert.equal("200 a b", batches_of "/metrics")
  end)
end)

-- The example's handler before a service that nobody else asks.
describe("nginx example's stream", function()
  local service, server
  setup(function()
    service = assert(sandbox.start {devices = 2500})
    local client = ([[init_worker_by_lua_block {
      client = require "aliota".new {
        endpoint = "%s", credentials = {access_key_id = "%s", access_key_secret = "%s"}, qps = 5,
      }
    }]]):format(service.endpoint, service.credentials.access_key_id, service.credentials.access_key_secret)
    local configuration = read "examples/nginx/nginx.conf"
    server = nginx.start {
      files = {["stream.lua"] = read "examples/nginx/stream.lua"},
      http = client .. configuration:match "\n *limit_conn_zone [^\n]+",
      server = configuration:match "\n(    location ~ %^/tasks.-\n    })"
        .. "location /held/tasks. { lua_check_client_abort on; content_by_lua_file stream.lua; }",
    }
  end)
  teardown(function()
    server:stop()
    service:stop()
  end)
  before_each(function() service:reset() end)
  after_each(function() service:chaos(false) end)

  local function tasks(format) return ("%s/tasks.%s?JobId=%s"):format(server.endpoint, format, service.job_id) end

  it("asks for no more when the reader goes away", function()
    for _, version in ipairs {"--http1.1", "--http1.0"} do
      service:reset()
      shell.run(("curl -sN %s '%s' | head -n 1"):format(version, tasks "ndjson"))
      daemon.wait_until(function() -- the place is free again
        return not curl("-w '%{http_code}'", tasks "csv" .. "&TaskStatus=FAIL"):find "429$"
      end)
      local asked = service:stats().requests
      socket.sleep(1.5) -- seven more pages, if anybody asked for them
      assert.equal(asked, service:stats().requests)
      assert.truthy(asked < 25, asked)
    end
  end)

  it("tells without a listing whether there could be one", function()
    assert.truthy(curl("-I", tasks "csv"):find("200 OK.*X%-Accel%-Buffering: no"))
    assert.equal(1, service:stats().requests)
    assert.truthy(curl("-I", server.endpoint .. "/tasks.csv?JobId=nonesuch"):find " 502 ")
  end)

  it("has its length, or there is no answer, where nginx holds what is for HTTP/1.0 until its end", function()
    local from = tasks("csv"):gsub("/tasks", "/held/tasks")
    local text, status = curl("-i --http1.0", from)
    local length, body = text:match "Content%-Length: (%d+).-\r\n\r\n(.*)$"
    assert.same({0, tonumber(length)}, {status, #body})
    assert.equal(2501, select(2, body:gsub("\n", "")))
    service:chaos {business_error = {code = "iot.some.Trouble", after = 12}}
    text, status = curl("-i --http1.0", from)
    assert.same({"", 52}, {text, status}) -- an empty reply
  end)
end)
