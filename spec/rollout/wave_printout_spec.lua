local rollouts = require "spec.support.rollouts"

describe("wave_printout", function()
  local world
  before_each(function() world = rollouts.world() end)

  local function shows(made, ...)
    for _, width in ipairs {60, 100, 160} do
      local shown = made:render {width = width}
      for line in shown:gmatch "[^\n]+" do assert.is_true(#line:gsub("[\128-\191]", "") <= width, line) end
    end
    local shown = made:render({width = 120})
    for _, text in ipairs {...} do assert.truthy(shown:find(text, 1, true), shown) end
    return shown
  end

  it("shows what is going to happen", function()
    local names = {}
    for i = 1, 450 do names[i] = "d" .. i end
    local made = world:rollout({
      {devices = names}, {percent = 5, gate = {FAILED = 0}}, {percent = 50, soak = 0, timeout = "1d"},
    }, {gate = {failure_rate = 0.02, settled = 10}, soak = 1800}, "22:00-05:00+08:00")
    made.busy = {count = 7, names = {"a", "b", "c", "d", "e", "f"}, JobIds = {"j", "k"}}
    shows(made, "Roll out 2.0, package firmware, in 3 waves",
      "1  200 of 450 named devices      to do", "1  50 of 450 named devices", "2  5 % of the devices that fit   to do",
      "Waves 1, 3: Gate of each batch: failure_rate at most 2.0 % once 10 tasks are settled; else",
      "Wave 2: Gate of each batch: FAILED at most 0; else",
      "Waves 1, 2: A pause of 30 min follows before the next wave.", "Wave 3: Each batch is waited for 1 d at most.",
      "A batch begins only between 22:00-05:00+08:00.", "It does not come to all devices",
      "7 devices have open tasks in 2 other batches: a, b, c, d, e ….", "The service makes no second task",
      "5 calls of CreateOTAStaticUpgradeJob", "Nothing is changed before rollout:apply().")
    made.params.OverwriteMode, made.unfit = 2, {count = 6, names = {"p", "q", "r", "s", "t", "u"}}
    shows(made, "6 named devices have no version to follow and will be passed over: p, q, r, s, t ….")
    made.unfit = {names = {}}
    shows(made, "Whether the named devices have versions to follow was not looked at: they are too many.")
    shows(made, "They are overwritten, unless a device has begun.")
  end)

  it("shows what has happened", function()
    local made = world:rollout({{percent = 5}, {percent = 100}})
    local shown = shows(made, "No gate: no failure stops it.", "Nothing limits how long it takes")
    assert.is_nil(shown:find("open tasks of", 1, true))
    function world.verdict(job_id) return job_id == "job2" and {outcome = "timeout"} or {outcome = "done"} end
    made:apply()
    shown = shows(made, "done        10       1  job1", "running", "job2",
      "The rollout is not complete; rollout:apply() goes on with it.")
    assert.is_nil(shown:find("Nothing is changed", 1, true))
    world.verdict = nil
    made:apply()
    shows(made, "The rollout is complete.")
  end)

  it("shows why it has stopped", function()
    local made = world:rollout({{percent = 5}, {percent = 100}})
    function world.verdict() return {outcome = "gate", broken = {name = "FAILED", limit = 0, value = 1}} end
    function world.answer(action) return action == "stop" and rollouts.lost() or nil end
    made:apply()
    shows(made, "gate broken, to be stopped", "A gate is broken: FAILED is 1; at most 0 was allowed.")
    world.answer = nil
    made:apply()
    shows(made, "stopped", "The rollout is stopped: FAILED is 1; at most 0 was allowed.")
    made = world:rollout {{percent = 5}}
    function world.verdict() return {outcome = "canceled"} end
    made:apply()
    shows(made, "The rollout has ended: its batch was canceled.")
  end)

  it("lets no text of the service steer a terminal", function()
    local made = world:rollout {{percent = 5}}
    made.package.DestVersion, made.steps[1].JobId, made.params.FirmwareId = "2\27[2J", "j\27[2J\n", "f\27[2J"
    made.busy = {count = 1, names = {"d\27[2J"}, JobIds = {"j"}}
    assert.is_nil(made:render({width = 100, colour = false}):find "\27")
  end)
end)
