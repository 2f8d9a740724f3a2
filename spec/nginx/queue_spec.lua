local new_queue = require("aliota.nginx.queue").new

-- Takes all there is, in order.
local function drain(queue)
  local taken = {}
  for id in function() return queue:take() end do taken[#taken + 1] = id end
  return taken
end

describe("nginx.queue", function()
  local records, queue
  local function record_of(id) return records[id] end
  before_each(function()
    records = {}
    for looked, id in ipairs {"old", "between", "new", "newest"} do records[id] = {looked = looked, snapshot = {}} end
    queue = new_queue(4)
  end)

  it("takes whom nobody has seen for longest, those that nobody has seen yet first", function()
    queue:fill({"newest", "new", "a", "old", "b", "between"}, record_of)
    assert.same({"a", "b", "old", "between"}, drain(queue))
    assert.is_false(queue:is_through())
    queue:done("b", true)
    queue:done("old", true)
    assert.same({"new", "newest"}, drain(queue))
    assert.is_true(queue:is_through())
  end)

  it("gives half of the places at most to those that failed or are new, for which no round waits", function()
    for i = 1, 9 do records["bad" .. i] = {looked = -i, snapshot = {}, error = {}} end
    local ids = {"bad1", "bad2", "bad3", "bad4", "bad5", "old", "new", "between", "unseen"}
    queue:fill(ids, record_of)
    assert.same({"unseen", "bad5", "old", "between"}, drain(queue))
    queue:done("old", true)
    assert.same({"new"}, drain(queue))
    assert.is_true(queue:is_through())
    queue:done("unseen", false)
    queue:done("new", true)
    assert.same({"bad4"}, drain(queue))
    assert.is_false(queue:is_idle())
  end)

  it("gives all places to those that are new while there is none that can be had", function()
    queue:fill({"a", "b", "c", "d", "e", "f", "g", "h", "i"}, record_of)
    assert.same({"a", "b", "c", "d"}, drain(queue))
    queue:done("a", true)
    queue:done("b", false)
    assert.same({}, drain(queue))
    queue:done("c", false)
    assert.same({"e"}, drain(queue))
  end)

  it("does not look twice at what is under way, and begins with what still waited", function()
    local ids = {"old", "between", "new", "newest"}
    queue = new_queue(2)
    queue:fill(ids, record_of)
    assert.same({"old", "between"}, drain(queue))
    records.old = {looked = 5, snapshot = {}}
    queue:done("old", true)
    queue:fill(ids, record_of)
    assert.same({"new"}, drain(queue))
    queue:done("new", true)
    assert.same({"newest"}, drain(queue))
    queue:clear()
    assert.is_true(queue:is_through())
  end)
end)
