-- Boards through the client's method.
local Iterator = require "aliota.listing.iterator"
local aliota = require "aliota"
local loop = require "aliota.loop"
local pacing = require "spec.support.pacing"
local assert_raises_here = require "spec.support.raises"
local sandbox = require "aliota.sandbox"
local text = require "aliota.show.text"

describe("board", function()
  local service, client, first, second
  setup(function()
    service = assert(sandbox.start {devices = 400})
    client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, quota = false}
    first = assert(client:job(service.job_id))
    local names = {}
    for task in client:tasks({JobId = service.job_id}):take(40) do names[#names + 1] = task.DeviceName end
    second = assert(client:create_ota_static_upgrade_job {FirmwareId = first.FirmwareId, OverwriteMode = 2,
      ProductKey = first.ProductKey, TargetSelection = "SPECIFIC", TargetDeviceName = names}).Data.JobId
  end)
  teardown(function() service:stop() end)

  it("has the true figures of each batch, in the order in which they were asked for", function()
    local board = assert(client:board {second, first})
    local by_id = {}
    for _, job in ipairs(service:truth().jobs) do by_id[job.JobId] = job end
    assert.equal(2, #board.lines)
    for i, id in ipairs {second, service.job_id} do
      local line = board.lines[i]
      assert.same({id, by_id[id].total, true}, {line.JobId, line.summary.total, line.consistent})
      for status, count in pairs(by_id[id].by_status) do assert.equal(count, line.summary.by_status[status]) end
    end
    assert.same({nil, first}, {board.lines[1].job, board.lines[2].job})
  end)

  it("takes what client:jobs lists", function()
    local board = assert(client:board(client:jobs {FirmwareId = first.FirmwareId}))
    local ids = {}
    for _, line in ipairs(board.lines) do ids[line.JobId] = line.job.JobStatus end
    assert.same({[service.job_id] = "IN_PROGRESS", [second] = "IN_PROGRESS"}, ids)
  end)

  it("keeps the account's quota", function()
    local sent = {} -- when they arrive is up to a busy machine
    local paced = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, qps = 8, on_event = function(event)
        if event.type == "request" and event.action == "ListOTATaskByJob" then sent[#sent + 1] = {at = loop.now()} end
      end,
    }
    assert(paced:board {first, second})
    assert.equal(16, #sent)
    pacing.check(sent, {qps = 8, seconds = 0})
  end)

  it("shows which batches could not be counted, and why", function()
    local board = assert(client:board {first, "nonesuch"})
    assert.equal("iot.ota.JobNotFound", board.lines[2].err.code)
    local shown = board:render {width = 100}
    assert.truthy(shown:find("\n  nonesuch +%?"), shown)
    assert.truthy(shown:find("nonesuch: ListOTATaskByJob: api error iot.ota.JobNotFound", 1, true), shown)
  end)

  it("fails as a whole where every batch would", function()
    local board, err = client:board({first, second}, {deadline = 0.000001})
    assert.is_nil(board)
    assert.equal("timeout", err.kind)
    board, err = client:board(client:jobs {FirmwareId = "nonesuch"})
    assert.is_nil(board)
    assert.equal("api", err.kind)
  end)

  it("says when counts don't add up", function()
    local board = assert(client:board {first})
    board.lines[1].consistent = false
    assert.truthy(board:render({width = 80}):find("the counts don't add up", 1, true))
  end)

  it("takes one batch or its id", function()
    local job = assert(client:job(service.job_id))
    for _, one in ipairs {job, job.JobId} do
      local board = assert(client:board(one, {deadline = "1m"}))
      assert.same({1, service.job_id}, {#board.lines, board.lines[1].JobId})
    end
  end)

  it("may be empty", function()
    assert.truthy(tostring(client:board {}):find("0 batches", 1, true))
  end)

  it("shows whole ids, progress and failures within any terminal", function()
    local board = assert(client:board {first, second, "\27[2J"})
    for _, width in ipairs {60, 80, 160} do
      local shown = board:render {width = width}
      assert.is_nil(shown:find "\27")
      for line in shown:gmatch "[^\n]+" do assert.truthy(text.width(line) <= width, line) end
      assert.truthy(shown:find(service.job_id, 1, true) and shown:find(second, 1, true))
      assert.truthy(shown:find("failed", 1, true) and shown:find("settled", 1, true))
      assert.equal(width >= 80, shown:find("█", 1, true) ~= nil)
    end
    assert.truthy(board:render({width = 160}):find "IN_PROGRESS")
  end)

  it("raises where an iterator gives what is no batch, naming which", function()
    for id, wrong in pairs {[""] = "batch 2 is empty; it must be", [5] = "batch 2 must be a JobId"} do
      local given = {{JobId = first.JobId}, {JobId = id}}
      local ok, raised = pcall(client.board, client, Iterator.new(function() return table.remove(given, 1) end))
      assert.is_false(ok)
      assert.equal("board: " .. wrong, raised:match "^[^ ]*board_spec.lua:%d+: (.*)":sub(1, #wrong + 7))
    end
  end)

  it("blames misuse on the caller's line", function()
    assert_raises_here("board: a JobId, or an array or an iterator of batches expected", function() client:board(5) end)
    assert_raises_here("an array of batches expected, not a table with", function() client:board {x = "j"} end)
    assert_raises_here("board: deadline is \"2 hours\"", function() client:board("j", {deadline = "2 hours"}) end)
    assert_raises_here("not a client", function() client:board(client) end)
    assert_raises_here("batch 2 is blank", function() client:board {"j", " "} end)
    assert_raises_here("batch 1 is empty", function() client:board {{JobId = ""}} end)
    assert_raises_here("not an iterator of counts and job", function() client:board(client:watch {JobId = "j"}) end)
    assert_raises_here("batch 2 must be a JobId or a batch", function() client:board {"j", 5} end)
    assert_raises_here("batch 1 must be a JobId or a batch", function() client:board {{JobID = "j"}} end)
    assert_raises_here("a table of options expected", function() client:board({}, 5) end)
    assert_raises_here('did you mean "deadline"', function() client:board({}, {dedline = 5}) end)
    assert_raises_here("call it with a colon", function() client.board {} end)
  end)
end)
