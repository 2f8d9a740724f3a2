local rules = require "aliota.quota.rules"

describe("the rules of a shared quota", function()
  local text, now
  before_each(function() text, now = "", 10000 end)

  local function apply(...)
    local answer
    text, answer = rules.apply(text, now, ...)
    return answer
  end

  -- As a process with these settings asks for a call: 2 places, a window of 1 second, patience of 0.7, and a lease of
  -- 10. It was last answered so many seconds ago.
  local function ask(process, call, heard) return apply("ask", process, call, heard or 10, 2, 1, 0.7, 10) end

  it("let as many go as there are places, then say when one will be free", function()
    assert.equal("go", ask("a", "a1"))
    assert.equal("go", ask("b", "b1"))
    apply("date", "a1", 0)
    now = 10000.25
    apply("date", "b1", 0)
    assert.equal("wait 0.750000", ask("c", "c1"))
    now = 10001
    assert.equal("go", ask("c", "c1"))
  end)

  it("count a call whose process has not said when it went out for as long as it may", function()
    for _, call in ipairs {"a1", "a2"} do assert.equal("go", ask("a", call)) end
    assert.equal("wait 11.000000", ask("a", "a3"))
    now = 10005
    apply("date", "a1", -10)
    apply("date", "a2", -10)
    now = 10015.9
    assert.truthy(ask("a", "a3"):find "^wait")
    now = 10016
    assert.equal("go", ask("a", "a3"))
  end)

  it("give a call one place, however often it is asked for as answers are lost", function()
    for _ = 1, 5 do assert.equal("go", ask("a", "a1")) end
    assert.equal("go", ask("a", "a2"))
    assert.truthy(ask("a", "a3"):find "^wait")
  end)

  it("take the place of a call that is asked for again back, should it have to wait now", function()
    ask("a", "a1")
    apply("hold", 5)
    assert.equal("wait 5.000000", ask("a", "a1"))
    now = 10005
    for _, call in ipairs {"b1", "b2"} do apply("date", call, 0) end
    assert.equal("wait 1.000000", ask("a", "a1"))
  end)

  it("count a call that nobody asked for, once it is told of", function()
    apply("date", "a1", 0.75)
    apply("date", "a1", 0.75)
    apply("date", "b1", -10)
    assert.equal("wait 0.250000", ask("c", "c1"))
    now = 10000.25
    assert.equal("go", ask("c", "c1"))
  end)

  it("let whoever has waited longest go first, and whoever went joins the line again behind the others", function()
    for _, call in ipairs {"a1", "a2"} do
      assert.equal("go", ask("a", call))
      apply("date", call, 0)
    end
    for _, process in ipairs {"b", "c", "a"} do assert.truthy(ask(process, process):find "^wait") end
    now = 10000.5
    assert.equal("wait 1.500000", ask("a", "a")) -- two go before it, each needs a place
    for _, process in ipairs {"c", "b"} do ask(process, process) end
    now = 10001
    assert.truthy(ask("a", "a"):find "^wait")
    assert.equal("go", ask("c", "c")) -- there are places for both of the first two
    assert.truthy(ask("c", "c2"):find "^wait")
    assert.equal("go", ask("b", "b"))
  end)

  it("wait for nobody who has left, or has not asked for a while", function()
    for number = 1, 2 do
      ask("a", "a" .. number)
      apply("date", "a" .. number, number / 10)
    end
    ask("b", "b1")
    ask("c", "c1")
    apply("leave", "b")
    now = 10000.75
    ask("d", "d1")
    now = 10000.95
    assert.equal("go", ask("d", "d1"))
  end)

  it("give the place of a call that never went out to the next", function()
    ask("a", "a1")
    ask("a", "a2")
    apply("free", "a2")
    assert.equal("go", ask("b", "b1"))
  end)

  it("hold everybody until the longest pause that was asked for is over", function()
    apply("hold", 5)
    apply("hold", 3)
    assert.equal("wait 5.000000", ask("a", "a1"))
    now = 10005
    assert.equal("go", ask("a", "a1"))
  end)

  it("hold everybody once for processes that gave up, from when the first of them is heard of", function()
    assert.equal("wait 1.000000", apply("gave_up", 0.5, 1))
    now = 10000.4
    assert.equal("wait 0.600000", apply("gave_up", 0.5, 1)) -- when nobody had been heard of
    assert.equal("wait 0.600000", ask("a", "a1"))
    now = 10001
    assert.equal("wait 0.000000", apply("gave_up", 1.5, 1))
    assert.equal("go", ask("a", "a1"))
    assert.equal("wait 1.000000", apply("gave_up", 0.1, 1)) -- another time
    assert.equal("wait 1.000000", ask("a", "a2"))
  end)

  it("hold for those of a pause also if one without was heard of first", function()
    assert.equal("wait 0.000000", apply("gave_up", 0.5, 0))
    assert.equal("go", ask("a", "a1"))
    now = 10000.1
    assert.equal("wait 0.900000", apply("gave_up", 0.5, 1))
    assert.equal("wait 0.900000", ask("a", "a2"))
  end)

  it("let nobody go for a window after all was forgotten, as one knows who was answered shortly before", function()
    now = 10000.2
    apply("date", "b1", 0.1) -- by whom it was made anew
    now = 10000.5
    assert.equal("wait 0.700000", ask("a", "a1", 0.4))
    now = 10001.2
    assert.equal("go", ask("a", "a1", 0.7))
  end)

  it("do not take it for forgetting that nobody asked for long, or that one is new", function()
    assert.equal("go", ask("a", "a1", 10))
    now = 10000.000001
    assert.equal("go", ask("a", "a2", 0.000001))
  end)

  it("keep fewer places after more were taken", function()
    for number = 1, 4 do
      apply("ask", "a", "a" .. number, 10, 4, 1, 0.7, 10)
      apply("date", "a" .. number, 0)
    end
    now = 10000.5
    assert.equal("wait 0.500000", ask("a", "a5"))
  end)

  it("set all times back with the clock", function()
    for number = 1, 2 do
      ask("a", "a" .. number)
      apply("date", "a" .. number, 0)
    end
    apply("gave_up", 0, 0.5)
    ask("b", "b1")
    now = 5000
    assert.equal("wait 0.500000", ask("b", "b1"))
    now = 5000.6
    assert.equal("wait 0.400000", ask("c", "c1"))
    now = 5001
    assert.equal("go", ask("b", "b1"))
    assert.equal("wait 1.000000", apply("gave_up", 0.1, 1))
  end)

  it("ask for nothing but the libraries that Lua has in Redis", function()
    local path = package.searchpath("aliota.quota.rules", package.path)
    local env = {string = string, table = table, math = math, ipairs = ipairs, tonumber = tonumber}
    local chunk = setfenv and setfenv(loadfile(path), env) or loadfile(path, "t", env)
    assert.equal("go", select(2, chunk().apply("", 100, "ask", "a", "a1", "10", "2", "1", "0.7", "10")))
  end)
end)
