local donut = require "aliota.write.html.donut"
local html = require "spec.support.html"
local new_data = require "aliota.write.html.data"
local recorded = require "spec.support.recorded_tasks"

local function section_of(tasks)
  local data = new_data(0)
  for _, task in ipairs(tasks) do data:add(task) end
  return html.read(donut(data))
end

local function tasks_of(counts)
  local tasks = {}
  for status, count in pairs(counts) do
    for _ = 1, count do tasks[#tasks + 1] = {TaskStatus = status} end
  end
  return tasks
end

-- Where each arc begins and how long it is, in hundredths of the ring.
local function arcs(section)
  local list = {}
  for i, circle in ipairs(html.find(section, ".arc")) do
    list[i] = {from = -tonumber(circle.attributes["stroke-dashoffset"]), class = circle.attributes.class:match "%S+$",
      length = tonumber(circle.attributes["stroke-dasharray"]:match "^(%S+) 100$")}
  end
  return list
end

describe("write.html.donut", function()
  it("has an arc a state, in the order of a task's life, as long as its share", function()
    local list = arcs(section_of(tasks_of {SUCCEEDED = 70, FAILED = 10, QUEUED = 20}))
    assert.same({"queued", "succeeded", "failed"}, {list[1].class, list[2].class, list[3].class})
    for i, share in ipairs {20, 70, 10} do assert.truthy(math.abs(list[i].length + 0.6 - share) < 1e-6) end
    assert.truthy(list[2].from > list[1].from + list[1].length)
    assert.truthy(list[3].from + list[3].length <= 100)
  end)

  it("is a whole ring for one state, and shows the rarest", function()
    local whole = arcs(section_of(tasks_of {FAILED = 3}))
    assert.same({0, 100}, {whole[1].from, whole[1].length})
    for _, arc in ipairs(arcs(section_of(tasks_of {FAILED = 1, SUCCEEDED = 5000}))) do
      assert.truthy(arc.length >= 0.4)
    end
  end)

  it("has the figures in a legend, unknown states too", function()
    local rows = {}
    for i, row in ipairs(html.find(section_of(recorded()), "tr")) do
      rows[i] = html.find(row, "th")[1].text .. " " .. table.concat(html.texts(html.find(row, "td")), " ")
    end
    assert.equal(9, #rows)
    assert.equal("SUCCEEDED 4 25.0 %", rows[5])
    assert.truthy(rows[8]:find "^%(none%) 1 6" and rows[9]:find "^PAUSED 1 6")
  end)

  it("describes itself, and an empty batch", function()
    local section = section_of(tasks_of {SUCCEEDED = 1200, FAILED = 1})
    assert.equal("SUCCEEDED 1,200, FAILED 1", html.find(section, "desc")[1].text)
    assert.equal("no tasks", html.find(section_of {}, "desc")[1].text)
    assert.same({}, arcs(section_of {}))
  end)
end)
