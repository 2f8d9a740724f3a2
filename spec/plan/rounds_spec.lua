local kinds = require "aliota.plan.kinds"
local rounds = require "aliota.plan.rounds"

-- So many items of each batch.
local function items_of(...)
  local items = {}
  for _, count in ipairs {...} do
    local batch = {}
    for _ = 1, count do items[#items + 1] = {batch = batch} end
  end
  return items
end

local function sizes(pieces)
  local list = {}
  for i, piece in ipairs(pieces) do
    list[i] = #piece
    for _, item in ipairs(piece) do assert.equal(piece[1].batch, item.batch) end
  end
  return list
end

describe("plan.rounds", function()
  it("are of one batch, and as large as a look or a call", function()
    assert.same({50, 50, 20, 30}, sizes(rounds.of(kinds.retry, items_of(120, 30))))
    assert.same({200, 1, 5}, sizes(rounds.of(kinds.cancel, items_of(201, 5))))
    assert.same({1, 1}, sizes(rounds.of(kinds.cancel_batch, items_of(1, 1))))
    assert.same({}, rounds.of(kinds.retry, {}))
  end)

  it("have calls as large as the operation takes", function()
    assert.same({10, 10, 3, 7}, sizes(rounds.calls(kinds.retry, items_of(23, 7))))
    assert.same({150}, sizes(rounds.calls(kinds.cancel, items_of(150))))
    assert.same({1, 1}, sizes(rounds.calls(kinds.cancel_batch, items_of(1, 1))))
  end)

  local function requests(kind, items)
    local counts = {}
    for _, request in ipairs(rounds.requests(kind, items)) do counts[request.operation.name] = request.count end
    return counts
  end

  it("take a request for each fifty devices, and again where a yes is not enough", function()
    assert.same({ListOTATaskByJob = 4, ReupgradeOTATask = 13}, requests(kinds.retry, items_of(120, 1)))
    assert.same({ListOTATaskByJob = 10, CancelOTATaskByDevice = 2}, requests(kinds.cancel, items_of(201)))
  end)

  it("take a call each for a whole batch, and a look at it", function()
    local items = {{action = "CancelOTAStrategyByJob"}, {action = "CancelOTATaskByJob"}}
    assert.same({CancelOTAStrategyByJob = 1, CancelOTATaskByJob = 1, QueryOTAJob = 1, ListOTATaskByJob = 8},
      requests(kinds.cancel_batch, items))
    assert.same({}, requests(kinds.cancel_batch, {}))
  end)
end)
