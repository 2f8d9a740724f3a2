local curve = require "aliota.write.html.curve"
local html = require "spec.support.html"
local new_data = require "aliota.write.html.data"

local function section_of(tasks)
  local data = new_data(0)
  for _, task in ipairs(tasks) do data:add(task) end
  return html.read(curve(data))
end

local function task(status, minute, created)
  return {TaskStatus = status, UtcCreate = created or "2026-01-05T04:00:30.000Z",
    UtcModified = ("2026-01-05T04:%02d:07.000Z"):format(minute)}
end

-- The corners of each area, by its state: {x, y} in hundredths of the picture, y from the bottom.
local function areas(section)
  local found = {}
  for _, polygon in ipairs(html.find(section, "polygon")) do
    local corners = {}
    for x, y in polygon.attributes.points:gmatch "([%d.]+),([%d.]+)" do
      corners[#corners + 1] = {tonumber(x) / 10, 100 - tonumber(y) / 4}
    end
    found[polygon.attributes.class:match "%S+$"] = corners
  end
  return found
end

describe("write.html.curve", function()
  it("shows how many of all tasks had come to which end by when", function()
    local section = section_of {
      task("SUCCEEDED", 0), task("SUCCEEDED", 4), task("FAILED", 4), task("CANCELED", 9), task("QUEUED", 9),
    }
    local found = areas(section)
    -- From 04:00, when the first was created, to 04:10, the end of the last minute in which something happened.
    assert.same({0, 0}, found.succeeded[1])
    assert.same({10, 20}, found.succeeded[2])
    assert.same({50, 40}, found.succeeded[6])
    assert.same({100, 40}, found.succeeded[11])
    assert.same({100, 60}, found.failed[11])
    assert.same({100, 80}, found.canceled[11])
    assert.same({100, 60}, found.canceled[12]) -- and back on top of what failed
    assert.equal("From 2026-01-05 04:00 to 2026-01-05 04:10 UTC, of 5 tasks: 2 SUCCEEDED, 1 FAILED, 1 CANCELED",
      html.find(section, "desc")[1].text)
    assert.same({"2026-01-05 04:00", "2026-01-05 04:05", "2026-01-05 04:10"},
      html.texts(html.find(html.find(section, ".times")[1], "span")))
  end)

  it("never falls, and stays in the picture, for a batch of years in any order", function()
    local tasks = {}
    for i = 1, 5000 do
      local day = (i * 7919) % 5000
      tasks[i] = {TaskStatus = ({"SUCCEEDED", "FAILED", "CANCELED", "QUEUED"})[i % 4 + 1],
        UtcModified = os.date("!%Y-%m-%dT%H:%M:00.000Z", 1500000000 + day * 86400)}
    end
    local found = areas(section_of(tasks))
    for _, corners in pairs(found) do
      assert.truthy(#corners <= 2002)
      for i = 2, #corners / 2 do assert.truthy(corners[i][2] >= corners[i - 1][2] - 0.01) end
      for _, corner in ipairs(corners) do
        assert.truthy(corner[1] >= 0 and corner[1] <= 100 and corner[2] >= 0 and corner[2] <= 100)
      end
    end
    assert.equal(75, found.canceled[#found.canceled / 2][2])
  end)

  it("says so when nothing is through, or at a time that is not known", function()
    assert.same({"No task has come to its end."}, html.texts(html.find(section_of {task("QUEUED", 3)}, "p")))
    local section = section_of {task("FAILED", 3), {TaskStatus = "FAILED", UtcModified = "soon"}}
    assert.same({"1 task that came to its end without a time is not in the curve."},
      html.texts(html.find(section, "p")))
    section = section_of {{TaskStatus = "FAILED"}, {TaskStatus = "CANCELED"}}
    assert.same({"No task has come to its end at a known time.",
      "2 tasks that came to their end without a time are not in the curve."}, html.texts(html.find(section, "p")))
  end)
end)
