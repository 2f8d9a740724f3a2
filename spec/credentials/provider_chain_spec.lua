local chain = require "aliota.credentials.provider_chain"
local provider = require "spec.support.provider"
local step = require "aliota.credentials.step"

local KEYS = {access_key_id = "id", access_key_secret = "s"}

describe("chain", function()
  -- Links that count how often they are asked; `has` says which have keys, nobody has set the others up.
  local function links(has)
    local asked, list = {0, 0, 0}, {}
    for i, name in ipairs {"first", "second", "third"} do
      list[i] = {name = name, provide = function()
        asked[i] = asked[i] + 1
        return step.ask({}, function() return has[i] and step.keys(KEYS) or step.absent("nothing in " .. i) end)
      end}
    end
    return chain(list), asked, has
  end

  local function run(provide) return (provider.run(provide, function() return {} end)) end

  it("takes the first that has keys, and asks it alone from then on", function()
    local provide, asked, has = links {false, true, true}
    assert.same({KEYS, "second"}, {run(provide).keys, run(provide).provider})
    has[1] = true
    assert.equal("second", run(provide).provider)
    assert.same({1, 3, 0}, asked)
    has[2] = false
    assert.equal("second: nothing in 2", run(provide).problem)
  end)

  local function link(name, last) return {name = name, provide = function() return last end} end

  it("has a problem that will pass if any of its links has", function()
    for _, kind in ipairs {step.absent, step.doubtful} do
      local function transient() return link("b", kind("down", true)) end
      local function lasting() return link("a", kind "none") end
      assert.is_true(run(chain {transient(), lasting()}).is_transient)
      assert.is_nil(run(chain {lasting(), lasting()}).is_transient)
    end
    assert.is_true(run(chain {link("a", step.none("down", true))}).is_transient)
  end)

  it("goes no further than a place that is set up and has none", function()
    local provide = chain {
      link("a", step.absent "nothing"), link("b", step.doubtful "half"), link("c", step.none "broken"),
      link("d", step.keys(KEYS)),
    }
    local account, events = provider.account()
    assert.equal("b: half; c: broken; put that right, or take it away: keys of another place are not used in its stead",
      provider.run(provide, nil, account).problem)
    assert.same({}, events)
  end)

  it("tells of places that may be meant when it takes keys of another, once", function()
    local provide = chain {
      link("a", step.absent "nothing"), link("b", step.doubtful "half"), link("c", step.doubtful "empty"),
      link("d", step.keys(KEYS)),
    }
    local account, events = provider.account()
    for _ = 1, 2 do assert.equal("d", provider.run(provide, nil, account).provider) end
    assert.same({"warning", "the keys are those of the d, as they could not be had before: b: half; c: empty"},
      {events[1].type, events[1].message})
    assert.equal(1, #events)
  end)

  it("says of each why it did not serve, and remembers none", function()
    local provide, asked, has = links {false, false, false}
    assert.equal("first: nothing in 1; second: nothing in 2; third: nothing in 3", run(provide).problem)
    has[1] = true
    assert.equal("first", run(provide).provider)
    assert.same({2, 1, 1}, asked)
  end)
end)
