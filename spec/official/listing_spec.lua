-- The official clients list what the sandbox holds, row by row, as our own client does.

local aliota = require "aliota"
local box = require "spec.official.box"
local node = require "spec.official.node"
local with = require "spec.official.with"

local PAGE_SIZE = 100

local STATUSES = {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"}

-- Options of a sandbox, and for how many seconds it runs before it is looked at.
local BATCHES = {
  ["a batch nearly through"] = {options = {devices = 250, seed = 7, timeout_minutes = false}, seconds = 0},
  ["a batch that has just begun"] = {options = {devices = 250, seed = 8, rollout = "fresh"}, seconds = 90},
}

-- In a batch without a time-out rows have a null, which the SDK drops and pop-core keeps.
local function without_nulls(rows)
  for _, row in ipairs(rows) do
    for name, value in pairs(row) do
      if value == aliota.null then row[name] = nil end
    end
  end
  return rows
end

-- The rows that `keep` wants, in their order.
local function filtered(rows, keep)
  local kept = {}
  for _, row in ipairs(rows) do
    if keep(row) then kept[#kept + 1] = row end
  end
  return kept
end

describe("the official client", function()
  local official
  setup(function() official = node.start() end)
  teardown(function() official:stop() end)

  for what, batch in pairs(BATCHES) do
    describe("in " .. what, function()
      local running, truth
      setup(function()
        running = box.start(batch.options)
        running:advance(batch.seconds)
        truth = without_nulls(running:truth({JobId = running.job_id}).rows)
      end)
      teardown(function() running:stop() end)

      local function ask(client, params)
        return official:call({
          client = client, action = "ListOTATaskByJob", params = with({JobId = running.job_id}, params),
          endpoint = running.endpoint, credentials = running.credentials,
        }).body
      end

      -- All pages, one after the other, as a user of an official client has to ask for them.
      local function listed(client, status)
        local rows, number = {}, 1
        repeat
          local page = ask(client, {TaskStatus = status, CurrentPage = number, PageSize = PAGE_SIZE})
          for _, row in ipairs(page.Data.SimpleOTATaskInfo) do rows[#rows + 1] = row end
          number = number + 1
        until number > page.PageCount
        return without_nulls(rows)
      end

      for _, client in ipairs(node.CLIENTS) do
        it(client .. " lists every row", function()
          assert.equal(batch.options.devices, #truth)
          assert.same(truth, listed(client))
        end)

        it(client .. " lists the rows of each status", function()
          for _, status in ipairs(STATUSES) do
            local rows = filtered(truth, function(row) return row.TaskStatus == status end)
            assert.same(rows, listed(client, status))
          end
        end)

        it(client .. " lists the rows of 50 devices", function()
          local names, wanted = {}, {}
          for i = 1, 50 do
            names[i] = truth[i * 5].DeviceName
            wanted[names[i]] = true
          end
          local page = ask(client, {DeviceNames = names})
          local rows = filtered(truth, function(row) return wanted[row.DeviceName] end)
          assert.same(rows, without_nulls(page.Data.SimpleOTATaskInfo))
        end)
      end

      -- Ours reads numbers, too.
      for _, signature in ipairs {"v3", "v1"} do
        it("is no closer to the truth than our own with signature " .. signature, function()
          local rows = {}
          for i, row in ipairs(truth) do
            rows[i] = with(row, {Progress = tonumber(row.Progress), Timeout = tonumber(row.Timeout)})
          end
          local client = aliota.new {
            endpoint = running.endpoint, credentials = running.credentials, signature = signature,
          }
          assert.same(rows, client:tasks({JobId = running.job_id}):collect())
        end)
      end
    end)
  end
end)
