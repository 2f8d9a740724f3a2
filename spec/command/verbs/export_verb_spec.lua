local cqueues = require "cqueues"
local example = require "spec.support.example"
local model = require "spec.support.model"
local python = require "spec.support.python"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local wait_until = require "spec.support.wait_until"

local DEVICES = 8000
local FAST, SLOW = "--qps 1000", "--qps 2" -- pages a second

local READER = [[
import csv, io, json, sys
text = sys.stdin.buffer.read().decode("utf-8")
print(json.dumps(list(csv.reader(io.StringIO(text, newline=""), strict=True))))
]]

-- Runs what follows on a terminal of its own.
local ON_TERMINAL = python.COMMAND .. [[ -c 'import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' ]]

local function content_of(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local content = file:read "*a"
  file:close()
  return content
end

local function write(path, content)
  local file = assert(io.open(path, "wb"))
  file:write(content)
  file:close()
end

describe("aliota export", function()
  local service, directory, finished
  setup(function()
    service = assert(sandbox.start {devices = DEVICES, chaos = {latency = {ms = 5}}})
    directory = shell.run("mktemp -d"):gsub("\n", "")
    finished = directory .. "/out.csv"
  end)
  teardown(function()
    service:stop()
    shell.run("rm -r " .. directory)
  end)
  before_each(function() shell.run("rm -rf " .. directory .. "/*") end)

  local function command(options, job_id)
    local job = job_id or service.job_id
    return example.command(service, ("bin/aliota export %s %s %s"):format(job, finished, options))
  end

  local function export(options, job_id)
    local said, status = shell.run(command(options, job_id))
    return status, said
  end

  -- Starts an export; its end is waited for by `ended`.
  local function start(options)
    local pipe = io.popen(("exec 2>/dev/null; %s & echo $!; wait $!; echo $?"):format(command(options)))
    return {pipe = pipe, pid = pipe:read "*l"}
  end

  -- The exit status of what was started, after a signal.
  local function ended(run, signal)
    os.execute(("kill -%s %s"):format(signal, run.pid))
    local status = tonumber(run.pipe:read "*l")
    run.pipe:close()
    return status
  end

  local function checkpoint() return content_of(finished .. ".checkpoint") end

  -- Runs an export until it has written another checkpoint than before, and one of more than the first row.
  local function start_until_checkpoint()
    local before, run = checkpoint(), start(SLOW)
    wait_until(function()
      local now = checkpoint()
      return now ~= before and tonumber(now:match "\n(%d+)\n") > 1000
    end)
    return run
  end

  local function files() return (shell.run("ls " .. directory):gsub("\n", " ")) end

  -- The rows of the file by TaskId, as another program reads them.
  local function rows_of(path)
    local cells = python(READER, content_of(path))
    local rows = {}
    for i = 2, #cells do
      local row = {}
      for j, name in ipairs(cells[1]) do row[name] = cells[i][j] end
      assert.is_nil(rows[row.TaskId], "twice: " .. row.TaskId)
      rows[row.TaskId] = row
    end
    return rows, #cells - 1
  end

  local function assert_is_whole()
    assert.equal("out.csv ", files())
    local rows, count = rows_of(finished)
    assert.equal(DEVICES, count)
    for _, task in ipairs(service:truth({JobId = service.job_id}).rows) do
      local row = rows[task.TaskId]
      row.Progress, task.Progress = tonumber(row.Progress), tonumber(task.Progress)
      assert.same(task, row)
    end
  end

  it("survives 20 kills at any moment", function()
    local random = model.random(20)
    for i = 1, 20 do
      -- A third of them strikes just after a checkpoint was written.
      local run = i % 3 == 0 and start_until_checkpoint() or start(SLOW)
      cqueues.poll(random(i % 3 == 0 and 20 or 700) / 1000)
      assert.equal(128 + 9, ended(run, "KILL"))
      assert.is_nil(content_of(finished))
    end
    local saved = #content_of(finished .. ".part")
    service:reset()
    assert.same({0, ""}, {export(FAST .. " --quiet")})
    assert_is_whole()
    assert.truthy(saved > 100000 and service:stats().requests < DEVICES / 100)
  end)

  it("goes on after ^C, and says so", function()
    local run = start_until_checkpoint()
    assert.equal(130, ended(run, "INT"))
    assert.equal("out.csv.checkpoint out.csv.part ", files())
    assert.same({0, ""}, {export(FAST .. " --quiet")})
    assert_is_whole()
  end)

  it("goes on after ^C at its first moment, and says so only where there is something to go on with", function()
    service:chaos {latency = {ms = 20000, after = 1}}
    finally(function() service:chaos {latency = {ms = 5}} end)
    local errors = directory .. "/errors"
    local function interrupted(seen)
      local run = io.popen(("%s 2>%s & pid=$!; echo $pid; wait $pid; echo $?"):format(command "--qps 1", errors))
      local pid = run:read "*l"
      wait_until(seen)
      os.execute("kill -INT " .. pid)
      assert.equal(130, tonumber(run:read "*l"))
      run:close()
      return content_of(errors):match "[^\n]*\n$"
    end
    assert.equal("interrupted; run the same command again to go on\n", interrupted(checkpoint))
    assert.truthy(content_of(finished .. ".part"):find "\n.")
    shell.run("rm " .. directory .. "/*")
    service:chaos {latency = {ms = 20000}}
    service:reset()
    assert.equal("interrupted\n", interrupted(function() return service:stats().requests > 0 end))
    assert.equal("errors ", files())
    shell.run("rm " .. directory .. "/*")
  end)

  it("names no file that the user did not give", function()
    local said, status = shell.run(example.command(service, ("bin/aliota export %s %s/none/x.csv"):format(
      service.job_id, directory)))
    assert.same({"file error: " .. directory .. "/none/x.csv: No such file or directory\n", 1}, {said, status})
    write(finished, "no folder")
    said, status = shell.run(example.command(service, ("bin/aliota export %s %s/x.csv"):format(
      service.job_id, finished)))
    assert.same({"file error: " .. finished .. "/x.csv: Not a directory\n", 1}, {said, status})
  end)

  it("goes on after an error, and leaves nothing behind where there was no task", function()
    service:chaos {business_error = {code = "iot.some.Reason", after = 20, count = 1}}
    local status, said = export(FAST)
    assert.equal(1, status)
    assert.truthy(said:find("iot.some.Reason", 1, true))
    assert.truthy(said:find "after %d+00 tasks; run the same command again to go on\n$", said)
    assert.same({0, ""}, {export(FAST .. " --quiet")})
    assert_is_whole()
    os.remove(finished)
    status, said = export(FAST, "nonesuch")
    assert.same({1, ""}, {status, files()})
    assert.truthy(said:find("iot.ota.JobNotFound", 1, true))
    assert.is_nil(said:find "again")
  end)

  it("goes on when the disk was full for a while", function()
    -- Units of half a kilobyte or a whole one; the first pages fit.
    local said, status = shell.run("trap '' XFSZ; ulimit -f 150; " .. command(SLOW))
    assert.equal(1, status)
    assert.truthy(said:find(finished .. ": File too large\n", 1, true), said)
    assert.truthy(checkpoint())
    assert.same({0, ""}, {export(FAST .. " --quiet")})
    assert_is_whole()
  end)

  it("leaves nothing behind where not even the first row can be kept", function()
    local said, status = shell.run("trap '' XFSZ; ulimit -f 0; " .. command(FAST))
    assert.same({1, "file error: " .. finished .. ": File too large\n", ""}, {status, said, files()})
  end)

  it("is one process's at a time", function()
    local run = start_until_checkpoint()
    os.execute("kill -STOP " .. run.pid) -- it would miss its checkpoint with its next page
    assert.same({1, ("file error: %s.checkpoint: another process writes to this file; one at a time may\n"):format(
      finished)}, {export(FAST)})
    os.remove(finished .. ".checkpoint") -- as it is before the first row
    local status, said = export(FAST)
    os.execute("kill -INT " .. run.pid)
    assert.equal(130, ended(run, "CONT"))
    assert.same({1, ("file error: %s: another process writes to this file; one at a time may\n"):format(finished)},
      {status, said})
  end)

  it("gives its name to no file that somebody else has put there", function()
    local run = start "--qps 20"
    wait_until(checkpoint)
    os.execute(("cp %s.part %s/other; mv %s/other %s.part"):format(finished, directory, directory, finished))
    assert.equal(1, ended(run, "0")) -- when it ends by itself
    assert.is_nil(content_of(finished))
  end)

  it("has no bad moment: neither when the file can't get its name nor when it just got it", function()
    local run = start "--qps 20"
    wait_until(checkpoint)
    os.execute("mkdir " .. finished)
    assert.equal(1, ended(run, "0")) -- when it ends by itself
    os.execute("rmdir " .. finished)
    assert.equal("out.csv.checkpoint out.csv.part ", files())
    os.rename(finished .. ".part", finished)
    service:reset()
    assert.same({0, ""}, {export(FAST .. " --quiet")})
    assert.equal(0, service:stats().requests)
    assert_is_whole()
  end)

  it("follows a link, and keeps the permissions of the file that it replaces", function()
    write(finished, "old")
    os.execute(("chmod 640 %s; cd %s; mkdir links; ln -s ../out.csv links/latest"):format(finished, directory))
    local link = directory .. "/links/latest"
    local said, status = shell.run(example.command(service, ("bin/aliota export %s %s --quiet --output csv %s"):format(
      service.job_id, link, FAST)))
    assert.same({"", 0}, {said, status})
    assert.truthy(os.execute("test -L " .. link))
    assert.equal("640\n", (shell.run("stat -c %a " .. finished)))
    os.execute("rm -r " .. directory .. "/links")
    assert_is_whole()
  end)

  it("refuses a folder before it asks for anything", function()
    os.execute("mkdir " .. finished)
    service:reset()
    assert.same({1, "file error: " .. finished .. ": Is a directory\n"}, {export(FAST)})
    assert.same({0, "out.csv "}, {service:stats().requests, files()})
  end)

  it("writes into what is no file", function()
    os.execute("mkfifo " .. finished)
    local reader = io.popen(("timeout 60 wc -l <%s"):format(finished))
    assert.same({0, ""}, {export(FAST .. " --quiet")})
    assert.equal(DEVICES + 1, tonumber(reader:read "*a"))
    reader:close()
    assert.equal("out.csv ", files())
    os.execute(("rm %s; ln -s /dev/full %s"):format(finished, finished))
    assert.same({1, "file error: " .. finished .. ": No space left on device\n"}, {export(FAST .. " --quiet")})
  end)

  it("refuses a checkpoint that does not fit, says how to start over, and changes nothing", function()
    assert.equal(130, ended(start_until_checkpoint(), "INT"))
    local good, part = checkpoint(), content_of(finished .. ".part")
    local function assert_refused(problem, options, job_id)
      local before = checkpoint()
      local status, said = export(FAST .. (options or ""), job_id)
      assert.equal(1, status)
      assert.equal(("%s.checkpoint %s; to start over, delete it\n"):format(finished, problem), said)
      assert.equal(before, checkpoint())
    end
    assert_refused("does not fit: the cursor is of another listing: its JobId is not the same", "", "another")
    local misfit = "does not fit: the cursor is of another listing: its %s is not the same"
    assert_refused(misfit:format "TaskStatus", " --task-status FAILED")
    assert_refused("does not fit: it is of an export of csv, all fields, all tasks, not of csv, all fields, all tasks, "
      .. "formulas", " --formulas")
    for _, damaged in ipairs {"", good:sub(1, -2), good:gsub("\n%d", "\n", 1), good .. "x", (good:gsub("^.", "g"))} do
      write(finished .. ".checkpoint", damaged)
      assert_refused "is damaged"
    end
    write(finished .. ".checkpoint", good)
    assert.equal(part, content_of(finished .. ".part"))
    write(finished .. ".part", part:sub(1, 1000))
    assert_refused("promises more than there is in " .. finished .. ".part")
    os.remove(finished .. ".part")
    assert_refused("promises more than there is in " .. finished .. ".part")
    os.remove(finished .. ".checkpoint")
    assert.equal(0, (export(FAST)))
    assert_is_whole()
  end)

  it("writes what any program reads, and no formula of a device", function()
    service:chaos {hostile_text = {}}
    assert.equal(0, (export(FAST)))
    service:chaos {hostile_text = false}
    local seen = {}
    for _, row in pairs((rows_of(finished))) do
      assert.is_nil(row.TaskDesc:find "^[=+%-@\t\r]")
      seen[row.TaskDesc] = true
    end
    for _, text in ipairs {"'=cmd|' /C calc'!A0", "'@SUM(1+1)*cmd", "'-2+3", '"},\r\n<script>alert(1)</script>'} do
      assert.is_true(seen[text], text)
    end
  end)

  it("goes on although the batch has become smaller, and says that there may be more", function()
    ended(start_until_checkpoint(), "KILL")
    service:chaos {wrong_total = {by = -1}}
    local status, said = export(FAST .. " --quiet")
    service:chaos {wrong_total = false}
    local _, count = rows_of(finished)
    assert.same({2, DEVICES, "out.csv "}, {status, count, files()}, said)
    assert.truthy(said:find("Total went from 8000 to 7999", 1, true), said)
  end)

  it("exports one state, and says when there may be more of it", function()
    assert.equal(0, (export(FAST .. " --task-status FAILED")))
    local _, failed = rows_of(finished)
    assert.equal(service:truth().jobs[1].by_status.FAILED, failed)
    local still = service
    service = assert(sandbox.start {devices = 118000}) -- more than 100,000 of them succeeded
    local status, said = export(FAST .. " --task-status SUCCEEDED --quiet", service.job_id)
    service:stop()
    service = still
    assert.equal(2, status)
    assert.truthy(said:find "out.csv is finished, but there may be more: 100000 of %d+ tasks, not known ")
    assert.equal("out.csv ", files())
  end)

  it("says what it has done, and shows no progress where there is no terminal", function()
    assert.same({0, ("%d tasks in %s\n"):format(DEVICES, finished)}, {export "--qps 40"})
  end)

  it("shows its progress in one line that rewrites itself on a terminal, and takes it away", function()
    local said, status = shell.run(ON_TERMINAL .. command "--qps 40" .. " </dev/null")
    assert.equal(0, status)
    local shown, lines = said:gsub("\r[%d,]+00 of 8,000 tasks, +%d+%.%d %%[^\r\27]*\27%[K", "")
    assert.truthy(lines > 10 and said:find " tasks, +%d+%.%d %%, %d+ a second, %d+ s left\27", said)
    assert.equal(("\r\27[K%d tasks in %s\r\n"):format(DEVICES, finished), shown)
  end)

  it("goes on with an export of NDJSON, of some fields, and of what is chosen", function()
    finished = directory .. "/out.ndjson"
    finally(function() finished = directory .. "/out.csv" end)
    local OPTIONS = " --fields DeviceName,TaskStatus --where 'DeviceName=device-*' --where TaskStatus!=FAILED"
    local run, names = start(SLOW .. OPTIONS), {}
    wait_until(function()
      local now = checkpoint()
      return now and tonumber(now:match "\n(%d+)\n") > 10000
    end)
    assert.equal(137, ended(run, "KILL"))
    local status, said = export(FAST)
    assert.equal(1, status)
    assert.equal(finished .. ".checkpoint does not fit: it is of an export of ndjson, DeviceName,TaskStatus, "
      .. "(DeviceName is like device-* and not (TaskStatus is FAILED)), not of ndjson, all fields, all tasks; "
      .. "to start over, delete it\n", said)
    local wanted = DEVICES - service:truth().jobs[1].by_status.FAILED
    assert.same({0, ("%d tasks in %s\n"):format(wanted, finished)}, {export(FAST .. OPTIONS)})
    for line in content_of(finished):gmatch "[^\n]+" do
      local name = line:match '^{"DeviceName":"([^"]+)","TaskStatus":"[A-Z_]+"}$'
      assert.is_true(name ~= nil and not names[name], line)
      names[name], wanted = true, wanted - 1
    end
    assert.equal(0, wanted)
  end)

  it("writes every other format whole, in the format that the name ends in", function()
    for ending, begins in pairs {html = "<!DOCTYPE html>", json = '{"tasks":', xml = "<?xml", prom = "# HELP"} do
      finished = directory .. "/out." .. ending
      assert.same({0, ""}, {export(FAST .. " --task-status FAILED --quiet")})
      assert.equal(begins, content_of(finished):sub(1, #begins))
      assert.equal("out." .. ending .. " ", files())
      os.remove(finished)
    end
    finished = directory .. "/out"
    assert.same({1, ('%q has no ending that names a format; --output names one\n'):format(finished)}, {export(FAST)})
    finished = directory .. "/out.cvs"
    assert.same({1, "this format takes no --bom\n"}, {export(FAST .. " --output ndjson --bom")})
    assert.same({1, 'there is no format for "cvs"; did you mean "csv"?\n'}, {export(FAST)})
    finished = directory .. "/out.csv"
  end)
end)
