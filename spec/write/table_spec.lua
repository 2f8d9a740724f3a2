local Iterator = require "aliota.listing.iterator"
local data = require "spec.support.data"
local environment = require "spec.support.environment"
local hostile = require "spec.support.hostile"
local instructions = require "spec.support.instructions"
local recorded = require "spec.support.recorded_tasks"
local text = require "aliota.show.text"
local written = require "spec.support.written"

local function lines(s)
  local list = {}
  for line in s:gmatch "([^\n]*)\n" do list[#list + 1] = line end
  return list
end

describe("write.table", function()
  for _, width in ipairs {60, 80, 160} do
    it(("is as recorded at %d columns"):format(width), function()
      local seen = written("table", recorded(), {width = width})
      assert.equal(data.read(("table_%d.txt"):format(width)), seen)
      for _, line in ipairs(lines(seen)) do assert.truthy(text.width(line) <= width, line) end
    end)
  end

  it("is no more work where a device says a megabyte than where it fills its line", function()
    local function work(length)
      local tasks = {}
      for i = 1, 3 do
        tasks[i] = {DeviceName = "d" .. i, TaskDesc = ("设"):rep(length), SrcVersion = ("é"):rep(length)}
      end
      local seen
      return instructions(function() seen = written("table", tasks, {width = 120}) end), seen
    end
    local little, as_before = work(500)
    local much, as_now = work(3e5)
    assert.equal(as_before, as_now)
    assert.is_true(much < little * 2 + 1e5, much)
  end)

  it("has rows that are equally wide, whatever devices say, and lets nothing steer the terminal", function()
    for width = 20, 140, 8 do
      local seen = lines(written("table", hostile.tasks(), {width = width}))
      for i = 1, #hostile.TEXTS + 2 do
        assert.equal(text.width(seen[1]), text.width(seen[i]))
        assert.equal(seen[i], text.printable(seen[i]))
      end
    end
  end)

  it("measures the first 100 rows, and cuts what is wider later", function()
    local tasks = {}
    for i = 1, 150 do tasks[i] = {DeviceName = i == 101 and ("x"):rep(40) or "dev-" .. i, TaskDesc = "r"} end
    local seen = lines(written("table", tasks, {columns = {"DeviceName", "TaskDesc"}, width = 80}))
    assert.equal("dev-100     r       ", seen[102])
    assert.equal("xxxxxxxxx…  r       ", seen[103])
    assert.equal("dev-150     r       ", seen[152])
    assert.same({"", "150 of 150 tasks, complete"}, {seen[153], seen[154]})
  end)

  it("shows no row before the first 100 are there, and holds none back for ever", function()
    local given, got = 0, 0
    local tasks = Iterator.new(function()
      given = given + 1
      if given == 1500 then assert.truthy(got > 0) end
      return given <= 2000 and {DeviceName = "d", TaskStatus = "QUEUED", SrcVersion = "1"} or nil
    end)
    assert.equal(2000, require("aliota.write").table(tasks, function(s) got = got + #s end))
  end)

  it("is as wide as the terminal", function()
    local wide = {{DeviceName = ("x"):rep(200)}}
    local options = {columns = {"DeviceName"}}
    for columns, width in pairs {["100"] = 100, ["7"] = 20} do
      environment({COLUMNS = columns}, function()
        assert.equal(width, text.width(lines(written("table", wide, options))[1]))
      end)
    end
  end)

  it("says what was seen of the batch", function()
    local tasks = Iterator.new(function() return nil end)
    tasks.coverage = {unique = 2400, total_last = 2500, complete = false}
    local seen = lines(written("table", tasks))
    assert.equal("INCOMPLETE: 2,400 of 2,500 tasks were read", seen[#seen])
    assert.same({"JobId", "─────", "", "0 of 0 tasks, complete"}, lines(written("table", {}, {columns = {"JobId"}})))
  end)
end)
