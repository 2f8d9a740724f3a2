local chain = require "aliota.credentials.chain"
local provider = require "spec.support.provider"
local step = require "aliota.credentials.step"

local KEYS = {access_key_id = "id", access_key_secret = "s"}

describe("chain", function()
  -- Links that count how often they are asked; `has` says which have keys.
  local function links(has)
    local asked, list = {0, 0, 0}, {}
    for i, name in ipairs {"first", "second", "third"} do
      list[i] = {name = name, provide = function()
        asked[i] = asked[i] + 1
        return step.ask({}, function() return has[i] and step.keys(KEYS) or step.none("nothing in " .. i) end)
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

  it("has a problem that will pass if any of its links has", function()
    local transient = {name = "b", provide = function() return step.none("down", true) end}
    local lasting = {name = "a", provide = function() return step.none "none" end}
    assert.is_true(run(chain {transient, lasting}).is_transient)
    assert.is_nil(run(chain {lasting, lasting}).is_transient)
  end)

  it("says of each why it did not serve, and remembers none", function()
    local provide, asked, has = links {false, false, false}
    assert.equal("first: nothing in 1; second: nothing in 2; third: nothing in 3", run(provide).problem)
    has[1] = true
    assert.equal("first", run(provide).provider)
    assert.same({2, 1, 1}, asked)
  end)
end)
