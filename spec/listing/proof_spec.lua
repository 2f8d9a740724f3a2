local core = require "aliota.core"
local pass = require "aliota.listing.pass"
local proof = require "aliota.listing.proof"

local BEGUN = "2026-01-01T12:00:00" -- before the service looked
local RECENTLY = "2025-12-31T12:00:00"
local BEFORE, AFTER = "2026-01-01T11:59:59.999Z", "2026-01-01T12:00:00.001Z"

local function rows(from, to, modified)
  local list = {}
  for i = from, to do list[#list + 1] = {TaskId = "t" .. i, UtcModified = modified or BEFORE} end
  return list
end

-- A pass forward over these pages of two rows at most, and whether it proves that they are all.
local function is_made(pages, options)
  options = options or {}
  local this = pass.new {is_backward = function() return false end, first = options.first or 1, window = 100000}
  local made = proof.new {of = "UtcModified", ids = options.ids, after = options.after, resumed = options.resumed}
  local total = 0
  for _, tasks in ipairs(pages) do total = total + #tasks end
  for number, tasks in ipairs(pages) do
    local told = options.totals and options.totals[number] or total
    this:take {CurrentPage = number, PageSize = 2, Total = told, tasks = tasks}
    if options.clock ~= "none" then made:begin(BEGUN, RECENTLY) else made:begin() end
    made:look_at(tasks, core.fingerprints.of(tasks, "TaskId"))
    made:note_known(options.known and options.known[number] or 0)
  end
  return made:is_made(this)
end

describe("listing.proof", function()
  it("is made by a pass over which nothing moved", function()
    assert.is_true(is_made {rows(1, 2), rows(3, 4), rows(5, 5)})
  end)

  it("is made by one page, which shows one moment, whatever is on it", function()
    assert.is_true(is_made {rows(1, 2, AFTER)})
    assert.is_true(is_made({{}}, {clock = "none"}))
  end)

  it("is not made by one page that shows fewer rows than there are, or one twice", function()
    assert.is_false(is_made({rows(1, 1)}, {totals = {2}}))
    assert.is_false(is_made({rows(1, 2)}, {known = {1}}))
  end)

  it("is about what was created where that is how rows come", function()
    local function of(name, value)
      local this = pass.new {is_backward = function() return false end, first = 1, window = 100000}
      local made = proof.new {of = "UtcCreate"}
      for number = 1, 2 do
        local tasks = {{TaskId = "t" .. number, UtcCreate = BEFORE, UtcModified = AFTER}}
        tasks[1][name] = value
        this:take {CurrentPage = number, PageSize = 1, Total = 2, tasks = tasks}
        made:begin(BEGUN, RECENTLY)
        made:look_at(tasks, core.fingerprints.of(tasks, "TaskId"))
      end
      return made:is_made(this)
    end
    assert.is_true(of("UtcModified", AFTER))
    assert.is_false(of("UtcCreate", AFTER))
  end)

  it("is not made when Total moved, even back", function()
    assert.is_false(is_made({rows(1, 2), rows(3, 4), rows(5, 5)}, {totals = {5, 6, 5}}))
  end)

  it("is not made when fewer rows came than Total says, or more", function()
    assert.is_false(is_made({rows(1, 2), rows(3, 4)}, {totals = {5, 5}}))
    assert.is_false(is_made({rows(1, 2), rows(3, 4)}, {totals = {3, 3}}))
  end)

  it("is not made when a row changed after the pass began, or may have", function()
    for _, modified in ipairs {AFTER, BEGUN .. ".000Z", "2027"} do
      assert.is_false(is_made {rows(1, 2), rows(3, 4, modified)})
    end
    assert.is_false(is_made {rows(1, 2), {{TaskId = "t3"}, {TaskId = "t4", UtcModified = 5}}})
  end)

  it("is not made when nobody knows when it began", function()
    assert.is_false(is_made({rows(1, 2), rows(3, 4)}, {clock = "none"}))
  end)

  it("is not made by the Date header alone where nothing is recent by it: that may be another clock", function()
    local old = "2025-12-30T00:00:00.000Z"
    assert.is_false(is_made {rows(1, 2, old), rows(3, 4, old)})
    assert.is_true(is_made {rows(1, 2, old), rows(3, 4)})
  end)

  it("is made by a later pass that shows no change after the latest one before it, whatever the clock", function()
    local old, older = "2025-12-30T00:00:00.000Z", "2025-12-29T00:00:00.000Z"
    for _, clock in ipairs {"Date", "none"} do
      local function later(modified)
        return is_made({rows(1, 2, older), rows(3, 4, modified)},
          {ids = core.fingerprints.new(), after = old, clock = clock})
      end
      assert.is_true(later(old))
      assert.is_false(later(BEFORE))
    end
  end)

  it("is not made by a first pass that meets a row again", function()
    assert.is_false(is_made({rows(1, 2), rows(2, 3)}, {known = {0, 1}}))
  end)

  it("is made by a later pass over rows that are known, unless it shows one twice", function()
    local known = {known = {2, 2}}
    known.ids = core.fingerprints.new()
    assert.is_true(is_made({rows(1, 2), rows(3, 4)}, known))
    known.ids = core.fingerprints.new()
    assert.is_false(is_made({rows(1, 2), rows(2, 3)}, known))
  end)

  it("is not made by a pass that was gone on with", function()
    assert.is_false(is_made({rows(1, 2), rows(3, 4)}, {resumed = true}))
  end)

  it("begins with a page that will be read again, whose rows are known then", function()
    local this
    local function read(made, number, tasks, known)
      this:take {CurrentPage = number, PageSize = 2, Total = 4, tasks = tasks}
      if this.preview then
        made:begin(BEGUN, RECENTLY)
        made:expect_again(core.fingerprints.new())
      else
        made:begin("2026-01-01T13:00:00", RECENTLY)
        made:look_at(tasks, core.fingerprints.of(tasks, "TaskId"))
      end
      made:note_known(known)
    end
    local function read_all(last)
      this = pass.new {is_backward = function() return true end, first = 1, window = 100000}
      local made = proof.new {of = "UtcModified"}
      read(made, 1, rows(1, 2), 0)
      read(made, 2, rows(3, 4), 0)
      read(made, 1, last, 2)
      return made:is_made(this)
    end
    assert.is_true(read_all(rows(1, 2)))
    assert.is_false(read_all(rows(2, 3)))
    assert.is_false(read_all(rows(1, 2, AFTER)))
  end)
end)
