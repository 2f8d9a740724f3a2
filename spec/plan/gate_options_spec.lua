local gate_options = require "aliota.plan.gate_options"

describe("plan.gate_options", function()
  it("have two reactions by name, or any function", function()
    for _, value in ipairs {"cancel", "plan", print} do assert.is_nil(gate_options.WAIT.on_gate.problem(value)) end
    assert.equal('is "Plan"; it must be "cancel", "plan" or a function; did you mean "plan"?',
      gate_options.WAIT.on_gate.problem "Plan")
    assert.equal('is 5; it must be "cancel", "plan" or a function', gate_options.WAIT.on_gate.problem(5))
  end)

  it("are of use together only", function()
    assert.is_nil(gate_options.problem_with {})
    assert.is_nil(gate_options.problem_with {fail_if = {}, on_gate = "plan", journal = "x",
      CancelInProgressTask = false})
    for given, missing in pairs {on_gate = "fail_if", journal = "on_gate", CancelInProgressTask = "on_gate"} do
      assert.truthy(gate_options.problem_with({[given] = false}):find(given .. " needs " .. missing, 1, true))
    end
  end)
end)
