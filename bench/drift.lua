-- How exact listings are while devices move, at the pace of the documented quota: lua5.4 bench/drift.lua DEVICES…
--
-- For each number of devices, batches are listed side by side, each in a sandbox of its own, as a listing mostly waits
-- for its turn. A listing may miss tasks; it may not miss any and claim to be complete.
local shell = require "bench.shell"

local RATES = {5, 50, 500} -- changes a second
local ORDERS = {"stable", "newest_change_first", "oldest_change_first"}
local STATES = {"all", "QUEUED", "IN_PROGRESS"}

local COLUMNS = {"devices", "changes/s", "measured", "order", "TaskStatus", "listed", "missed", "claimed", "passes",
  "requests", "seconds"}
local ROW = "%7s | %9s | %8s | %-19s | %-11s | %6s | %6s | %-7s | %6s | %8s | %7s"

local function each_case(devices, visit)
  for _, rate in ipairs(RATES) do
    for _, order in ipairs(ORDERS) do
      for _, state in ipairs(STATES) do visit {devices = devices, rate = rate, order = order, state = state} end
    end
  end
end

local function start(case)
  case.pipe = io.popen(("%s bench/child/drift.lua %d %d %s %s"):format(
    shell.quote(arg[-1]), case.devices, case.rate, case.order, case.state))
end

local function finish(case)
  local figures = {}
  for name, value in case.pipe:read("*a"):gmatch "(%S+)\t(%S+)\n" do figures[name] = tonumber(value) end
  if not case.pipe:close() then error("a listing failed", 0) end
  return figures
end

local function print_row(case, figures)
  print(ROW:format(case.devices, case.rate, ("%.1f"):format(figures.rate), case.order, case.state, figures.unique,
    figures.missed, figures.claimed == 1 and "yes" or "no", figures.passes, figures.requests,
    ("%.1f"):format(figures.seconds)))
end

local wrong = 0

local function measure(devices)
  local cases = {}
  each_case(devices, function(case)
    start(case)
    cases[#cases + 1] = case
  end)
  for _, case in ipairs(cases) do
    local figures = finish(case)
    print_row(case, figures)
    if figures.claimed == 1 and figures.missed > 0 then wrong = wrong + 1 end
  end
end

io.stdout:setvbuf "line"
print(ROW:format(table.unpack(COLUMNS)))
for _, devices in ipairs(arg) do measure(tonumber(devices)) end
if wrong > 0 then
  io.stderr:write(("drift: %d claims were false\n"):format(wrong))
  os.exit(1, true)
end
