local rules = require "aliota.quota.rules"

describe("the rules of a shared quota", function()
  local text, now
  before_each(function() text, now = "", 10000 end)

  local function apply(...)
    local answer
    text, answer = rules.apply(text, now, ...)
    return answer
  end

  -- As a process with these settings asks: 2 places, a window of 1 second, patience of 0.7, and a lease of 10.
  local function ask(process) return apply("ask", process, 2, 1, 0.7, 10) end

  it("let as many go as there are places, then say when one will be free", function()
    assert.equal("go 1", ask "a")
    assert.equal("go 2", ask "b")
    apply("date", "1", 0)
    now = 10000.25
    apply("date", "2", 0)
    assert.equal("wait 0.750000", ask "c")
    now = 10001
    assert.equal("go 3", ask "c")
  end)

  it("count a call whose process has not said when it went out for as long as it may", function()
    assert.equal("go 1", ask "a")
    assert.equal("go 2", ask "a")
    assert.equal("wait 11.000000", ask "a")
    now = 10005
    apply("date", "1", -10)
    apply("date", "2", -10)
    now = 10015.9
    assert.truthy(ask("a"):find "^wait")
    now = 10016
    assert.equal("go 3", ask "a")
  end)

  it("let whoever has waited longest go first, and whoever went joins the line again behind the others", function()
    for number = 1, 2 do
      assert.equal("go " .. number, ask "a")
      apply("date", number, 0)
    end
    for _, process in ipairs {"b", "c", "a"} do assert.truthy(ask(process):find "^wait") end
    now = 10000.5
    assert.equal("wait 1.500000", ask "a") -- two go before it, each needs a place
    for _, process in ipairs {"c", "b"} do ask(process) end
    now = 10001
    assert.truthy(ask("a"):find "^wait")
    assert.equal("go 3", ask "c") -- there are places for both of the first two
    assert.truthy(ask("c"):find "^wait")
    assert.equal("go 4", ask "b")
  end)

  it("wait for nobody who has left, or has not asked for a while", function()
    for number = 1, 2 do apply("date", ask("a"):match "%d+", number / 10) end
    ask "b"
    ask "c"
    apply("leave", "b")
    now = 10000.75
    ask "d"
    now = 10000.95
    assert.equal("go 3", ask "d")
  end)

  it("give the place of a call that never went out to the next", function()
    ask "a"
    ask "a"
    apply("free", "2")
    assert.equal("go 3", ask "b")
  end)

  it("hold everybody until the longest pause that was asked for is over", function()
    apply("hold", 5)
    apply("hold", 3)
    assert.equal("wait 5.000000", ask "a")
    now = 10005
    assert.equal("go 1", ask "a")
  end)

  it("keep fewer places after more were taken", function()
    for _ = 1, 4 do apply("date", apply("ask", "a", 4, 1, 0.7, 10):match "%d+", 0) end
    now = 10000.5
    assert.equal("wait 0.500000", ask "a")
  end)

  it("are not stuck when the clock is set back", function()
    for _ = 1, 2 do apply("date", ask("a"):match "%d+", 0) end
    ask "b"
    now = 5000
    assert.equal("go 3", ask "c")
  end)

  it("ask for nothing but the libraries that Lua has in Redis", function()
    local path = package.searchpath("aliota.quota.rules", package.path)
    local env = {string = string, table = table, math = math, ipairs = ipairs, tonumber = tonumber}
    local chunk = setfenv and setfenv(loadfile(path), env) or loadfile(path, "t", env)
    assert.equal("go 1", select(2, chunk().apply("", 100, "ask", "a", "2", "1", "0.7", "10")))
  end)
end)
