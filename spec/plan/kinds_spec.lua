local kinds = require "aliota.plan.kinds"

describe("plan.kinds", function()
  it("have parameters and states that their operations take", function()
    for name, kind in pairs(kinds) do
      assert.equal(name, kind.name)
      if kind.list then
        assert.equal("list", kind.operation.params[kind.list].type)
        assert.is_number(kind.operation.params[kind.list].max_items)
        for status in pairs(kind.by_default) do assert.is_true(kind.operation.takes[status]) end
      end
    end
  end)

  it("are for a task as it was planned where doing it twice is not the same as once", function()
    local once = {}
    for name, kind in pairs(kinds) do once[name] = kind.once end
    assert.same({retry = true, confirm = true, cancel = false, cancel_batch = false}, once)
  end)
end)
