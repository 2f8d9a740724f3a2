-- Which fields rows have that were asked for.
local aliota = require "aliota"
local model = require "spec.support.model"
local listing = require "aliota.listing"
local projection = require "aliota.listing.projection"
local rows = require "spec.support.rows"
local seeds = require "spec.support.seeds"

local DEVICES = 430
local filter, projected = aliota.filter, rows.projected

describe("listing.projection", function()
  local looked
  setup(function() looked = rows.new(DEVICES) end)
  teardown(function() looked.service:stop() end)
  before_each(function() looked.service:chaos(false) end)

  for _, format in ipairs {"json", "xml"} do
    describe("in " .. format, function()
      local function client() return looked:client(format) end
      local function tasks(more) return client():tasks(looked:asking(more)) end

      local FIELDS = {"TaskStatus", "DeviceName"}

      it("are all that tasks, pages and named devices have", function()
        local all = assert(tasks():collect())
        local few = assert(tasks({fields = FIELDS}):collect())
        assert.equal(DEVICES, #few)
        for i, task in ipairs(few) do
          assert.same(projected(all[i], FIELDS), task)
          assert.equal(getmetatable(all[i]), getmetatable(task))
        end
        for page in client():pages(looked:asking {fields = {"TaskId"}}) do
          for i, task in ipairs(page.tasks) do
            assert.same({TaskId = all[(page.CurrentPage - 1) * looked.PAGE_SIZE + i].TaskId}, task)
          end
        end
        local name = all[3].DeviceName
        for _, more in ipairs {{}, {TaskStatus = all[3].TaskStatus}} do
          more.DeviceNames, more.fields = {name}, {"SrcVersion"}
          assert.same({{SrcVersion = all[3].SrcVersion}}, tasks(more):collect())
        end
        local devices = client():devices {
          JobId = looked.service.job_id, DeviceNames = {name, "none"}, fields = {"Progress"},
        }
        assert.same({{name = name, task = {Progress = all[3].Progress}}, {name = "none"}}, devices:collect())
        assert.is_string(tostring(few[1]))
      end)

      it("are all that a page has that an event tells of", function()
        tasks({fields = FIELDS}):count()
        local first = looked.pages[1].tasks[1]
        assert.same(projected(first, FIELDS), first)
      end)

      it("are all that is left where the listing looks at others to choose by", function()
        local expected = {}
        for task in tasks() do
          if task.TaskStatus == "FAILED" then expected[#expected + 1] = projected(task, {"DeviceName"}) end
        end
        for _, where in ipairs {filter.status "FAILED", function(task) return task.TaskStatus == "FAILED" end} do
          assert.same(expected, tasks({where = where, fields = {"DeviceName"}}):collect())
        end
        assert.same(expected, tasks({TaskStatus = "FAILED", fields = {"DeviceName"}}):collect())
      end)

      it("are all that batches have", function()
        local all = assert(client():jobs({FirmwareId = tasks():first().FirmwareId}):collect())
        for _, more in ipairs {{FirmwareId = all[1].FirmwareId}, {ProductKey = all[1].ProductKey}} do
          more.fields = {"JobId", "JobStatus"}
          local few = assert(client():jobs(more):collect())
          assert.same({#all, projected(all[1], more.fields)}, {#few, few[1]})
          assert.equal(getmetatable(all[1]), getmetatable(few[1]))
          assert.is_string(tostring(few[1]))
        end
      end)

      it("change no figure of the coverage, whatever the service gets wrong", function()
        for _, kind in ipairs {"missing_rows", "wrong_total", "other_batch", "future_field", "numeric_ids"} do
          local function listed(more)
            looked.service:reset()
            looked.service:chaos {[kind] = {after = 4}}
            local all = tasks(more)
            return assert(all:collect()), all.coverage
          end
          local all, coverage = listed()
          local few, same = listed {fields = FIELDS}
          assert.same({kind, coverage}, {kind, same})
          for i, row in ipairs(all) do all[i] = projected(row, FIELDS) end
          assert.same(all, few)
        end
      end)

      it("may be others after a cursor", function()
        local all = assert(tasks():collect())
        local first = tasks {fields = {"DeviceName"}}
        for _ = 1, looked.PAGE_SIZE + 5 do first:next() end
        local rest = assert(tasks({resume = first:cursor(), fields = {"TaskId"}}):collect())
        assert.equal(DEVICES - looked.PAGE_SIZE - 5, #rest)
        for i, task in ipairs(rest) do assert.same({TaskId = all[looked.PAGE_SIZE + 5 + i].TaskId}, task) end
      end)
    end)
  end

  for _, order in ipairs {"stable", "newest_change_first", "oldest_change_first"} do
    it("change nothing of what is seen of rows that move, listed " .. order, function()
      for seed in seeds(20) do
        local function listed(fields)
          local batch, step = model.new(500, order), 0
          local source = batch:source {fields = fields, between = function()
            step = step + 1
            for i = 1, 5 do batch:touch(batch.tasks[(step * 31 + i * 17 * seed) % 500 + 1]) end
          end}
          local tasks = assert(listing.tasks(source, listing.with_paging {JobId = "j", PageSize = 30}, {}))
          return tasks:collect(), tasks.coverage
        end
        local all, coverage = listed()
        local few, same = listed {DeviceName = true}
        assert.same(coverage, same)
        for i, task in ipairs(all) do all[i] = projected(task, {"DeviceName"}) end
        assert.same(all, few)
      end
    end)
  end

  describe("of any schema", function()
    local SCHEMA = {path = {"Data"}, id = "id", metatable = {}, values = {}}
    local function set(...)
      local fields = {}
      for _, name in ipairs {...} do fields[name] = true end
      return fields
    end

    it("are all, where nobody says which", function()
      local rows_are = projection.new(SCHEMA)
      rows_are:need "time"
      local row = {id = 1, time = 2, name = 3}
      rows_are:trim {row}
      assert.same({id = 1, time = 2, name = 3}, rows_are:finish(row))
      assert.is_nil(rows_are.schema.fields)
      assert.is_nil(rows_are:lacks(set "name"))
    end)

    it("are read with those that the listing needs, which are taken out", function()
      local rows_are = projection.new(SCHEMA, set "name")
      rows_are:need "time"
      assert.same(set("name", "time"), rows_are.schema.fields)
      local row = {id = 1, time = 2, name = 3}
      rows_are:trim {row}
      assert.same({name = 3}, row)
      assert.equal("time", rows_are:lacks(set("name", "time")))
      assert.is_nil(SCHEMA.fields)
    end)

    it("are kept as long as somebody looks at them later", function()
      local rows_are = projection.new(SCHEMA, set "name")
      rows_are:need "time"
      rows_are:need_late(set("id", "state"))
      assert.same(set("name", "time", "id", "state"), rows_are.schema.fields)
      local row = {id = 1, time = 2, name = 3, state = 4}
      rows_are:trim {row}
      assert.same({id = 1, name = 3, state = 4}, row)
      assert.same({name = 3}, rows_are:finish(row))
      rows_are:need_late(nil)
      assert.is_nil(rows_are.schema.fields)
      row = {id = 1, time = 2, name = 3, more = 4}
      rows_are:trim {row}
      assert.same({name = 3}, rows_are:finish(row))
    end)

    it("are fewer on demand before the first request, and not where they were asked for", function()
      local rows_are = projection.new(SCHEMA)
      rows_are:narrow(set "a")
      rows_are:narrow(set "b")
      assert.same(set("a", "b"), rows_are.schema.fields)
      local begun = projection.new(SCHEMA)
      begun:begin()
      begun:narrow(set "a")
      assert.is_nil(begun.schema.fields)
      local asked = projection.new(SCHEMA, set("a", "b"))
      asked:narrow(set "a")
      assert.same(set("a", "b"), asked.schema.fields)
      local row = {id = 1, a = 2}
      asked:trim {row}
      assert.same({a = 2}, row)
    end)

    it("are all of rows without a schema", function()
      local rows_are = projection.new(nil, set "a")
      rows_are:need "time"
      rows_are:narrow(set "a")
      local row = {b = 1}
      rows_are:trim {row}
      assert.same({b = 1}, rows_are:finish(row))
      assert.is_nil(rows_are.schema)
    end)
  end)
end)
