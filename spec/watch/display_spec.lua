local looks = require "spec.support.looks"
local new_frame = require "aliota.watch.frame"
local tmux = require "spec.support.tmux"

local LUA = require "spec.support.interpreter"

-- Shows what follows on lines of the keyboard: the number of a batch its next look, x and a number a failure, t and a
-- number that time passes for it, e and a number its end.
local SCRIPT = [[
local errors = require "aliota.api.errors"
local looks = require "spec.support.looks"
local new_frame = require "aliota.watch.frame"
local frames, settled = {}, {}
local function frame(n)
  frames[n] = frames[n] or new_frame(io.stdout)
  return frames[n]
end
print(("above\n"):rep(40) .. "before")
local seconds = 0
for line in io.lines() do
  local key, n = line:match "^(%a?)(%d+)$"
  seconds = seconds + 10
  if key == "" then
    settled[n] = (settled[n] or 0) + 250
    frame(n):saw(looks.at({QUEUED = 1000 - settled[n], SUCCEEDED = settled[n] - 5, FAILED = 5}, {seconds = seconds},
      "batch-" .. n))
  elseif key == "x" then
    frame(n):failed(errors.new {kind = "network", message = "gone"}, seconds)
  elseif key == "t" then
    frame(n):tick(seconds)
  else
    frame(n):finish()
    print("ended " .. n)
  end
end
]]

describe("watch.display", function()
  -- What a display writes, one drawing after the other.
  local function drawings(f)
    local file = io.tmpfile()
    f(file)
    file:seek "set"
    local texts = {}
    for text in (file:read "*a" .. "\r"):gmatch "(.-)\r" do texts[#texts + 1] = text end
    file:close()
    return texts
  end

  it("is drawn once a second for all frames, not for each", function()
    local texts = drawings(function(file)
      local one, two = new_frame(file), new_frame(file)
      one:saw(looks.at({QUEUED = 5}, {seconds = 10}))
      two:saw(looks.at({QUEUED = 5}, {seconds = 10}, "other"))
      for quarter = 1, 8 do
        one:tick(10 + quarter / 4)
        two:tick(10 + quarter / 4)
      end
    end)
    assert.equal(4, #texts)
  end)

  it("forgets a watch that nobody has any more", function()
    local texts = drawings(function(file)
      local one = new_frame(file)
      one:saw(looks.at({QUEUED = 5}, nil, "one"))
      do
        local two = new_frame(file)
        two:saw(looks.at({QUEUED = 5}, nil, "two"))
      end
      collectgarbage()
      collectgarbage()
      one:tick(5)
    end)
    assert.same({true, false}, {texts[2]:find "two" ~= nil, texts[3]:find "two" ~= nil})
    assert.truthy(texts[3]:find "batch one · IN_PROGRESS · 5 s")
  end)

  it("keeps apart what is shown on different streams", function()
    local there
    local here = drawings(function(file)
      new_frame(file):saw(looks.at({QUEUED = 5}, nil, "one"))
      there = drawings(function(other) new_frame(other):saw(looks.at({QUEUED = 5}, nil, "two")) end)
    end)
    assert.same({1, 1}, {#here, #there})
    assert.same({"one", "two"}, {here[1]:match "batch (%w+)", there[1]:match "batch (%w+)"})
  end)
end)

describe("watch.display on a terminal", function()
  local script, terminal
  setup(function()
    script = os.tmpname()
    local file = assert(io.open(script, "w"))
    file:write(SCRIPT)
    file:close()
  end)
  teardown(function() os.remove(script) end)
  after_each(function() terminal:stop() end)

  local function start(columns, rows)
    terminal = tmux.start(columns, ("sh -c 'stty -echo; %s %s'"):format(LUA, script), rows)
    terminal:wait_for "before"
  end

  local lines_of = tmux.lines
  local function press(key, pattern) return terminal:enter(key, pattern) end

  it("has a line for each of several batches, whichever is looked at", function()
    start(100)
    press("1", "batch%-1 · IN_PROGRESS")
    press("2", "2 batches · 20 s")
    press("3", "3 batches · 30 s")
    press("t1", "3 batches · 40 s")
    local lines = lines_of(press("2", "3 batches · 50 s.*batch%-3 "))
    assert.equal(6, #lines, table.concat(lines, "\n"))
    assert.same({"before", "3 batches · 50 s"}, {lines[1], lines[2]})
    for n, percent in ipairs {"25.0", "50.0", "25.0"} do
      assert.truthy(lines[3 + n]:find(("^  batch%%-%d +1,000 +%s %%%% +█+"):format(n, percent)), lines[3 + n])
    end
  end)

  it("leaves what has ended behind, and goes on below what is written then", function()
    start(100)
    press("1", "batch%-1")
    press("2", "2 batches")
    press("3", "3 batches")
    assert.same({"before", "batch batch-2 · IN_PROGRESS · 20 s", "ended 2"}, (function()
      local lines = lines_of(press("e2", "ended"))
      return {lines[1], lines[2], lines[6], lines[7]}
    end)())
    local lines = lines_of(press("t3", "2 batches.*batch%-3 "))
    assert.same({"ended 2", "2 batches · 50 s", 10}, {lines[6], lines[7], #lines})
    press("e1", "ended 1")
    lines = lines_of(press("e3", "ended 3"))
    assert.same({"ended 2", "batch batch-1 · IN_PROGRESS · 10 s", "ended 1", "batch batch-3 · IN_PROGRESS · 50 s",
      "ended 3", 16}, {lines[6], lines[7], lines[11], lines[12], lines[16], #lines})
  end)

  it("makes room for what is said of a watch that had no look yet", function()
    start(100)
    press("1", "batch%-1")
    assert.same({"before", "ended 2"}, lines_of(press("e2", "ended")))
    assert.equal("ended 2", lines_of(press("t1", "batch%-1"))[2])
  end)

  it("tells which of them can't be looked at", function()
    start(100)
    press("1", "batch%-1")
    press("2", "2 batches")
    assert.truthy(press("x2", "gone"):find("\nbatch-2: network error: gone", 1, true))
    assert.equal(5, #lines_of(press("2", "50.0 %%")))
  end)

  it("fits any width", function()
    for _, columns in ipairs {40, 60, 80, 160} do
      start(columns)
      press("1", "batch%-1")
      press("2", "2 batches")
      local lines = lines_of(press("t2", "2 batches · 30 s.*batch%-2 "))
      -- It says so where columns are left out.
      assert.equal(columns < 160 and 6 or 5, #lines, table.concat(lines, "\n"))
      assert.truthy(lines[3]:find "left$", lines[3])
      if columns < 160 then terminal:stop() end
    end
  end)

  it("fits a terminal that is lower than it", function()
    start(80, 8)
    for n = 1, 9 do press(tostring(n), n == 1 and "batch%-1" or n .. " batches") end
    for n = 1, 2 do
      local screen = press("t" .. n, ("9 batches · %s\n.*lines$"):format(n == 1 and "1 min 40 s" or "1 min 50 s"))
      assert.equal(8, #lines_of(screen), screen)
      assert.truthy(screen:find "\n  … and 5 more lines$", screen)
    end
    assert.is_nil(terminal:history():match "batches", terminal:history())
  end)
end)
