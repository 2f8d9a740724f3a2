local cjson = require "cjson"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local tmux = require "spec.support.tmux"

local DEVICES = 120

describe("aliota list", function()
  local service
  setup(function() service = assert(sandbox.start {devices = DEVICES}) end)
  teardown(function() service:stop() end)

  local function list(words, job_id)
    return command.run(service, ("list %s --qps 1000 %s"):format(job_id or service.job_id, words or ""))
  end

  local function truth() return service:truth({JobId = service.job_id}).rows end

  local function objects(output)
    local list_of = {}
    for line in output:gmatch "[^\n]+" do list_of[#list_of + 1] = cjson.decode(line) end
    return list_of
  end

  it("prints an object a task where there is no terminal", function()
    local status, output, errors = list()
    assert.same({0, ""}, {status, errors})
    local tasks, by_id = objects(output), {}
    for _, task in ipairs(tasks) do by_id[task.TaskId] = task.TaskStatus end
    assert.equal(DEVICES, #tasks)
    for _, row in ipairs(truth()) do assert.equal(row.TaskStatus, by_id[row.TaskId]) end
  end)

  it("prints every format, and the fields that are asked for", function()
    for format, first in pairs {
      csv = "DeviceName,TaskStatus\r", ndjson = '{"DeviceName":"device-000001","TaskStatus":"', json = '{"tasks":',
      markdown = "# ", html = "<!DOCTYPE html>", prometheus = "# HELP", junit = "<?xml",
      table = "DeviceName     TaskStatus",
    } do
      local has_columns = format == "csv" or format == "ndjson" or format == "table"
      local status, output = list("--output " .. format .. (has_columns and " --fields DeviceName,TaskStatus" or ""))
      assert.equal(0, status)
      assert.equal(first, output:sub(1, #first))
    end
    local _, page = list "--output html --title 'Line 3 & 4'"
    assert.truthy(page:find("<title>Line 3 &amp; 4", 1, true))
    assert.truthy(select(2, list "--output csv --bom"):find "^\239\187\191DeviceName")
    assert.equal('DeviceName\r\n"=""device-000001"""\r\n',
      (select(2, list "--output csv --formulas --fields DeviceName"):match "^.-\n.-\n"))
    local status, _, errors = list "--output json --title x"
    assert.equal(1, status)
    assert.equal("this format takes no --title\n", errors)
    assert.equal("this format takes no --fields\n", select(3, list "--output html --fields DeviceName"))
  end)

  -- Which devices are listed, held against what is so.
  local function assert_lists(words, is_wanted)
    local status, output, errors = list("--output csv --fields DeviceName " .. words)
    assert.same({0, ""}, {status, errors}, words)
    local wanted, listed = {}, {}
    for _, row in ipairs(truth()) do if is_wanted(row) then wanted[#wanted + 1] = row.DeviceName end end
    for name in output:gmatch "([^\r\n]+)\r\n" do listed[#listed + 1] = name ~= "DeviceName" and name or nil end
    table.sort(wanted)
    table.sort(listed)
    assert.same(wanted, listed, words)
    assert.truthy(#wanted > 0 and #wanted < DEVICES, words)
  end

  it("chooses", function()
    local function of_status(status) return function(row) return row.TaskStatus == status end end
    assert_lists("--task-status FAILED", of_status "FAILED")
    assert_lists("--where TaskStatus=FAILED", of_status "FAILED")
    assert_lists("--where 'SrcVersion=1.0.*,9'", function(row) return row.SrcVersion:find "^1%.0%." ~= nil end)
    assert_lists("--where SrcVersion!=1.0.0", function(row) return row.SrcVersion ~= "1.0.0" end)
    assert_lists("--where Progress=100 --where 'DeviceName=*1'", function(row)
      return tonumber(row.Progress) == 100 and row.DeviceName:find "1$" ~= nil
    end)
    assert_lists("--where progress=1..100", function(row) return tonumber(row.Progress) >= 1 end)
    assert_lists("--where 'reason=timed out'", function(row) return row.TaskDesc:find "time" ~= nil end)
    local times = {}
    for i, row in ipairs(truth()) do times[i] = row.UtcModified end
    table.sort(times)
    local median = times[DEVICES / 2]
    assert_lists("--where changed_since=" .. median, function(row) return row.UtcModified >= median end)
    assert_lists("--device-names device-000001,device-000007", function(row)
      return row.DeviceName == "device-000001" or row.DeviceName == "device-000007"
    end)
  end)

  it("takes names of devices from a file and from standard input, and says which have no task", function()
    local path = os.tmpname()
    finally(function() os.remove(path) end)
    local file = assert(io.open(path, "w"))
    for i = 1, 60 do file:write(("device-%06d\n"):format(i)) end
    file:write "elsewhere\n"
    file:close()
    local status, output, errors = list("--output table --device-names @" .. path)
    assert.same({0, ""}, {status, errors})
    assert.truthy(output:find("60 of 60 tasks, complete; 1 name has no task\n", 1, true), output)
    status, output = command.shell(("%s <%s"):format(
      command.line(service, ("list %s --device-names @- --task-status FAILED"):format(service.job_id)), path))
    assert.equal(0, status)
    for _, task in ipairs(objects(output)) do assert.equal("FAILED", task.TaskStatus) end
    assert.truthy(#objects(output) > 0)
  end)

  it("says what is wrong with a condition, and what to write", function()
    for words, expected in pairs {
      ["--where Srcversion=1"] = [[there is no field or condition "Srcversion"; did you mean "SrcVersion"?]],
      ["--where older-than=2h"] = "NAME=VALUE or NAME!=VALUE expected, such as SrcVersion=1.0.*",
      ["--where older_than=x"] = [[a length of time expected, seconds or a text such as "2h", not "x"]],
      ["--where TaskStatus=FAIL"] = [[TaskStatus is "FAIL"; did you mean "FAILED"?]],
      ["--where progress=50"] = "progress takes FROM..TO, such as 50..99", ["--where progress=.."] = "a limit expected",
      ["--where Progress=much"] = "Progress must be a number", ["--where reason=1.."] = "",
      ["--where changed_since=monday"] = "a time such as 2019-11-04T03:38:22Z expected, not monday",
    } do
      local status, output, errors = list(words)
      assert.same({expected == "" and 0 or 1, ""}, {status, output}, words)
      assert.truthy(expected == "" or errors:find(("\nError: %s: "):format(words), 1, true), errors)
      assert.truthy(errors:find(expected, 1, true), errors)
    end
  end)

  it("says what is wrong with the batch", function()
    local status, output, errors = list("", "nonesuch")
    assert.same({1, ""}, {status, output})
    assert.truthy(errors:find "^ListOTATaskByJob: api error iot.ota.JobNotFound: .*; hint: is the JobId right, and of "
      and not errors:find "client:", errors)
  end)

  it("tells by its exit status where there may be more, and makes that an error if it is to be strict", function()
    service:chaos {wrong_total = {by = 1}}
    finally(function() service:chaos(false) end)
    local status, output, errors = list "--output csv"
    assert.same({2, DEVICES + 1}, {status, select(2, output:gsub("\n", ""))})
    assert.truthy(errors:find "^the list is finished, but there may be more: 120 of 121 tasks, not known ", errors)
    status, output, errors = list "--strict --output html"
    assert.equal(1, status)
    assert.truthy(errors:find("120 of 121", 1, true) and not output:find "</html>", errors)
  end)

  it("keeps what is no text off a terminal", function()
    local terminal = tmux.start(100, command.line(service, ("list %s --output xlsx"):format(service.job_id)))
    finally(function() terminal:stop() end)
    local screen = terminal:wait_for "exit 1"
    assert.truthy(screen:find("xlsx is not for a terminal: send it to a file, as in > tasks.xlsx", 1, true), screen)
    assert.is_nil(screen:find("PK", 1, true))
  end)

  for _, columns in ipairs {60, 100, 160} do
    it("is a table on a terminal, as wide as that: " .. columns, function()
      local line = command.line(service, ("list %s --task-status FAILED"):format(service.job_id))
      local terminal = tmux.start(columns, line)
      finally(function() terminal:stop() end)
      local screen = terminal:wait_for "exit 0"
      local failed = service:truth().jobs[1].by_status.FAILED
      assert.truthy(screen:find(("%d of %d tasks, complete"):format(failed, failed), 1, true), screen)
      assert.truthy(screen:find "^DeviceName +TaskStatus +Progress ", screen)
      assert.equal(columns == 160, screen:match "^[^\n]+":find "DestVersion$" ~= nil, screen)
      for row in screen:gmatch "[^\n]+" do
        assert.truthy(#row:gsub("[\128-\191]", "") <= columns, row)
      end
    end)
  end

  it("shows its progress on a terminal while its output goes elsewhere, and leaves nothing of it there", function()
    local path = os.tmpname()
    local terminal = tmux.start(80, ("%s --qps 0.2 >%s"):format( -- seconds between two pages
      command.line(service, "list " .. service.job_id), path))
    finally(function()
      terminal:stop()
      os.remove(path)
    end)
    terminal:wait_for "100 of 120 tasks, 83.3 %%"
    assert.equal("exit 0", terminal:wait_for "exit 0")
    assert.equal(tostring(DEVICES), (shell.run("wc -l <" .. path):gsub("%s", "")))
  end)
end)
