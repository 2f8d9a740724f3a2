-- What is so, for each assumption that a read can show: the value that the sandbox's switch has for it; or nil, and why
-- it was not seen.
local ascii = require "aliota.util.ascii"
local look_of = require "aliota.doctor.doctor_look"
local orders = require "aliota.listing.order"
local rows_of = require("aliota.api.answer_rows").of
local sorted_keys = require "aliota.util.sorted_keys"
local task = require "aliota.api.task"

local count, figure, why_of = look_of.count, look_of.figure, look_of.why

---@type table<string, fun(look: aliota.DoctorLook): any, string|nil>
local probes = {}

-- A probe of an answer that must be a good one.
local function of_answer(method, judge)
  return function(look)
    local answer, why = look[method](look)
    if not answer then return nil, why end
    if answer.err then return nil, why_of(answer.err) end
    return judge(answer, look)
  end
end

-- A probe of an answer that is a refusal on one side.
local function of_refusal(method, otherwise)
  return function(look)
    local answer, why = look[method](look)
    if not answer then return nil, why end
    if not answer.err then return otherwise end
    if answer.err.kind == "api" and not answer.err.retryable then return "error" end
    return nil, why_of(answer.err)
  end
end

-- A probe of the rows of the first page.
local function of_rows(judge)
  return function(look)
    local rows, why = look:rows()
    if not rows then return nil, why end
    return judge(rows, look)
  end
end

probes.order = of_rows(function(rows)
  local order = orders.new()
  order:look_at(rows)
  local name = order:name()
  if name == "unknown" then return nil, "the tasks that were seen changed at one time" end
  return name
end)

probes.page_past_end = of_refusal("past_end", "empty")
probes.unknown_device_names = of_refusal("unknown_name", "left_out")

probes.total_with_names = of_answer("one_name", function(answer, look)
  local total = figure(answer.members.Total)
  if total == 1 then return "found" end
  if total and total == look:total() then return "batch" end
  return nil, "Total is of neither"
end)

probes.status_filters_names = of_answer("other_status", function(answer) return count(answer) == 0 end)

probes.pages_of_names = of_answer("small_page_of_names", function(answer)
  return count(answer) > 1 and "one" or "many"
end)

probes.page_size_of_rows = of_answer("partial_page", function(answer)
  return figure(answer.members.PageSize) == count(answer)
end)

-- A decoder may give an integer that is too large as text.
probes.numeric_ids = of_rows(function(_, look)
  return look:page().text:find '"TaskId"[ \t\r\n]*:[ \t\r\n]*%d' ~= nil
end)

probes.short_progress = of_rows(function(rows)
  local is_there = false
  for _, row in ipairs(rows) do
    local progress = tostring(row.Progress)
    if progress:find "^%d+%." then return false end
    is_there = is_there or progress:find "^%d+$" ~= nil
  end
  if not is_there then return nil, "no task came with a Progress" end
  return true
end)

-- Words that the service has and aliota does not know.
local function strange(words)
  local names = {}
  for _, name in ipairs(sorted_keys(words)) do names[#names + 1] = look_of.word(name) end
  return names[1] and table.concat(names, " ") or false
end

probes.future_status = of_rows(function(rows)
  local words = {}
  for _, row in ipairs(rows) do
    if not look_of.is_known(row.TaskStatus) then words[tostring(row.TaskStatus)] = true end
  end
  return strange(words)
end)

probes.future_field = of_rows(function(rows)
  local words = {}
  for _, row in ipairs(rows) do
    for name in pairs(row) do
      if not task.types[name] then words[name] = true end
    end
  end
  return strange(words)
end)

probes.success_code = of_answer("job", function(answer)
  local code = answer.members.Code
  if code == nil then return "absent" end
  if type(code) ~= "string" then return "null" end
  return code == "" and "empty" or look_of.word(code)
end)

probes.gzip = of_answer("job", function(answer) return answer.headers["content-encoding"] == "gzip" end)

probes.http2 = of_answer("job_by_http2", function(answer) return answer.http == "2" end)

local SLACK = 2 -- seconds; a Date has whole ones, and the answer took a while

probes.clock_skew = of_answer("job", function(_, look)
  local offset = look:clock_offset()
  if not offset then return nil, "the answer has no Date" end
  return math.abs(offset) > SLACK and offset or 0
end)

-- The status of a refusal.
local function status_of(method)
  return function(look)
    local answer = look[method](look)
    if answer.err and answer.status then return answer.status end
    return nil, answer.err and why_of(answer.err) or "it was not refused"
  end
end

probes.refusal_status = status_of "no_job"

function probes.refusal_format(look)
  local answer = look:malformed()
  if not answer.text or not answer.err then return nil, answer.err and why_of(answer.err) or "it was not refused" end
  return answer.text:find "^[ \t\r\n]*<" and "xml" or "asked"
end

local LARGE, SMALL = 100, 10 -- pages of batches

-- The batches of the package, on as large a page as is taken.
local function batches_of(look)
  local answer, why = look:batches(LARGE)
  if not answer then return nil, why end
  if not answer.err then return answer, LARGE end
  answer = look:batches(SMALL)
  if answer.err then return nil, why_of(answer.err) end
  return answer, "less"
end

function probes.list_page_limit(look)
  local answer, limit = batches_of(look)
  if not answer then return nil, limit end
  return limit
end

function probes.list_job_status(look)
  local answer, why = batches_of(look)
  if not answer then return nil, why end
  for _, row in ipairs(rows_of(answer.members, {"Data", "SimpleOTAJobInfo"})) do
    local status = type(row) == "table" and row.JobStatus
    if status == "COMPLETE" or status == "COMPLETED" then return ascii.lower(status) end
  end
  return nil, "no batch of the package was seen to be over"
end

function probes.throttle_status(look)
  local throttled, why = look:throttled()
  if not throttled then return nil, why end
  return throttled.status
end

function probes.retry_after(look)
  local throttled, why = look:throttled()
  if not throttled then return nil, why end
  return throttled.headers["x-acs-retry-after"] ~= nil
end

return probes
