local cjson = require "cjson"
local json = require "aliota.sandbox.json_body"
local support = require "spec.support.service"

describe("truth", function()
  local world
  setup(function() world = support.new({devices = 30}).world end)

  it("tells of time, devices and batches", function()
    local truth = world:truth()
    assert.same({support.NOW, 0, false, 30}, {truth.now, truth.speed, truth.paused, truth.devices})
    assert.same({"job1", "IN_PROGRESS", "UPGRADE_FIRMWARE", 30}, {
      truth.jobs[1].JobId, truth.jobs[1].JobStatus, truth.jobs[1].JobType, truth.jobs[1].total,
    })
    assert.is_nil(truth.tasks)
  end)

  it("tells of one batch row by row", function()
    local rows = {}
    for row in world:each_row("job1") do rows[#rows + 1] = row end
    assert.same(rows, cjson.decode(json.encode(world:truth({JobId = "job1"}))).tasks)
    local part = cjson.decode(json.encode(world:truth({JobId = "job1", first = "29", count = "5"}))).tasks
    assert.same({rows[29], rows[30]}, part)
    assert.is_nil(world:truth({JobId = "none"}).tasks)
  end)
end)
