local text_memory = require "aliota.sandbox.world.text_memory"

describe("text_memory", function()
  it("keeps the text of each task until it is removed", function()
    local memory = text_memory.new(10000)
    for task = 1, 5000 do memory:add(task, "text " .. task) end
    for _, task in ipairs {1, 1023, 1024, 1025, 5000} do
      assert.equal("text " .. task, memory:get(task))
      memory:remove(task)
      assert.is_nil(memory:get(task))
    end
    assert.equal("text 2", memory:get(2))
    memory:add(1024, "another")
    assert.equal("another", memory:get(1024))
  end)

  it("has nothing of a task that it was never given", function()
    local memory = text_memory.new(10)
    memory:remove(7)
    memory:add(1, "one")
    memory:remove(7)
    assert.is_nil(memory:get(7))
    assert.is_nil(memory:get(70000))
  end)

  it("forgets all rather than hold more than it may", function()
    local memory = text_memory.new(3)
    for task = 1, 3 do memory:add(task * 2000, "text") end
    memory:remove(2000)
    memory:add(1, "within")
    assert.equal("text", memory:get(6000))
    memory:add(2, "one too many")
    assert.is_nil(memory:get(6000))
    assert.equal("one too many", memory:get(2))
  end)

  it("grows by little at a time", function()
    local memory, most = text_memory.new(200000), 0
    collectgarbage()
    collectgarbage "stop"
    for task = 25, 2500000, 25 do
      local before = collectgarbage "count"
      memory:add(task, "text")
      most = math.max(most, collectgarbage "count" - before)
    end
    collectgarbage "restart"
    assert.is_true(most < 100, most)
  end)
end)
