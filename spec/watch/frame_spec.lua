local looks = require "spec.support.looks"
local new_frame = require "aliota.watch.frame"
local tmux = require "spec.support.tmux"

local LUA = require "spec.support.interpreter"

-- Shows what follows on lines of the keyboard: n the next look, f a failure, t that time passes, e the end.
local SCRIPT = [[
local errors = require "aliota.api.errors"
local frame = require "aliota.watch.frame"(io.stdout)
local looks = require "spec.support.looks"
local seconds, settled, look = 0, 0
print(("above\n"):rep(12) .. "before") -- a terminal that becomes narrower pushes lines out at its top
for key in io.lines() do
  seconds = seconds + 10
  if key == "n" then
    settled = settled + 250
    look = looks.at({QUEUED = 1000 - settled, SUCCEEDED = settled - 5, FAILED = 5}, {seconds = seconds})
    frame:saw(look)
  elseif key == "f" then
    frame:failed(errors.new {kind = "network", message = "gone"}, seconds)
  elseif key == "t" then
    frame:tick(seconds)
  else
    frame:finish()
    print "after"
    os.exit(0)
  end
end
]]

describe("watch.frame", function()
  it("is drawn at most once a second while it waits", function()
    local file = io.tmpfile()
    local frame = new_frame(file)
    frame:saw(looks.at({QUEUED = 5}, {seconds = 10}))
    for quarter = 1, 9 do frame:tick(10 + quarter / 4) end
    file:seek "set"
    local times = {}
    for time in file:read("*a"):gmatch "IN_PROGRESS · (%d+) s" do times[#times + 1] = time end
    file:close()
    assert.equal("10 11 12", table.concat(times, " "))
  end)
end)

describe("watch.frame on a terminal", function()
  local script, terminal
  setup(function()
    script = os.tmpname()
    local file = assert(io.open(script, "w"))
    file:write(SCRIPT)
    file:close()
  end)
  teardown(function() os.remove(script) end)
  after_each(function() terminal:stop() end)

  local function start(columns)
    terminal = tmux.start(columns, ("sh -c 'stty -echo; %s %s'"):format(LUA, script))
    terminal:wait_for "before"
  end

  local lines_of = tmux.lines
  local function press(key, pattern) return terminal:enter(key, pattern) end

  it("redraws itself in place, and leaves the rest alone", function()
    start(100)
    assert.same({
      "before",
      "batch 7glPHmaDYLAYMD1HHutT02**** · IN_PROGRESS · 10 s",
      "  ███████████████                                               25.0 %",
      "QUEUED\194\160750, SUCCEEDED\194\160245, FAILED\194\1605",
      "250 of 1,000 tasks settled · 5 failed (2.0 %) · none settled lately",
    }, lines_of(press("n", "none settled")))
    local screen = press("n", "500 of 1,000")
    assert.equal(5, #lines_of(screen))
    assert.truthy(screen:find("██████████████████████████████  ", 1, true))
    assert.same({"before", "after", "exit 0"}, (function()
      local lines = lines_of(press("e", "exit"))
      return {lines[1], lines[6], lines[7]}
    end)())
  end)

  it("fits any width", function()
    for _, columns in ipairs {40, 60, 80, 160} do
      start(columns)
      local lines = lines_of(press("n", "lately"))
      assert.is_true(#lines <= 8, table.concat(lines, "\n"))
      assert.truthy(lines[#lines]:find "lately$")
      if columns < 160 then terminal:stop() end
    end
  end)

  it("stays one when the terminal becomes narrower or wider", function()
    start(100)
    press("n", "250 of")
    for i, columns in ipairs {50, 45, 130} do
      terminal:resize(columns)
      local screen = press(i < 3 and "n" or "t", i < 3 and (250 + i * 250) .. " of" or " 40 s")
      local _, titles = screen:gsub("batch 7gl", "")
      assert.equal(1, titles, screen)
      assert.equal("before", lines_of(screen)[1])
    end
    assert.equal(5, #lines_of(terminal:screen()))
  end)

  it("tells of a look that failed, and forgets it after the next", function()
    start(100)
    press("n", "250 of")
    assert.truthy(press("f", "network error: gone"):find("20 s", 1, true))
    assert.equal(5, #lines_of(press("n", "500 of")))
  end)

  it("shows nothing, and leaves no line, before there was a look", function()
    start(100)
    terminal:press "t"
    terminal:press "Enter"
    assert.same({"before", "after", "exit 0"}, lines_of(press("e", "exit")))
  end)
end)
