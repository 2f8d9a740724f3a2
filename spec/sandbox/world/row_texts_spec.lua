local cjson = require "cjson"
local support = require "spec.support.service"

local MEMBERS = {
  "DestVersion", "DeviceName", "FirmwareId", "IotId", "JobId", "ProductKey", "ProductName", "Progress", "SrcVersion",
  "TaskDesc", "TaskId", "TaskStatus", "Timeout", "UtcCreate", "UtcModified",
}

describe("rows", function()
  it("have the 15 members of the vendor's sample, as strings", function()
    local names = {}
    for name, value in pairs(support.new().world.batches[1].rows:row(1)) do
      names[#names + 1] = name
      assert.equal("string", type(value), name)
    end
    table.sort(names)
    assert.same(MEMBERS, names)
  end)

  it("are the same as tables and as text", function()
    local batch = support.new({job_id = 'a"b\\c', devices = 300}).world.batches[1]
    local tasks = batch.tasks:page(nil, 1, 300)
    assert.same(batch.rows:list(tasks), cjson.decode(batch.rows:list_text(tasks)))
    assert.equal("[]", batch.rows:list_text({}))
  end)

  it("have null for Timeout without a time-out", function()
    local batch = support.new({timeout_minutes = false}).world.batches[1]
    assert.equal(cjson.null, batch.rows:row(1).Timeout)
    assert.equal(cjson.null, cjson.decode(batch.rows:list_text({1}))[1].Timeout)
  end)

  it("follow the settings of the batch", function()
    local batch = support.new().world.batches[1]
    batch.rows:list_text({1})
    batch.settings.TimeoutInMinutes = 7
    batch.rows:refresh()
    assert.equal("7", batch.rows:row(1).Timeout)
    assert.equal("7", cjson.decode(batch.rows:list_text({1}))[1].Timeout)
  end)

  it("stand between other texts", function()
    local batch = support.new().world.batches[1]
    for _, tasks in ipairs {{}, {1}, {1, 2, 3}} do
      assert.equal("<" .. batch.rows:list_text(tasks) .. ">", batch.rows:list_text(tasks, "<", ">"))
    end
  end)

  describe("as text", function()
    local PAGES = 5
    local batch
    before_each(function() batch = support.new({devices = 100 * PAGES}).world.batches[1] end)
    after_each(function() collectgarbage "restart" end)

    -- Kilobytes for each of the text: the least of several pages, as a table that all strings share grows now and then.
    local function memory_of_pages()
      local least = math.huge
      collectgarbage()
      collectgarbage "stop"
      for page = 1, PAGES do
        local tasks, before = batch.tasks:page(nil, page * 100 - 99, 100), collectgarbage "count"
        local text = batch.rows:list_text(tasks)
        least = math.min(least, (collectgarbage "count" - before) * 1024 / #text)
      end
      collectgarbage "restart"
      return least
    end

    it("take the memory of what is remembered and of the page", function()
      local first, again = memory_of_pages(), memory_of_pages()
      assert.is_true(first < 2.2, first)
      assert.is_true(again < 1.4, again)
    end)
  end)
end)
