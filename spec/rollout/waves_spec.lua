local waves = require "aliota.rollout.waves"

local function names(count, prefix)
  local list = {}
  for i = 1, count do list[i] = (prefix or "d") .. i end
  return list
end

local function problem_with(list) return waves.LIST.problem(list) end

local function refused(message, list)
  local problem = problem_with(list)
  assert.truthy(problem and problem:find(message, 1, true), problem)
end

describe("waves", function()
  it("are cut into what one batch takes", function()
    local all, steps = waves.of({{devices = names(401)}, {percent = 12.5}}, {})
    assert.same({401, 12.5}, {all[1].devices, all[2].percent})
    local sizes = {}
    for i, step in ipairs(steps) do
      sizes[i] = step.devices and #step.devices or 0
      assert.same({i, "to_do"}, {step.number, step.state})
    end
    assert.same({200, 200, 1, 0}, sizes)
    assert.same({"d201", "d401"}, {steps[2].devices[1], steps[3].devices[1]})
    assert.same({all[1], all[2]}, {steps[3].wave, steps[4].wave})
  end)

  it("have what the rollout says, unless they say it themselves", function()
    local common = {gate = {FAILED = 3}, soak = 60}
    local all = waves.of({{percent = 1}, {percent = 2, gate = {stalled = "10m"}, soak = "1h", timeout = "2h"}}, common)
    assert.same({{FAILED = 3}, 60}, {all[1].gate, all[1].soak})
    assert.same({{stalled = 600}, 3600, 7200}, {all[2].gate, all[2].soak, all[2].timeout})
  end)

  it("choose devices as CreateOTAStaticUpgradeJob does", function()
    local _, steps = waves.of({{devices = {"a"}}, {percent = 0.5}, {percent = 99.999}, {percent = 100}}, {})
    local selections = {}
    for i, step in ipairs(steps) do selections[i] = waves.selection(step) end
    assert.same({
      {TargetSelection = "SPECIFIC", TargetDeviceName = {"a"}}, {TargetSelection = "GRAY", GrayPercent = "0.5"},
      {TargetSelection = "GRAY", GrayPercent = "99.999"}, {TargetSelection = "ALL"},
    }, selections)
  end)

  it("are good in many ways", function()
    for _, list in ipairs {
      {{percent = 100}}, {{devices = {"a"}}}, {{percent = 5}, {devices = names(1000)}, {percent = 6}},
      {{percent = 0.001}, {percent = 0.002}, {percent = 33.333}}, {{percent = 5, soak = 0}},
    } do
      assert.is_nil(problem_with(list))
    end
  end)

  it("are misused in many ways, and it is said which wave is meant", function()
    refused("must be an array of waves, not a number", 5)
    refused("is empty: a rollout needs a wave", {})
    refused("must be an array of waves: {{…}}, not one wave", {percent = 5})
    refused(": wave 1 must be a table, not a number", {5})
    refused(": wave 2 has no devices: give devices or percent", {{percent = 5}, {}})
    refused(": wave 1: devices is empty: a wave needs devices", {{devices = {}}})
    refused(": wave 1: devices must be an array of names, not a string", {{devices = "a"}})
    refused("without holes and other keys", {{devices = {a = true}}})
    refused(": wave 1: devices: name 2 is blank", {{devices = {"a", " "}}})
    refused(": wave 1: devices: name 1 is a number", {{devices = {5}}})
    refused("has devices and percent, which exclude each other", {{devices = {"a"}, percent = 5}})
    refused(': wave 1: there is no option "precent"; did you mean "percent"?', {{precent = 5}})
    refused(': wave 1: gate: there is no figure "failure"', {{percent = 5, gate = {failure = 1}}})
    for _, percent in ipairs {0, -5, 100.5, 0.0001, 33.3333, "5", 0 / 0} do
      refused("it must be a number above 0, up to 100, with at most 3 decimals", {{percent = percent}})
    end
  end)

  it("must add up", function()
    refused(": wave 2 has 5 percent after 5: percentages must rise", {{percent = 5}, {percent = 5}})
    refused(": wave 3 has 20 percent after 50", {{percent = 50}, {devices = {"a"}}, {percent = 20}})
    refused(": wave 2 comes after 100 percent, which leaves no device for it", {{percent = 100}, {devices = {"a"}}})
    refused(": wave 2 comes after 100 percent", {{percent = 100}, {percent = 100}})
    refused(': wave 1 names "a" twice', {{devices = {"a", "b", "a"}}})
    refused(': wave 2 names "b", as wave 1 does', {{devices = {"a", "b"}}, {devices = {"b"}}})
  end)

  it("are said in words", function()
    local all = waves.of({{devices = {"a"}}, {devices = names(1500)}, {percent = 2.5}, {percent = 100}}, {})
    local words = {}
    for i, wave in ipairs(all) do words[i] = waves.words(wave) end
    assert.same({"1 named device", "1,500 named devices", "2.5 % of the devices that fit", "all devices that fit"},
      words)
  end)
end)
