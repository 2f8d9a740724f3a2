-- Which fields of rows are read where somebody says which he looks at, and what is said where they are not there.
local aliota = require "aliota"
local raises = require "spec.support.raises"
local rows = require "spec.support.rows"

local DEVICES = 430
local NOW = 1767700000
local filter, report, write = aliota.filter, aliota.report, aliota.write

-- What a predicate in Lua alone hides of who reads its rows: nobody knows which fields it looks at.
local function whole(tasks) return tasks:where(function() return true end) end

describe("listing.narrowing", function()
  local looked, path
  setup(function() looked, path = rows.new(DEVICES), os.tmpname() end)
  teardown(function()
    looked.service:stop()
    os.remove(path)
  end)

  for _, format in ipairs {"json", "xml"} do
    describe("in " .. format, function()
      local function client() return looked:client(format) end
      local function tasks(more) return client():tasks(looked:asking(more)) end

      local REPORTS = {
        summary = {}, reasons = {most = 3}, versions = {}, stuck = {now = NOW}, timeline = {}, eta = {now = NOW},
        snapshot = {now = NOW, path = true},
      }

      local function options_of(options)
        local copy = {}
        for name, value in pairs(options) do copy[name] = value end
        copy.path = copy.path and path
        return copy
      end

      for name, options in pairs(REPORTS) do
        it("are not read for the report " .. name .. ", which is the same", function()
          local expected = assert(report[name](whole(tasks()), options_of(options)))
          assert.is_string(looked.pages[1].tasks[1].IotId)
          assert.same(expected, assert(report[name](tasks(), options_of(options))))
          assert.is_nil(looked.pages[1].tasks[1].IotId)
        end)
      end

      it("are not read for reports of two listings, and several of one", function()
        for _, name in ipairs {"compare", "diff"} do
          local expected = assert(report[name](whole(tasks()), whole(tasks())))
          assert.same(expected, assert(report[name](tasks(), tasks())))
          assert.is_nil(looked.pages[1].tasks[1].IotId)
        end
        local wanted = {summary = true, versions = true}
        assert.same(assert(report.many(whole(tasks()), wanted)), assert(report.many(tasks(), wanted)))
        assert.is_nil(looked.pages[1].tasks[1].DeviceName)
      end)

      local COLUMNS = {"DeviceName", "TaskStatus", "UtcModified"}
      local WRITERS = {
        csv = {columns = COLUMNS}, json = {columns = COLUMNS}, ndjson = {columns = COLUMNS}, table = {width = 100},
        markdown = {columns = {"DeviceName"}}, html = {now = NOW}, prometheus = {now = NOW}, junit = {},
      }

      local function text_of(name, listing, options)
        local pieces = {}
        assert(write[name](listing, function(piece) pieces[#pieces + 1] = piece end, options))
        return table.concat(pieces)
      end

      for name, options in pairs(WRITERS) do
        it("are not read for write." .. name .. ", which writes the same", function()
          local expected = text_of(name, whole(tasks()), options)
          assert.is_string(looked.pages[1].tasks[1].IotId)
          assert.equal(expected, text_of(name, tasks(), options))
          assert.is_nil(looked.pages[1].tasks[1].IotId)
        end)
      end

      it("are not read for a count, a predicate, or through what hands rows on", function()
        local failed = filter.status "FAILED"
        local expected = whole(tasks()):where(failed):count()
        assert.is_true(expected > 0)
        for _, listing in ipairs {
          function() return tasks():where(failed) end,
          function() return tasks {where = failed, exact = false} end,
          function() return tasks():take(DEVICES):where {TaskStatus = "FAILED"} end,
          function() return aliota.chain(tasks():where(filter.any(failed, filter.progress(200)))) end,
        } do
          assert.equal(expected, listing():count())
          assert.is_string(looked.pages[1].tasks[1].TaskStatus)
          assert.is_nil(looked.pages[1].tasks[1].IotId)
        end
      end)

      it("are not read for a plan, which is the same", function()
        local function items(plan)
          local list = {}
          for i, item in ipairs(plan.items) do list[i] = {item.TaskId, item.DeviceName, item.TaskStatus} end
          return list
        end
        local job_id = looked.service.job_id
        local expected = items(client():plan_retry {tasks = whole(client():tasks(job_id)):collect()})
        assert.truthy(#expected > 0)
        assert.truthy(#items(client():plan_retry {JobId = job_id}) > 0)
        assert.is_nil(looked.pages[1].tasks[1].IotId)
        local client_of_both = client()
        assert.same(expected, items(client_of_both:plan_retry {tasks = client_of_both:tasks(job_id)}))
        assert.is_nil(looked.pages[1].tasks[1].IotId)
      end)

      it("are read where rows are handed out, or a function looks at them", function()
        for _, read in ipairs {
          function(listing) return listing:collect() end,
          function(listing) return listing:first() end,
          function(listing) return listing:group_by "TaskStatus" end,
          function(listing) return listing:map(function(task) return task end):count() end,
          function(listing) return whole(listing):count() end,
          function(listing) return report.summary(function() return (listing:next()) end) end,
          function(listing) return report.summary(listing:where(filter.any(filter.progress(1), type))) end,
          function(listing) return write.ndjson(listing, function() end) end,
        } do
          read(tasks())
          assert.is_string(looked.pages[1].tasks[1].IotId)
        end
        local begun = tasks()
        begun:next()
        begun:count()
        assert.is_string(looked.pages[#looked.pages].tasks[1].IotId)
      end)
    end)
  end

  describe("of a listing", function()
    local client
    setup(function() client = looked:client() end)

    local function listing(...) return client:tasks {JobId = looked.service.job_id, fields = {...}} end

    it("must be such as there are", function()
      local function refused(message, method, fields, params)
        params = params or {JobId = "j"}
        params.fields = fields
        raises(method .. ": fields " .. message, function() client[method](client, params) end)
      end
      refused('names "DeviceNam", which is no field; did you mean "DeviceName"?', "tasks", {"TaskId", "DeviceNam"})
      refused('names "taskid", which is no field; did you mean "TaskId"?', "pages", {"taskid"})
      refused('names "State", which is no field', "devices", {"State"}, {JobId = "j", DeviceNames = {"a"}})
      refused('names "TaskStatus", which is no field', "jobs", {"TaskStatus"}, {ProductKey = "p"})
      refused("holds a number where the name of a field should be", "tasks", {5})
      for _, bad in ipairs {{}, "TaskId", {TaskId = true}, {"TaskId", extra = true}, 5} do
        refused("must be an array of names of fields", "tasks", bad)
      end
      assert.is_table(listing("TaskId", "TaskId"))
    end)

    it("must be all that somebody needs, which is told before anything is sent", function()
      looked.service:reset()
      local function lacks(name, f) raises(("the listing has no %s: add it to fields"):format(name), f) end
      lacks("TaskStatus", function() report.summary(listing "DeviceName") end)
      lacks("TaskStatus", function() report.diff({}, listing("DeviceName", "ProductKey")) end)
      lacks("Progress", function() listing("JobId"):where(filter.progress(5)) end)
      lacks("Progress", function() aliota.chain(listing "JobId"):where(filter.progress(5)) end)
      lacks("SrcVersion", function() listing("JobId"):group_by "SrcVersion" end)
      lacks("TaskId", function() write.csv(listing "JobId", path, {columns = {"TaskId"}}) end)
      lacks("UtcCreate", function() write.prometheus(listing("JobId", "TaskStatus"), path) end)
      lacks("TaskStatus", function() report.summary(aliota.chain {listing "TaskStatus", listing "TaskId"}) end)
      lacks("DeviceName", function() client:plan_retry {tasks = listing("TaskStatus", "TaskId", "JobId")} end)
      assert.equal(0, looked.service:stats().requests)
    end)

    it("are enough where they are all that is looked at", function()
      local summary = assert(report.summary(listing "TaskStatus"))
      assert.same({DEVICES, {looked.service.job_id}}, {summary.total, summary.batches})
      assert.equal(DEVICES, write.csv(listing "DeviceName", function() end))
      assert.equal(DEVICES, write.table(listing "DeviceName", function() end))
      assert.equal(DEVICES, #listing("SrcVersion"):group_by "SrcVersion"["1.0.1"] + #listing("SrcVersion"):where(
        filter.no {SrcVersion = "1.0.1"}):collect())
    end)

    it("are asked of each of the listings that an iterator hands out, as it comes", function()
      local function both(...)
        local given = {listing(...), listing(...)}
        local at = 0
        return aliota.chain(function() at = at + 1 return given[at] end)
      end
      assert.equal(2 * DEVICES, report.summary(both "TaskStatus").total)
      raises("the listing has no TaskStatus: add it to fields", function() report.summary(both "TaskId") end)
    end)
  end)
end)
