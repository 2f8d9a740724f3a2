-- Listings without the core, without cjson and without a network: by a source in Lua alone, in a child where none of
-- them can be loaded.
local shell = require "spec.support.shell"

local WITHOUT = [[
for _, name in ipairs {"aliota.core", "cjson", "cjson.safe", "cqueues", "socket"} do
  package.preload[name] = function() error("there is no " .. name, 0) end
end
]]

local function run(code)
  local lua = require "spec.support.interpreter"
  local output, status = shell.run(lua .. " -e '" .. WITHOUT .. code .. "'")
  return output, status
end

describe("a listing without the core", function()
  it("hands out every task, and goes on from a cursor", function()
    local output, status = run [[
      local listing = require "aliota.listing"
      local source = require "spec.support.pure_source" (55)
      local function tasks_of(resume)
        return assert(listing.tasks(source, listing.with_paging {JobId = "j", PageSize = 10}, {resume = resume}))
      end
      local tasks, first, cursor = tasks_of(), 0, nil
      for _ in tasks do
        first = first + 1
        if first == 23 then cursor = tasks:cursor() break end
      end
      tasks:close()
      local rest, count = tasks_of(cursor), 0
      for task in rest do
        count = count + 1
        if count == 1 then print(task.TaskId) end
      end
      print(first, count, rest.coverage)
    ]]
    assert.same({"t24\n23\t32\t55 of 55 tasks, complete\n", 0}, {output, status})
  end)

  it("can be narrowed, counted and joined", function()
    local output, status = run [[
      local listing, source = require "aliota.listing", require "spec.support.pure_source"
      local asked = listing.with_paging {JobId = "j"}
      print(listing.pages(source(250), asked, {}):count(), require "aliota.listing.counts"(source(5), "j").total)
      local some = require "aliota.listing.selection"(source(250), asked, {TaskStatus = "QUEUED"}, {})
      local chain = require "aliota.listing.chain"(some:take(7), listing.tasks(source(3), asked, {}))
      print(chain:count())
    ]]
    assert.same({"3\t5\n10\n", 0}, {output, status})
  end)

  it("is in folders of which no file needs them, batches and devices included", function()
    local output, status = run [[
      local files = io.popen "ls lua/aliota/listing/*.lua lua/aliota/api/*.lua"
      for path in files:lines() do require((path:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/", "."))) end
      for name in pairs(package.loaded) do
        local folder = name:match "^aliota%.(%a+)"
        if folder and not ("util api filter show listing"):find(folder, 1, true) then print(name) end
      end
    ]]
    assert.same({"", 0}, {output, status})
  end)
end)
