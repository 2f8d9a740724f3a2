local filter = require "aliota.filter"
local report = require "aliota.report"
local tasks = require "spec.support.tasks"

-- The message of an error of a file.
local function of_file(err)
  assert.same({"file", false}, {err.kind, err.retryable})
  return err.message
end

describe("report.snapshot", function()
  local path
  before_each(function() path = os.tmpname() end)
  after_each(function() os.remove(path) end)

  -- What of tasks a snapshot keeps, in a certain order.
  local function kept(list)
    local lines = {}
    for i, task in ipairs(list) do
      lines[i] = table.concat({
        task.JobId or "-", task.ProductKey or "-", task.DeviceName or "-", task.TaskStatus or "-",
      }, "|")
    end
    table.sort(lines)
    return lines
  end

  local function through_file(list)
    assert(report.snapshot(list, {path = path, now = 1767628800}))
    return assert(assert(report.read_snapshot(path)):collect())
  end

  it("gives back every device and its state", function()
    local list = tasks.new {devices = 2500, seed = 4}
    assert.same(kept(list), kept(through_file(list)))
  end)

  it("takes a few bytes a device", function()
    local made = assert(report.snapshot(tasks.new {devices = 20000}, {path = path}))
    local file = io.open(path, "rb")
    assert.equal(made.bytes, #file:read "*a")
    file:close()
    assert.is_true(made.bytes < 3.2 * 20000, made.bytes)
  end)

  it("takes names of any length and any bytes, twice, or none, and any state", function()
    local list = {
      {}, {}, {DeviceName = ""}, {DeviceName = "a"}, {DeviceName = "ab"}, {DeviceName = "b", TaskStatus = "FAILED"},
      {DeviceName = "b", TaskStatus = "QUEUED"}, {DeviceName = ("n"):rep(1000), TaskStatus = "PAUSED"},
      {DeviceName = "\0\255\n设备", TaskStatus = ""}, {DeviceName = "abc", JobId = "1", ProductKey = "p"},
      {DeviceName = "abc", JobId = "2", ProductKey = "p"}, {DeviceName = "abc", JobId = "2", ProductKey = "q"},
    }
    local expected = kept(list)
    for i, line in ipairs(expected) do expected[i] = line:gsub("|%-?|", "|-|"):gsub("||", "|-|"):gsub("|$", "|-") end
    table.sort(expected)
    assert.same(expected, kept(through_file(list)))
    assert.same({}, through_file {})
  end)

  it("tells 126 states apart, and puts more together", function()
    local list, counts = {}, {}
    for i = 1, 200 do list[i] = {DeviceName = "d" .. i, TaskStatus = "S" .. i} end
    for _, task in ipairs(through_file(list)) do counts[task.TaskStatus] = (counts[task.TaskStatus] or 0) + 1 end
    assert.same({1, 1, 74}, {counts.S1, counts.S126, counts["(others)"]})
  end)

  it("remembers when it was taken and what was seen", function()
    local listing = require("aliota.listing.iterator").new(function() end)
    listing.coverage = {unique = 5, total_last = 7, complete = false}
    assert(report.snapshot(listing, {path = path, now = 1767628800.9}))
    local read = report.read_snapshot(path)
    assert.equal(1767628800, read.taken)
    assert.same({unique = 5, total_last = 7, complete = false}, read.coverage)
  end)

  it("can be filtered and reported like a listing", function()
    local list, box = tasks.new {devices = 300}
    assert(report.snapshot(list, {path = path}))
    local made = report.summary(report.read_snapshot(path):where(filter.status "FAILED"))
    assert.equal(box.world:truth().jobs[1].by_status.FAILED, made.total)
    assert.is_true(made.coverage.complete)
  end)

  it("says what is wrong with a file", function()
    assert(report.snapshot(tasks.new {devices = 20}, {path = path}))
    local file = io.open(path, "rb")
    local good = file:read "*a"
    file:close()
    local function problem(content)
      file = io.open(path, "wb")
      file:write(content)
      file:close()
      local read, message = report.read_snapshot(path)
      return not read and of_file(message) or nil
    end
    assert.is_nil(problem(good))
    assert.equal(path .. ": it is no snapshot of this kind", problem "{}")
    assert.equal(path .. ": it is no snapshot of this kind", problem "aliota snapshot 2\n")
    assert.equal(path .. ": it does not end where it should", problem(good .. "x"))
    for length = 0, #good - 1 do assert.truthy(problem(good:sub(1, length)), length) end
    assert.equal("/nonexistent/file: No such file or directory",
      of_file(select(2, report.read_snapshot "/nonexistent/file")))
    assert.truthy(of_file(select(2, report.read_snapshot "/")):find("^/: "))
  end)

  it("never breaks on a damaged file", function()
    assert(report.snapshot(tasks.new {devices = 40}, {path = path}))
    local file = io.open(path, "rb")
    local good = file:read "*a"
    file:close()
    for position = 1, #good do
      file = io.open(path, "wb")
      file:write(good:sub(1, position - 1), string.char((good:byte(position) + 93) % 256), good:sub(position + 1))
      file:close()
      local read, err = report.read_snapshot(path)
      if read then assert.equal(40, read:count()) else assert.truthy(of_file(err):find(path, 1, true)) end
    end
  end)

  it("leaves an old file alone when the listing or the disk fails", function()
    assert(report.snapshot({{DeviceName = "old"}}, {path = path}))
    local broken = require("aliota.listing.iterator").new(function() return nil, "gone" end)
    assert.same({nil, "gone"}, {report.snapshot(broken, {path = path})})
    assert.equal("old", report.read_snapshot(path):first().DeviceName)
    for wrong, why in pairs {
      ["/nonexistent/folder/file"] = "No such file or directory", ["/dev/full"] = "No space left on device",
    } do
      local made, err = report.snapshot({}, {path = wrong})
      assert.is_nil(made)
      assert.equal(wrong .. ": " .. why, of_file(err))
    end
    local _, err = report.many({}, {snapshot = {path = "/dev/full"}})
    assert.equal("/dev/full: No space left on device", of_file(err))
  end)

  it("wants a path", function()
    for _, options in ipairs {{}, {path = ""}, {path = 5}} do
      assert.has_error(function() report.snapshot({}, options) end)
    end
    assert.has_error(function() report.read_snapshot() end)
  end)
end)
