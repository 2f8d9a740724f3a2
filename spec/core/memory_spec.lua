-- Memory may run out at every single allocation: each must end in an error, never in a crash or a leak (which the
-- sanitised build would report).
local core = require "aliota.core"
local data = require "spec.support.data"
local native = require "native"

local function sweep(run)
  for allocations = 0, 100000 do
    collectgarbage()
    local ok, result = native.starve(allocations, run)
    if ok then return allocations, result end
    assert.truthy(tostring(result):find "memory", tostring(result))
  end
  error "memory for 100,000 allocations was not enough"
end

describe("aliota.core, when memory runs out,", function()
  it("decodes JSON or fails", function()
    local text = data.read "list_ota_task_by_job.json" .. ("\n"):rep(10)
    local _, value = sweep(function() return core.json.decode(text) end)
    assert.equal(2, #value.Data.SimpleOTATaskInfo)
    sweep(function() return core.json.decode '[{"a":"\\u00e9\\n","b":[1,2.5,{"c":null}]},{"a":"\\u00e9\\n"}]' end)
    sweep(function() return core.json.decode '{"a":1' == nil end)
  end)

  it("signs or fails", function()
    local params = {JobId = "job", ["DeviceNames.1"] = "a b", ["DeviceNames.2"] = "c"}
    sweep(function() return (core.sign.v1("POST", params, "secret")) end)
    sweep(function() return (core.sign.v3("POST", "/", params, {Host = "h", ["x-acs-date"] = "d"}, "p", "secret")) end)
    sweep(function() return core.sign.encode "a b" end)
  end)

  it("keeps fingerprints, dumps and loads them, or fails", function()
    local texts = {}
    for i = 1, 200 do texts[i] = "task-" .. i end
    local _, dump = sweep(function()
      local set = core.fingerprints.new()
      for _, text in ipairs(texts) do set:add(text) end
      return set:dump()
    end)
    local _, loaded = sweep(function() return core.fingerprints.load(dump) end)
    assert.equal(200, #loaded)
    local _, rest = sweep(function() return core.fingerprints.load(dump, core.fingerprints.load(dump)) end)
    assert.equal(0, #rest)
  end)

  it("keeps new rows, or fails with rows and set as they were", function()
    local set, rows = core.fingerprints.new(), {}
    for i = 1, 48 do set:add("task-" .. i) end -- as many as fit before it has to grow
    for i = 1, 20 do rows[i] = {TaskId = "task-" .. 40 + i} end
    local _, ids = sweep(function() return core.fingerprints.of(rows, "TaskId") end)
    local _, removed = sweep(function()
      assert(#set == 48 and #rows == 20, "a failure left its traces")
      return set:keep_new(rows, ids)
    end)
    assert.equal(8, removed)
    assert.equal("task-49", rows[1].TaskId)
    assert.same({12, 60}, {#rows, #set})
  end)

  it("queues transfers and closes, or fails", function()
    sweep(function()
      local http = core.http.new()
      local transfer = http:queue {url = "http://127.0.0.1:1/", headers = {"A: b"}, method = "POST", body = "x"}
      while not transfer:done() do
        http:step()
        http:wait(0.01)
      end
      local _, failure = transfer:result()
      http:close()
      return failure.category
    end)
  end)

  -- Lua gives up a finaliser that it has no memory to call, and takes the object back all the same. In a state of its
  -- own, where nothing else waits to be finalised.
  it("ends what Lua could not finalise as if somebody still waited for it", function()
    native.in_state [[
      local core, native = require "aliota.core", require "native"
      local lost = 0
      local function collect(allocations, ...) return native.starve(allocations, collectgarbage), ... end
      -- With some arguments the stack is full, and would have to grow for the call; the frame itself is another block.
      local function try(...)
        local http = core.http.new()
        http:queue {url = "http://127.0.0.1:1/", proxy = ""}
        coroutine.wrap(collect)(...)
        collectgarbage()
        collectgarbage()
        lost = lost + http:active()
        while http:active() > 0 do
          http:step()
          http:wait(0.01)
        end
        assert(http:pop() == nil, "somebody had it")
        http:close()
      end
      local slots = {}
      for i = 1, 12 do
        slots[i] = i
        for allocations = 0, 1 do try(allocations, (table.unpack or unpack)(slots)) end
      end
      assert(lost > 0, "each could be finalised")
    ]]
  end)
end)
