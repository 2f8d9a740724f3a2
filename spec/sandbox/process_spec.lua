local cqueues = require "cqueues"
local socket = require "cqueues.socket"

local process = require "aliota.sandbox.process"
local shell = require "spec.support.shell"

local LUA = require "spec.support.interpreter"

local function answers(endpoint)
  local client = socket.connect("127.0.0.1", tonumber(endpoint:match("%d+$")))
  client:onerror(function(_, _, why) return why end)
  client:setmode("b", "b")
  client:write("GET / HTTP/1.0\r\n\r\n")
  client:flush()
  local line = client:read("*l")
  client:close()
  return line ~= nil
end

local function wait_until_silent(endpoint)
  local deadline = cqueues.monotime() + 60
  while answers(endpoint) do
    assert.is_true(cqueues.monotime() < deadline, "the sandbox outlives its parent")
    cqueues.poll(0.01)
  end
end

describe("process", function()
  it("serves until it is stopped, which may be asked twice", function()
    local handle = assert(process.start({job_id = "it's \"mine\""}, LUA))
    assert.is_true(answers(handle.endpoint))
    assert.equal("it's \"mine\"", handle.job_id)
    assert.equal("sandbox-access-key-id", handle.credentials.access_key_id)
    handle:stop()
    assert.is_false(answers(handle.endpoint))
    handle:stop()
  end)

  it("lets several run beside each other", function()
    local first, second = assert(process.start({}, LUA)), assert(process.start({}, LUA))
    first:stop()
    assert.is_true(answers(second.endpoint))
    second:stop()
  end)

  it("stops a forgotten one when it is collected", function()
    local endpoint = assert(process.start({}, LUA)).endpoint
    collectgarbage()
    collectgarbage()
    assert.is_false(answers(endpoint))
  end)

  it("ends with its parent, even when that is killed", function()
    local parent = io.popen(([[%s -e '
      local handle = assert(require("aliota.sandbox.process").start({}, "%s"))
      print(handle.endpoint)
      io.stdout:flush()
      os.execute("kill -9 $PPID")
    ' 2>&1]]):format(LUA, LUA))
    local endpoint = parent:read("*l")
    parent:close()
    assert.truthy(endpoint:find("^http://127%.0%.0%.1:%d+$"), endpoint)
    wait_until_silent(endpoint)
  end)

  it("says what the child said when it does not start", function()
    local running = assert(process.start({}, LUA))
    local port = tonumber(running.endpoint:match("%d+$"))
    local handle, err = process.start({port = port}, LUA)
    running:stop()
    assert.is_nil(handle)
    assert.truthy(err.message:find(("can't listen on 127.0.0.1:%d: Address already in use"):format(port), 1, true),
      err.message)
    assert.equal("sandbox", err.kind)
    assert.truthy(tostring(err):find("hint: it needs cqueues", 1, true), tostring(err))
  end)

  it("starts Lua 5.4 from LuaJIT, whose LUA_CPATH leads to modules of its own", function()
    local path = package.path:match "^([^;]*lua/%?%.lua;)" or package.path
    local output, status = shell.run(([[env -u LUA_PATH_5_4 -u LUA_CPATH_5_4 LUA_PATH='%s;;' \
      LUA_CPATH="$(luajit -e 'print(package.cpath)')" luajit -e '
        local handle = assert(require("aliota.sandbox.process").start {})
        print(handle.endpoint)
        handle:stop()']]):format(path))
    assert.equal(0, status, output)
    assert.truthy(output:find "^http://127%.0%.0%.1:%d+\n$", output)
  end)

  it("says so when there is no such interpreter, whatever its name", function()
    local handle, err = process.start({}, "no such 'lua'; exit 0")
    assert.is_nil(handle)
    assert.truthy(err.message:find("the sandbox did not start: .*no such 'lua'; exit 0"), err.message)
  end)
end)
