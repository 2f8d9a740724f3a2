local loop = require "aliota.loop"
local new_dict = require "spec.support.shared_dict"
local new_store = require("aliota.nginx.store").new
local turns = require "aliota.nginx.listed.turns"

describe("nginx.listed.turns", function()
  local dict, store, count
  local now = loop.now
  before_each(function()
    dict, count = new_dict(), 0
    store = new_store(dict, "default")
    function loop.now() return dict.now + 1000 end
  end)
  after_each(function() loop.now = now end)

  local function take(job_id, format)
    count = count + 1
    return turns.take(store, {JobId = job_id, format = format or "html", TaskStatus = "FAILED"}, "m" .. count)
  end

  it("are two at a time, and one of each batch and format", function()
    local first = take "a"
    assert.same({nil, 5}, {take "a"})
    assert.truthy(take("a", "csv"))
    assert.is_nil((take "b"))
    first:leave()
    assert.truthy(take "b")
  end)

  it("can't begin again at once, nor after a worker that died before its time is over", function()
    local turn = take "a"
    turn:leave()
    assert.is_nil((take "a"))
    dict.now = dict.now + 5
    assert.truthy(take "a") -- and dies
    dict.now = dict.now + 29
    assert.is_nil((take "a"))
    dict.now = dict.now + 1
    assert.truthy(take "a")
  end)

  it("last as long as they are kept, and give nothing of others up", function()
    local turn, other = take "a", take "b"
    for _ = 1, 3 do
      dict.now = dict.now + 20
      turn:keep()
      other:keep()
    end
    assert.is_nil((take "a"))
    turn:leave()
    local third = take "c"
    turn:leave()
    assert.is_nil((take "d"))
    third:leave()
    assert.truthy(take "d")
  end)
end)
