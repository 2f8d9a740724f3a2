-- Listings of a batch that moves while its pages are read: what they say to have seen, against what was there.
-- `make drift` measures the same at larger sizes and longer.
local aliota = require "aliota"
local sandbox = require "aliota.sandbox"

local DEVICES, PAGE_SIZE = 3000, 20
-- Seconds into the rollout: most devices report progress, or the last few do.
local BUSY, CALM = 30, 205

-- A rollout so many seconds after it began, which goes on.
local function started(order, age)
  local service = assert(sandbox.start {
    devices = DEVICES, rollout = "fresh", order = order, chaos = {latency = {ms = 10}},
  })
  service:advance(age)
  service:clock {speed = 1}
  return service
end

-- TaskId → what shows that a task is the same as before.
local function truth_of(service)
  local tasks = {}
  for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
    tasks[row.TaskId] = {status = row.TaskStatus, modified = row.UtcModified}
  end
  return tasks
end

local function count_changed(before, after)
  local changed = 0
  for id, task in pairs(before) do
    if task.modified ~= after[id].modified then changed = changed + 1 end
  end
  return changed
end

local function list(service, status)
  local client = aliota.new {
    endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false,
  }
  local tasks = client:tasks {JobId = service.job_id, TaskStatus = status, PageSize = PAGE_SIZE}
  local seen, count = {}, 0
  for task in tasks do
    assert.is_nil(seen[task.TaskId])
    seen[task.TaskId], count = true, count + 1
  end
  assert.equal(count, tasks.coverage.unique)
  return seen, count, tasks.coverage
end

-- Lists everything, and whether that was whole. Returns whether it says so, and how much moved meanwhile.
local function judge_all(service)
  local before = truth_of(service)
  local seen, count, coverage = list(service)
  local after = truth_of(service)
  for id in pairs(seen) do assert.truthy(after[id]) end
  assert.equal(coverage.complete, count == DEVICES)
  return coverage.complete, count_changed(before, after)
end

-- Lists one state, and whether all that was in it throughout is there. Returns whether it says so, how many tasks it
-- listed, and how much moved meanwhile.
local function judge_state(service, status)
  local before = truth_of(service)
  local seen, count, coverage = list(service, status)
  local after = truth_of(service)
  for id, task in pairs(after) do
    local throughout = task.status == status and before[id].status == status and before[id].modified == task.modified
    if coverage.complete and throughout then assert.is_true(seen[id], id) end
  end
  return coverage.complete, count, count_changed(before, after)
end

describe("a listing while the batch moves", function()
  for _, order in ipairs {"stable", "newest_change_first", "oldest_change_first"} do
    describe("listed " .. order, function()
      local service
      after_each(function() service:stop() end)

      it("is whole if it says so", function()
        service = started(order, BUSY)
        local claims, moved = 0, 0
        for _, speed in ipairs {2, 10, 40} do
          service:clock {speed = speed}
          local claimed, changed = judge_all(service)
          claims, moved = claims + (claimed and 1 or 0), moved + changed
        end
        assert.truthy(claims > 0 and moved > 100, ("%d claims, %d changes"):format(claims, moved))
      end)

      -- Lists states again and again until enough has moved and enough was claimed.
      local function judge_states(statuses, least_moved, least_claims)
        local deadline, claims, moved = os.time() + 180, 0, 0
        while claims < least_claims or moved < least_moved do
          assert(os.time() < deadline, ("%d claims, %d changes"):format(claims, moved))
          for _, status in ipairs(statuses) do
            local claimed, count, changed = judge_state(service, status)
            -- What is on one page needs no proof.
            claims, moved = claims + (claimed and count > PAGE_SIZE and 1 or 0), moved + changed
          end
        end
      end

      it("has all of a state if it says so, while many devices move", function()
        service = started(order, BUSY)
        judge_states({"NOTIFIED", "IN_PROGRESS", "SUCCEEDED"}, 100, 0)
      end)

      it("has all of a state if it says so, and does, while few devices move", function()
        service = started(order, CALM)
        judge_states({"SUCCEEDED", "FAILED"}, 1, 1)
      end)
    end)
  end
end)
