local Iterator = require "aliota.listing.iterator"
local aliota = require "aliota"
local dressed = require "spec.support.dressed"
local errors = require "aliota.api.errors"
local named_tasks = require "spec.support.named_tasks"
local show = require "aliota.repl.show"
local text = require "aliota.show.text"

local function tasks(count)
  local rows = {}
  for i = 1, count do
    rows[i] = {
      TaskId = "t" .. i, DeviceName = "d" .. i, TaskStatus = i % 2 == 0 and "FAILED" or "SUCCEEDED", Progress = "5.00",
      SrcVersion = "1", DestVersion = "2", TaskDesc = "a\27[2Jb", UtcModified = "2026-01-05T08:19:57.000Z",
    }
  end
  return dressed(rows)
end

local function iterator_of(values, failure)
  local at = 0
  return Iterator.new(function()
    at = at + 1
    if values[at] == nil then return nil, failure end
    return values[at]
  end)
end

local function lines(shown)
  return select(2, shown:gsub("\n", "")) + 1
end

describe("repl.show", function()
  it("shows named devices and what became of them alike, in a list and in an array of it", function()
    local shown = show((named_tasks.of(8)), 80, false)
    assert.truthy(shown:find "d1  +SUCCEEDED" and shown:find "d4  +not there", shown)
    local rows = shown:gsub("\nno more than that", "")
    assert.equal(rows, show((named_tasks.of(8)):collect(), 80, false))
  end)

  it("shows the first tasks of an iterator, which it still has", function()
    local it_is = iterator_of(tasks(25))
    local shown = show(it_is, 80, false)
    assert.equal(13, lines(shown)) -- with the titles, the columns that are left out, and that there are more
    assert.truthy(shown:find "d10 " and not shown:find "d11 ")
    assert.truthy(shown:find "%? for value" == nil and shown:find "… and more")
    assert.equal(show(it_is, 80, false), shown)
    assert.equal("d1", it_is:next().DeviceName)
    assert.truthy(show(it_is, 80, false):find "d11 ")
    assert.equal(24, it_is:count())
  end)

  it("shows all of a short one, and none of an empty one", function()
    assert.truthy(show(iterator_of(tasks(2)), 80, false):find "d2 .*\nno more than that$")
    assert.equal("nothing", show(iterator_of {}, 80, false))
  end)

  it("shows of a listing that has ended what else there may be", function()
    local it_is, seen = iterator_of(tasks(2)), require("aliota.listing.coverage").new {unique = 2, total_last = 3}
    it_is.coverage = seen
    seen:note_problem {code = "RowsMissing", message = "page 1: 2 rows came where 3 of Total 3 should be"}
    assert.truthy(show(it_is, 200, false):find("no more than that\n2 of 3 tasks, not known to be complete; page 1: 2 "
      .. "rows came where 3 of Total 3 should be", 1, true))
    seen.complete = true
    assert.truthy(show(it_is, 80, false):find "no more than that$")
  end)

  it("shows the failure after what came before it, again and again", function()
    local failure = errors.new {kind = "network", message = "gone\nfor good", attempts = {
      {at = 0, seconds = 0.5, outcome = "refused"}, {at = 61, seconds = 1.25, outcome = "refused \27"},
    }}
    local it_is = iterator_of(tasks(1), failure)
    for _ = 1, 2 do
      local shown = show(it_is, 60, false)
      assert.truthy(shown:find "d1 .*\nnetwork error\ngone for good\nhint: ", shown)
      assert.truthy(shown:find("\n2 attempts:\n  00:00:00  0.500 s  refused\n  00:01:01  1.250 s  refused ?", 1, true))
    end
    assert.equal("d1", it_is:next().DeviceName)
    assert.same({nil, failure}, {it_is:next()})
  end)

  it("keeps to the width, shows nothing that steers, and colours states", function()
    for _, value in ipairs {iterator_of(tasks(12)), tasks(12), tasks(1)[1], "\27[2J\nb", {a = ("x"):rep(30)}} do
      for _, width in ipairs {60, 80, 160} do
        local shown = show(value, width, false)
        assert.is_nil(shown:gsub("\n", ""):find "%c")
        for line in shown:gmatch "[^\n]+" do assert.is_true(text.width(line) <= width, line) end
      end
    end
    assert.truthy(show(tasks(2), 160, true):find("\27[31mFAILED\27[0m", 1, true))
  end)

  it("shows a task by its fields, those that are not documented, too", function()
    local task = tasks(1)[1]
    task.ModuleName = "mcu"
    local shown = show(task, 80, false)
    assert.truthy(shown:find "^  DeviceName +d1\n  TaskStatus +SUCCEEDED\n  Progress +5\n")
    assert.truthy(shown:find "\n  Timeout +–\n" and shown:find "\n  ModuleName +mcu$", shown)
  end)

  it("shows a page by its tasks", function()
    local page = {CurrentPage = 2, PageCount = 3, PageSize = 100, Total = 1234, tasks = tasks(12)}
    local shown = show(page, 80, false)
    assert.truthy(shown:find "^page 2 of 3: 12 of 1,234 tasks\n")
    assert.truthy(shown:find "\n  … and 2 more rows$")
    assert.equal("  page 2 of 3: 12 of 1,234 tasks\nno more than that", show(iterator_of {page}, 80, false))
  end)

  it("leaves a look at a batch its colours, and takes them from one in a row", function()
    local counts = setmetatable({}, {__tostring = function() return "\27[1m5 tasks\27[0m\nmore" end})
    local kind = named_tasks.watch().pair
    local looks = Iterator.new(function() return counts, {} end, nil, {paced = true, pair = kind})
    assert.truthy(show(looks, 80, true):find "^\27%[1m5 tasks\27%[0m\nmore\n")
    assert.equal("  5 tasks more", show({kind:record(counts, {})}, 80, false))
  end)

  it("does not wait for what comes as time goes by, and says what is used up", function()
    local pulls, values = 0, tasks(3)
    local looks = Iterator.new(function()
      pulls = pulls + 1
      return values[pulls]
    end, nil, {paced = true})
    for _, iterator in ipairs {looks, looks:take(2), named_tasks.watch().paced and looks} do
      assert.truthy(show(iterator, 80, false):find "d%d .*\n… and more as time goes by: for value in _ do … end$")
    end
    assert.equal(2, pulls)
    looks:count()
    assert.truthy(show(looks, 80, false):find "^the iterator has been read to its end or closed")
  end)

  it("shows what is plain as Lua, and what is long by its beginning", function()
    assert.equal("7", show(7, 80, false))
    assert.equal("aliota.null", show(aliota.null, 80, false))
    assert.equal("nil", show(nil, 80, false))
    assert.equal("false", show(false, 80, false))
    assert.equal('{Data = {a = "x"}}', show({Data = {a = "x"}}, 80, false))
    assert.equal('  {a = 1}\n  {a = 2}', show({{a = 1}, {a = 2}}, 80, false))
    local long = {}
    for i = 1, 100 do long["name" .. i] = ("x"):rep(80) end
    assert.truthy(show(long, 80, false):find "\n  … and 62 more lines$")
    assert.equal(41, lines(show(long, 80, false)))
    assert.equal(("line\n"):rep(99) .. "line", show(("line\n"):rep(100), 80, false)) -- but a text is whole
  end)

  it("shows functions by what is known of them", function()
    local client = aliota.new {endpoint = "http://127.0.0.1"}
    assert.equal(require("aliota.help").on "client:tasks", show(client.tasks, 80, false))
    assert.truthy(show(print, 80, false):find "^function: ")
  end)

  it("leaves to others how they print", function()
    local client = aliota.new {endpoint = "http://127.0.0.1"}
    assert.equal("aliota client for http://127.0.0.1/", show(client, 80, false))
  end)
end)
