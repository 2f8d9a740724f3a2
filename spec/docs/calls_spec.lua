-- The tables of docs/calls.md, held against what a client takes.
local aliota = require "aliota"
local manual = require "spec.support.manual"
local operations = require "aliota.api.operations"
local takes = require "aliota.help.takes"

local PAGE = "docs/calls.md"

-- No option is such a thing, so that a method refuses it by its name, or says that there is no such option.
local NO_VALUE = coroutine.create(function() end)

describe(PAGE, function()
  local client = aliota.new {region = "cn-shanghai"}

  it("has an entry for every operation and every option", function()
    local text = manual.text(PAGE)
    for action in pairs(operations) do
      local method = text:match("| `([%l_]+)` | `" .. action .. "` |")
      assert.equal("function", type(client[method]), action)
    end
    local fields = require("aliota.help.classes").all()["aliota.Options"]
    for option in pairs(require("aliota.help.classes").fields(fields)) do
      assert.truthy(text:find("\n| [^|]*`" .. option .. "`"), option)
    end
  end)

  it("has no option of aliota.new that there is not", function()
    for _, row in ipairs(manual.table_below(PAGE, "Options of aliota%.new")) do
      for _, option in ipairs(manual.names(row[1])) do
        local ok, message = pcall(aliota.new, {[option] = NO_VALUE})
        assert.is_false(ok)
        assert.is_nil(message:find "there is no option", message)
      end
    end
  end)

  -- What a method needs besides, by how its row ends, or by its name.
  local NEEDED = {
    jobs = {ProductKey = "p"}, devices = {JobId = "j", DeviceNames = {"a"}}, resume_plan = {text = "t"}, board = {},
    plan_rollout = {FirmwareId = "f", waves = {{percent = 5}}}, resume_rollout = {text = "t"},
    ["of tasks that are listed"] = {JobId = "j", TaskStatus = "QUEUED"}, ["of `tasks`"] = {tasks = {}},
    ["of a whole batch"] = {JobId = "j", CancelQueuedTask = true},
  }
  local WHAT_CHOOSES_TASKS = {where = {TaskStatus = "QUEUED"}} -- and so is of no plan of a whole batch

  local function call(method, params)
    if method == "call" or method == "explain" then return client[method](client, "QueryOTAJob", params) end
    if method == "board" then return client:board("j", params) end
    return client[method](client, params)
  end

  -- Nothing is sent: each of these calls is misuse.
  local function does_take(method, row, option)
    local ending, params = row:match "of [^,]+$", {}
    for name, value in pairs(NEEDED[ending] or NEEDED[method] or {JobId = "j"}) do params[name] = value end
    params[option] = params.CancelQueuedTask and WHAT_CHOOSES_TASKS[option] or NO_VALUE
    local ok, message = pcall(call, method, params)
    assert.is_false(ok, method .. " " .. option)
    return not (message:find "there is no option" or message:find "exclude each other"
      or message:find "CancelQueuedTask")
  end

  local rows = manual.table_below(PAGE, "Options of methods")

  for _, row in ipairs(rows) do
    it("tells what is taken by " .. row[1], function()
      local said = {}
      for _, option in ipairs(manual.names(row[2])) do said[option] = true end
      for _, method in ipairs(manual.names((row[1]:gsub(" of `tasks`$", "")))) do
        for option in pairs(require("aliota.help.option_tables")()) do
          assert.equal(said[option] or false, does_take(method, row[1], option), method .. " " .. option)
        end
      end
    end)
  end

  it("tells of every method that takes options, and explains each of them", function()
    local told, explained = {}, manual.text(PAGE):match "where it is explained(.-)\n\n"
    for _, row in ipairs(rows) do
      for _, method in ipairs(manual.names(row[1])) do told[method] = true end
      for _, option in ipairs(manual.names(row[2])) do
        assert.truthy(explained:find("`" .. option .. "`", 1, true), option)
      end
    end
    for method in pairs(takes.METHODS) do
      assert.is_true(told[method] or manual.text(PAGE):find("| `" .. method .. "` | `", 1, true) ~= nil, method)
    end
  end)
end)
