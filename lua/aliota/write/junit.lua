-- JUnit's XML, as continuous integration reads it: a test suite a batch, a test case a device. SUCCEEDED passes, FAILED
-- fails for the reason in TaskDesc; whatever else is skipped and says its state.
--
-- The counts of a suite stand before its cases, so the cases of each batch wait in a temporary file; held in memory are
-- some counters a batch.
local columns = require "aliota.write.columns"
local decimal = require "aliota.util.decimal"
local escape = require "aliota.write.markup"
local reason = require "aliota.api.reason"
local target = require "aliota.util.target"
local task_status = require "aliota.api.task_status"
local utc = require "aliota.util.utc"

local junit = {}

junit.options = {}

local FIELDS = {
  "JobId", "TaskStatus", "TaskDesc", "Progress", "SrcVersion", "DestVersion", "UtcCreate", "UtcModified", "ProductName",
  "DeviceName",
}

function junit.looks_at() return FIELDS end

local BLOCK = 65536

-- Test cases ----------------------------------------------------------------------------------------------------------

local MILLISECONDS = 3 -- places of seconds

local function seconds_of(task)
  local created, changed = utc.parse(task.UtcCreate), utc.parse(task.UtcModified)
  if not (created and changed and task_status.IS_SETTLED[task.TaskStatus]) then return nil end
  return math.max(0, changed - created)
end

local function failure_of(task)
  local said = columns.text(task.TaskDesc)
  return ('<failure type="FAILED" message="%s">%s to %s, progress %s</failure>'):format(
    escape(said ~= "" and said or reason.words(reason.of(task))), escape(task.SrcVersion), escape(task.DestVersion),
    escape(task.Progress and columns.text(task.Progress)))
end

local function skipped_of(task)
  local said = columns.text(task.TaskDesc)
  return ('<skipped message="%s"/>'):format(escape(task.TaskStatus) .. (said ~= "" and ": " .. escape(said) or ""))
end

-- Readers know a case again by its class and its name, whatever suite it is in; so the batch is a part of the class.
local function case_of(task, seconds, outcome)
  local time = seconds and (' time="%s"'):format(decimal.fixed(seconds, MILLISECONDS)) or ""
  return ('<testcase classname="%s.%s" name="%s"%s>%s</testcase>\n'):format(escape(task.ProductName),
    escape(task.JobId), escape(task.DeviceName), time, outcome)
end

-- Suites --------------------------------------------------------------------------------------------------------------

local function new_suite(name)
  local file, problem = io.tmpfile()
  if not file then return nil, "a temporary file: " .. problem end
  return {name = name, file = file, cases = target.open(file), tests = 0, failures = 0, skipped = 0, seconds = 0}
end

local function add_case(suite, task)
  local seconds, outcome = seconds_of(task), ""
  if task.TaskStatus == "FAILED" then
    suite.failures, outcome = suite.failures + 1, failure_of(task)
  elseif task.TaskStatus ~= "SUCCEEDED" then
    suite.skipped, outcome = suite.skipped + 1, skipped_of(task)
  end
  suite.tests, suite.seconds = suite.tests + 1, suite.seconds + (seconds or 0)
  suite.cases:write(case_of(task, seconds, outcome))
end

local function write_suite(out, suite)
  out:write(('<testsuite name="%s" tests="%d" failures="%d" errors="0" skipped="%d" time="%s">\n'):format(
    suite.name, suite.tests, suite.failures, suite.skipped, decimal.fixed(suite.seconds, MILLISECONDS)))
  local ok, problem = suite.cases:commit()
  if not ok then return out:fail("a temporary file: " .. problem) end
  suite.file:seek("set")
  for block in function() return suite.file:read(BLOCK) end do out:write(block) end
  out:write "</testsuite>\n"
end

function junit.new(out)
  local suites = {}

  local function suite_of(id)
    local name = escape(id)
    if suites[name] then return suites[name] end
    local suite, problem = new_suite(name)
    if not suite then return out:fail(problem) end
    suites[name], suites[#suites + 1] = suite, suite
    return suite
  end

  out:write '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
  return function(task)
    local suite = suite_of(task.JobId)
    if suite then add_case(suite, task) end
  end, function()
    for _, suite in ipairs(suites) do
      write_suite(out, suite)
      suite.file:close()
    end
    out:write "</testsuites>\n"
  end
end

return junit
