local kinds = require "aliota.shell.argument_kinds"

describe("argument_kinds", function()
  it("reads what it wants", function()
    for given, expected in pairs {["10"] = 10, ["0.5"] = 0.5, ["10m"] = 600, ["2h"] = 7200, ["1.5d"] = 129600} do
      assert.equal(expected, kinds.SECONDS:value("--interval", given))
    end
    assert.equal(2.5, kinds.NUMBER:value("--qps", "2.5"))
    assert.equal(80, kinds.whole(0, 100):value("--port", "80"))
    assert.equal("FAILED", kinds.STATUS:value("--status", "FAILED"))
    assert.equal("x", kinds.TEXT:value("--reason", "x"))
    assert.is_false(kinds.one_of({no = false}):value("--x", "no"))
  end)

  it("names the argument, what it takes and what was given", function()
    for problem, case in pairs {
      ["--interval takes seconds or a duration such as 10m, not abc"] = {kinds.SECONDS, "--interval", "abc"},
      ["--interval takes seconds or a duration such as 10m, not -1"] = {kinds.SECONDS, "--interval", "-1"},
      ["--qps takes a number, not 1x"] = {kinds.NUMBER, "--qps", "1x"},
      ["--port takes a port from 0 to 65535, not 0.5"] = {kinds.whole(0, 65535, "a port"), "--port", "0.5"},
      ["--port takes a whole number from 0 to 9, not nan"] = {kinds.whole(0, 9), "--port", "nan"},
      ['--status takes a state of tasks, not FAIL; did you mean "FAILED"?'] = {kinds.STATUS, "--status", "FAIL"},
      ["--qps takes a number, not ?[2J"] = {kinds.NUMBER, "--qps", "\27[2J"},
    } do
      assert.same({nil, problem}, {case[1]:value(case[2], case[3])})
    end
  end)

  it("takes no empty text, of whatever kind", function()
    for _, kind in ipairs {kinds.TEXT, kinds.NUMBER, kinds.SECONDS, kinds.STATUS} do
      assert.same({nil, "--version is empty"}, {kind:value("--version", "")})
    end
  end)
end)
