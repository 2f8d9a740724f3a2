-- The prompt at a terminal, from the first line to the last.
local data = require "spec.support.data"
local prompt = require "spec.support.prompt"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

if jit then return end -- the prompt is that of Lua 5.4, whoever drives it: once is enough

local COMMAND = "lua5.4 -e 'require \"aliota.repl\" ()'"

-- The same, in a world that begins when the recorded one did.
local RECORDED = [[lua5.4 -e '
  local sandbox = require "aliota.sandbox"
  local start = sandbox.start
  function sandbox.start(options)
    options.starts_at = 1767628800
    return start(options)
  end
  require "aliota.repl" ()']]

local CTRL_C, CTRL_D = "\3", "\4"

-- Without keys from where the specs run.
local NO_KEYS = {
  ALIBABA_CLOUD_ACCESS_KEY_ID = "", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "", ALIBABA_CLOUD_REGION_ID = "",
  ALIBABA_CLOUD_PROFILE = "", ALIOTA_ENDPOINT = "", JOB_ID = "", NO_COLOR = "",
}

local function typed(lines)
  local steps = {{read = "> "}}
  for _, line in ipairs(lines) do
    steps[#steps + 1] = {type = line .. "\n"}
    steps[#steps + 1] = {read = "\n> "}
  end
  steps[#steps + 1] = {type = CTRL_D}
  return steps
end

local function run(steps, options)
  options = options or {}
  return prompt {
    command = options.command or COMMAND, columns = options.columns, environment = options.environment or NO_KEYS,
    steps = steps,
  }
end

local TRANSCRIPT = {
  "tasks = client:tasks {JobId = job_id}", "tasks", "tasks:next()", "tasks", "tasks:count()",
  "failed = {JobId = job_id, TaskStatus = 'FAILED'}", "client:tasks(failed)", "_:take(2):collect()",
  "client:pages(failed)", "client:pages(failed):next()", "client:summary {JobId = job_id}",
  "aliota.report.reasons(client:tasks(failed))", "client:query_ota_job {JobId = job_id}",
  "client:query_ota_job {JobId = 'none'}", "client:tasks {JobId = 'none'}", "client:tasks {JobID = 'none'}",
  "names = {'device-000001', 'elsewhere'}", "client:devices {JobId = job_id, DeviceNames = names}",
  "for name in client:tasks(failed) do error(name) end", "aliota.help 'summary'", "client.summary",
  "1, nil, 'a\\27[2Jb', {JobId = 'x'}", "nil", "nil, nil", "1, 1, false",
  "print(1, nil, 2)", "sandbox:advance(3600)",
}

-- What is another one each time.
local function settled(text)
  return (text:gsub("127%.0%.0%.1:%d+", "127.0.0.1:PORT")
    :gsub("%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x", "REQUEST-ID")
    :gsub("Lua 5%.4%.%d+  Copyright[^\n]*", "Lua 5.4"):gsub("[^\n]*/lua/aliota/", "…/lua/aliota/")
    :gsub("\n[^\n]*…/lua/aliota/[^\n]*", "\n\t…"))
end

describe("the prompt", function()
  for _, columns in ipairs {60, 80, 160} do
    it(("reads as it was recorded, at %d columns"):format(columns), function()
      local result = run(typed(TRANSCRIPT), {columns = columns, command = RECORDED})
      local name, found = ("prompt_%d.txt"):format(columns), settled(result.text)
      if os.getenv "ALIOTA_RECORD" then -- after a change that is meant: look at what it writes
        local file = assert(io.open("spec/data/" .. name, "wb"))
        file:write(found)
        file:close()
      end
      assert.equal(data.read(name), found)
      assert.equal(0, result.status)
    end)
  end

  it("is begun by make repl, and ends with its sandbox", function()
    local result = run(typed {"client"}, {command = "make -s repl"})
    assert.equal(0, result.status)
    local port = result.text:match "127%.0%.0%.1:(%d+)"
    local _, status = shell.run(("curl -s --noproxy '*' --max-time 5 http://127.0.0.1:%s/"):format(port))
    assert.equal(7, status) -- nobody is there
  end)

  it("lives on after ^C, and so does its sandbox", function()
    local result = run {
      {read = "> "}, {type = "print('bu' .. 'sy') while true do end\n"}, {read = "busy"}, {type = CTRL_C},
      {read = "interrupted!"}, {read = "\n> "}, {type = CTRL_C .. "\n"}, {read = "\n> "},
      {type = "client:tasks {JobId = job_id}:count()\n"}, {read = "2500\r\n> "},
      {type = CTRL_D},
    }
    assert.equal(0, result.status)
  end)

  it("can give up a listing, and list again", function()
    local result = run {
      {read = "> "}, {type = "sandbox:chaos {latency = {ms = 20000}}\n"}, {read = "\n> "},
      {type = "print('bu' .. 'sy') print(client:tasks {JobId = job_id}:count())\n"}, {read = "busy"}, {type = CTRL_C},
      {read = "interrupted!"}, {read = "\n> "}, {type = "sandbox:chaos(false)\n"}, {read = "\n> "},
      {type = "client:tasks {JobId = job_id}:count()\n"}, {read = "\r\n2500\r\n> "}, {type = CTRL_D},
    }
    assert.equal(0, result.status)
  end)

  it("can give up what is being shown, and loses nothing of it", function()
    local result = run {
      {read = "> "}, {type = "tasks = client:tasks {JobId = job_id}\n"}, {read = "\n> "},
      {type = "sandbox:chaos {latency = {ms = 20000}}\n"}, {read = "\n> "},
      {type = "print('sho' .. 'wn') return tasks\n"}, {read = "shown"}, {type = CTRL_C},
      {read = "interrupted!"}, {read = "\n> "}, {type = "sandbox:chaos(false)\n"}, {read = "\n> "},
      {type = "tasks\n"}, {read = "device-000010"}, {read = "\n> "},
      {type = "tasks:count()\n"}, {read = "\r\n2500\r\n> "}, {type = CTRL_D},
    }
    assert.equal(0, result.status)
  end)

  it("shows the first look of a watch at once, and tells errors without what is inside the library", function()
    local result = run {
      {read = "> "}, {type = "client:watch {JobId = job_id}\n"}, {read = "as time goes by"}, {read = "\n> "},
      {type = "client:tasks {\n"}, {read = ">> "}, {type = "JobID = 1}\n"}, {read = "did you mean"},
      {read = "\n> "}, {type = "function f(x) return x.a.b end\n"}, {read = "\n> "}, {type = "x = f {}\n"},
      {read = "in f, stdin:1\r\n> "}, {type = "1 +* 2\n"}, {read = "unexpected symbol near"}, {read = "\n> "},
      {type = CTRL_D},
    }
    assert.equal(0, result.status)
    assert.truthy(result.text:find("CONFIRM +21 .*\n> client:tasks {\n>> JobID = 1}\ntasks: there is no"))
    assert.is_nil(result.text:find "%.lua")
    assert.is_nil(result.text:find "traceback")
  end)

  it("runs what comes from elsewhere than a terminal, over several lines", function()
    local text, status = shell.run("printf '2 *\\n3\\nfor i = 1, 2 do\\nprint(i) end' | NO_COLOR= " .. COMMAND)
    assert.truthy(text:find("\n> >> 6\n> >> 1\n2\n> \n$"), text)
    assert.equal(0, status)
  end)

  it("completes", function()
    local result = run {
      {read = "> "}, {type = "client:summ\t {Jo\tjob_id}.total\n"}, {read = "2500\r\n> "},
      {type = "client:tasks {JobId = job_id, TaskStatus = \"SUC\t}:count()\n"}, {read = "2163\r\n> "}, {type = CTRL_D},
    }
    assert.equal(0, result.status)
  end)

  it("says in a line what would complete, where that is missing", function()
    local hidden = [[env LUA_INIT='package.preload.readline = function()
      error("module \x27readline\x27 not found", 0) end' ]]
    local result = run({{read = "> "}, {type = CTRL_D}}, {command = hidden .. COMMAND})
    assert.equal(0, result.status)
    assert.truthy(result.text:find("\nNothing completes: the Lua module readline is missing; apt install lua-readline, "
      .. "or luarocks --lua-version 5.4 install readline\n", 1, true), result.text)
  end)

  describe("with keys in the environment", function()
    local service
    setup(function() service = assert(sandbox.start {devices = 30}) end)
    teardown(function() service:stop() end)

    local function environment(more)
      local variables = {
        ALIBABA_CLOUD_ACCESS_KEY_ID = service.credentials.access_key_id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET = service.credentials.access_key_secret, ALIBABA_CLOUD_REGION_ID = "",
        ALIOTA_ENDPOINT = service.endpoint, JOB_ID = service.job_id, no_proxy = "127.0.0.1",
      }
      for name, value in pairs(more or {}) do variables[name] = value end
      return variables
    end

    it("is on the account", function()
      local result = run(typed {"client:tasks {JobId = job_id}:count()", "sandbox"}, {environment = environment()})
      assert.truthy(result.text:find("on " .. service.endpoint:gsub("%p", "%%%0")), result.text)
      assert.truthy(result.text:find("\n30\n> sandbox\nnil\n", 1, true), result.text)
      assert.is_nil(result.text:find(service.credentials.access_key_secret, 1, true))
    end)

    it("says what is missing, and does not begin", function()
      local result = run({}, {environment = environment {ALIOTA_ENDPOINT = ""}})
      assert.equal(1, result.status)
      assert.truthy(result.text:find("aliota: no region is known", 1, true), result.text)
      assert.is_nil(result.text:find "traceback")
    end)
  end)
end)
