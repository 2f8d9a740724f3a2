local errors = require "aliota.api.errors"
local item_states = require "aliota.plan.item_states"

local function plan_with(add) return {log = {add = function(_, line) return add(line) end}} end

describe("plan.item_states", function()
  local items
  before_each(function()
    items = {
      {number = 1, state = "to_do"}, {number = 2, state = "to_do", seen = "QUEUED"}, {number = 3, state = "done"},
    }
  end)

  it("change once they are written down, with what is known besides", function()
    local line
    assert.is_true(item_states.mark(plan_with(function(text)
      line = text
      assert.same({"to_do", "to_do"}, {items[1].state, items[2].state})
      return true
    end), {items[1], items[2]}, "done", {sent = 5, counts = {QUEUED = 0}}))
    assert.truthy(line:find('"items":[1,2]', 1, true) and line:find('"counts":{"QUEUED":0}', 1, true), line)
    assert.same({number = 2, state = "done", sent = 5, seen = "QUEUED", counts = {QUEUED = 0}}, items[2])
  end)

  it("don't where that fails, and nothing is written where nothing changes", function()
    local cause = errors.of_file "full"
    local ok, err = item_states.mark(plan_with(function() return nil, cause end), items, "unknown")
    assert.same({nil, "Journal", cause, false, "to_do"}, {ok, err.code, err.cause, err.may_have_run, items[1].state})
    assert.is_true(item_states.mark(plan_with(error), {}, "done"))
  end)

  it("choose items", function()
    assert.same({items[1], items[2]}, item_states.of(items, "to_do", "unknown"))
    assert.same({}, item_states.of(items, "moved"))
  end)
end)
