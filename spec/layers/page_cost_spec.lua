-- What a page costs besides its rows, counted: a request, its answer and the listing are made of few objects, and
-- nothing is made that nobody looks at. The bounds are a little above what was counted when they were set.
local heap = require "spec.support.heap"
local page = require "bench.page"
local stub = require "spec.support.stub"

local LISTING = [[
  local client = require("aliota").new {
    endpoint = "%s", quota = false, credentials = {access_key_id = "id", access_key_secret = "secret"}, %s
  }
  return function() assert(#assert(client:pages("7glPHmaDYLAYMD1HHutT020000"):next()).tasks == 100) end
]]
-- The rows alone.
local DECODING = [[
  local json, page, task = require("aliota.core").json, require "bench.page", require "aliota.api.task"
  return function() json.decode(page, true, task, true) end
]]

describe("a page of a listing", function()
  local server
  setup(function() server = stub.start {["/"] = stub.answer(200, page)} end)
  teardown(function() server:stop() end)

  local function cost(options)
    return heap.cost(LISTING:format(server.endpoint, options or ""))
  end

  it("allocates little more than its rows", function()
    local bytes = cost() - heap.cost(DECODING)
    assert.is_true(bytes > 0 and bytes < 18600, ("%d bytes"):format(bytes))
  end)

  it("takes few instructions", function()
    local _, instructions = cost()
    assert.is_true(instructions > 0 and instructions < 3850, ("%d instructions"):format(instructions))
  end)

  it("makes no event where nobody listens", function()
    local bytes = cost "on_event = function() end" - cost()
    assert.is_true(bytes > 400, ("%d bytes are the tables of three events"):format(bytes))
  end)
end)
