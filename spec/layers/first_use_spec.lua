-- What a program pays before its first task: the files that are read and compiled, and what they leave in the heap.
local heap = require "spec.support.heap"
local run = require "spec.support.lua_script"
local stub = require "spec.support.stub"

local PAGE = '{"Success":true,"Total":1,"PageSize":100,"CurrentPage":1,"Data":{"SimpleOTATaskInfo":[{"TaskId":"t",'
  .. '"JobId":"j","DeviceName":"d","TaskStatus":"FAILED"}]}}'

-- Global, so that nothing of it is collected.
local FIRST_TASK = [[
  client = require("aliota").new {
    endpoint = "%s", credentials = {access_key_id = "id", access_key_secret = "secret"},
  }
  tasks = client:tasks {JobId = "j"}
  assert(tasks:next().TaskId == "t")
]]

local LOADED = [[
  local names = {}
  for name in pairs(package.loaded) do
    if name:find "^aliota" or name == "cjson" or name == "lxp" then names[#names + 1] = name end
  end
  table.sort(names)
  print(table.concat(names, "\n"))
]]

local MOST_MODULES, MOST_KILOBYTES = 70, jit and 320 or 335

-- Each is of no use to a listing that meets nothing unusual.
local UNUSED = {
  "aliota.api.error_codes", "aliota.api.errors", "aliota.api.job", "aliota.api.operations", "aliota.call.mask",
  "aliota.call.regions", "aliota.call.retry", "aliota.call.xml", "aliota.client.batches", "aliota.client.listings",
  "aliota.client.operation_calls", "aliota.client.plans", "aliota.credentials.keys", "aliota.credentials.typed",
  "aliota.explain", "aliota.filter", "aliota.listing.counts", "aliota.listing.cursor", "aliota.listing.devices",
  "aliota.listing.iterator_chains", "aliota.listing.jobs", "aliota.listing.proof", "aliota.listing.selection",
  "aliota.report", "aliota.show.text", "aliota.util.did_you_mean", "aliota.util.json_codec", "aliota.util.utc",
  "aliota.watch", "cjson", "lxp",
}

describe("a first listing", function()
  local service
  setup(function() service = stub.start {["/"] = stub.answer(200, PAGE)} end)
  teardown(function() service:stop() end)

  it("loads few modules, and none that only other uses need", function()
    local output, status = run(FIRST_TASK:format(service.endpoint) .. LOADED)
    assert.equal(0, status, output)
    local count, loaded, unexpected = 0, {}, {}
    for name in output:gmatch "[^\n]+" do count, loaded[name] = count + 1, true end
    for _, name in ipairs(UNUSED) do unexpected[#unexpected + 1] = loaded[name] and name or nil end
    assert.same({}, unexpected)
    assert.truthy(loaded["aliota.client"] and loaded["aliota.listing.iterator"], output)
    assert.truthy(count <= MOST_MODULES, count .. " modules:\n" .. output)
  end)

  it("leaves little in the heap", function()
    local growth = heap.growth(("return function() %s end"):format(FIRST_TASK:format(service.endpoint)))
    assert.truthy(growth <= MOST_KILOBYTES, growth)
  end)

  it("finds no name unused that is none", function()
    for _, name in ipairs(UNUSED) do assert(pcall(require, name), name) end
  end)
end)
