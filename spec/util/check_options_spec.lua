local check_options = require "aliota.util.check_options"
local types = require "aliota.util.option_types"

local problem_with, read = check_options.problem_with, check_options.read

describe("check_options", function()
  local SET = {
    now = types.NUMBER, after = types.ANY, most = types.COUNT, at = types.TIME, wait = types.duration "seconds",
  }

  it("finds nothing wrong with good options", function()
    assert.is_nil(problem_with(nil, SET))
    assert.is_nil(problem_with({}, SET))
    assert.is_nil(problem_with({now = 1, after = "2h"}, SET))
    assert.is_nil(problem_with({after = 7200}, SET))
    assert.is_nil(problem_with({most = 0}, SET))
    assert.is_nil(problem_with({at = 1572838702.9}, SET))
  end)

  it("says what is wrong", function()
    assert.equal('there is no option "nwo"; did you mean "now"?', problem_with({nwo = 1}, SET))
    assert.equal("now must be a number, not a string", problem_with({now = "1"}, SET))
    for most, shown in pairs {[-1] = "-1", [1.5] = "1.5", [math.huge] = "Infinity", ["5"] = '"5"'} do
      local problem = ("most is %s; it must be a whole number, zero or more"):format(shown)
      assert.equal(problem, problem_with({most = most}, SET))
    end
    for at, shown in pairs {[-1] = "-1", [math.huge] = "Infinity", soon = '"soon"'} do
      assert.equal(("at is %s; it must be seconds since 1970, up to the year 9999"):format(shown),
        problem_with({at = at}, SET))
    end
    assert.equal("a table of options expected, not a string", problem_with("now", SET))
  end)

  it("reads what options mean into a table of its own", function()
    local given = {wait = "10m", most = 5, after = false}
    assert.same({wait = 600, most = 5, after = false}, read(given, SET))
    assert.same({wait = "10m", most = 5, after = false}, given)
    assert.same({}, read(nil, SET))
  end)

  it("names the same problem first, whatever the order of the table", function()
    local names = {"zeta", "now", "most", "beta", "at", "wait"}
    for first = 1, #names do
      local given = {}
      for i = 0, #names - 1 do given[names[(first + i - 1) % #names + 1]] = "x" end
      assert.equal('at is "x"', problem_with(given, SET):match "^[^;]*")
      given.at = nil
      assert.equal('there is no option "beta"', problem_with(given, SET):match "^[^;]*")
    end
    assert.equal('there is no option "1"', problem_with({"x", most = -1}, SET):match "^[^;]*")
  end)

  it("calls options what it is told, and offers further names", function()
    assert.equal('there is no figure "nwo"; did you mean "now"?', problem_with({nwo = 1}, SET, "figure"))
    assert.equal('there is no option "job_id"; did you mean "JobId"?',
      select(2, read({job_id = 1}, SET, nil, {now = true, JobId = true})))
  end)

  it("tells of what is within a value after a colon", function()
    local inner = types.checked(function(value)
      local problem = problem_with(value, SET)
      return problem and ": " .. problem
    end)
    assert.equal("inner: most is -1; it must be a whole number, zero or more",
      problem_with({inner = {most = -1}}, {inner = inner}))
  end)

  it("knows whether all names are in one of several sets", function()
    assert.is_true(check_options.knows({now = 1, JobId = 2}, SET, {JobId = true}))
    assert.is_false(check_options.knows({now = 1, JobID = 2}, SET, {JobId = true}))
  end)
end)
