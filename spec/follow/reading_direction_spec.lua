local direction = require "aliota.follow.reading_direction"
local task_status = require "aliota.api.task_status"

local ORDERS = {"unknown", "stable", "newest_change_first", "oldest_change_first"}

describe("follow.reading_direction", function()
  -- is_backward by order and whether what was there before is known; those that come, come at the back
  local DIRECTIONS = {
    -- order, state, without what was before, with it
    {"stable", "QUEUED", true, true},
    {"stable", "NOTIFIED", true, true},
    {"stable", "IN_PROGRESS", true, true},
    {"stable", "SUCCEEDED", false, false},
    {"unknown", "QUEUED", true, true},
    {"unknown", "IN_PROGRESS", true, true},
    {"unknown", "FAILED", false, false},
    {"newest_change_first", "CONFIRM", true, false},
    {"newest_change_first", "QUEUED", true, false},
    {"newest_change_first", "NOTIFIED", false, false},
    {"newest_change_first", "IN_PROGRESS", false, false},
    {"newest_change_first", "CANCELED", false, false},
    {"oldest_change_first", "QUEUED", true, true},
    {"oldest_change_first", "NOTIFIED", true, true},
    {"oldest_change_first", "IN_PROGRESS", true, true},
    {"oldest_change_first", "SUCCEEDED", false, true},
    {"oldest_change_first", "FAILED", false, true},
  }

  it("reads from the end where rows don't slip by", function()
    for _, row in ipairs(DIRECTIONS) do
      local order, status, without, with = row[1], row[2], row[3], row[4]
      assert.same({without, with}, {
        direction.is_backward(status, order, false, false), direction.is_backward(status, order, true, false),
      }, order .. " " .. status)
    end
  end)

  it("reads forward where tasks come in front, which only matters if the order does not tell where they do", function()
    for _, order in ipairs {"stable", "unknown"} do
      for _, status in ipairs(task_status.OPEN) do
        assert.is_false(direction.is_backward(status, order, true, true))
      end
    end
    assert.is_true(direction.is_backward("IN_PROGRESS", "oldest_change_first", false, true))
    assert.is_true(direction.is_backward("QUEUED", "newest_change_first", false, true))
  end)

  it("knows where rows slip by that no further round shows", function()
    for _, order in ipairs(ORDERS) do
      for _, status in ipairs(task_status.NAMES) do
        local is_by_change = order == "newest_change_first" or order == "oldest_change_first"
        local expected = not is_by_change and task_status.IS_OPEN[status] or false
        assert.equal(expected, direction.is_slippery(status, order), order .. " " .. status)
      end
    end
  end)

  it("knows where rows jump over who reads", function()
    local function overtaken(...) return direction.is_overtaken("IN_PROGRESS", ...) end
    assert.same({true, true}, {overtaken("newest_change_first", true), overtaken("newest_change_first", false)})
    assert.same({true, false}, {overtaken("oldest_change_first", true), overtaken("oldest_change_first", false)})
    assert.same({false, false}, {overtaken("stable", true), overtaken("unknown", false)})
    for _, order in ipairs(ORDERS) do assert.is_false(direction.is_overtaken("SUCCEEDED", order, true)) end
  end)
end)
