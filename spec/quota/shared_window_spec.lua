local shared_window = require "aliota.quota.shared_window"

describe("the window that processes share", function()
  local text, now
  before_each(function() text, now = "", 10000 end)

  local function apply(...)
    local answer
    text, answer = shared_window.apply(text, now, ...)
    return answer
  end

  -- As a process with these settings asks for a slot: 2 slots, a window of 1 second, waiters that time out after 0.7,
  -- and a lease of 10. It was last answered so many seconds ago.
  local function ask(process, call, heard) return apply("acquire", process, call, heard or 0, 2, 1, 0.7, 10) end

  it("lets as many go as there are slots, then says when one will be free", function()
    assert.equal("go", ask("a", "a1"))
    assert.equal("go", ask("b", "b1"))
    apply("sent", "a1", 0)
    now = 10000.25
    apply("sent", "b1", 0)
    assert.equal("wait 0.750000", ask("c", "c1"))
    now = 10001
    assert.equal("go", ask("c", "c1"))
  end)

  it("counts a call whose process has not said when it went out for as long as it may", function()
    for _, call in ipairs {"a1", "a2"} do assert.equal("go", ask("a", call)) end
    assert.equal("wait 11.000000", ask("a", "a3"))
    now = 10005
    apply("renew", "a1", 10)
    apply("renew", "a2", 10)
    now = 10015.9
    assert.truthy(ask("a", "a3"):find "^wait")
    now = 10016
    assert.equal("go", ask("a", "a3"))
  end)

  it("gives a call one slot, however often it is asked for as answers are lost", function()
    for _ = 1, 5 do assert.equal("go", ask("a", "a1")) end
    assert.equal("go", ask("a", "a2"))
    assert.truthy(ask("a", "a3"):find "^wait")
  end)

  it("takes the slot of a call that is asked for again back, should it have to wait now", function()
    ask("a", "a1")
    apply("back_off", 5)
    assert.equal("wait 5.000000", ask("a", "a1"))
    now = 10005
    for _, call in ipairs {"b1", "b2"} do apply("sent", call, 0) end
    assert.equal("wait 1.000000", ask("a", "a1"))
  end)

  it("counts a call that nobody asked for, once it is told of", function()
    apply("sent", "a1", 0.75)
    apply("sent", "a1", 0.75)
    apply("renew", "b1", 10)
    assert.equal("wait 0.250000", ask("c", "c1"))
    now = 10000.25
    assert.equal("go", ask("c", "c1"))
  end)

  it("lets whoever has waited longest go first, and whoever went joins the queue again behind the others", function()
    for _, call in ipairs {"a1", "a2"} do
      assert.equal("go", ask("a", call))
      apply("sent", call, 0)
    end
    for _, process in ipairs {"b", "c", "a"} do assert.truthy(ask(process, process):find "^wait") end
    now = 10000.5
    assert.equal("wait 1.500000", ask("a", "a")) -- two go before it, each needs a slot
    for _, process in ipairs {"c", "b"} do ask(process, process) end
    now = 10001
    assert.truthy(ask("a", "a"):find "^wait")
    assert.equal("go", ask("c", "c")) -- there are slots for both of the first two
    assert.truthy(ask("c", "c2"):find "^wait")
    assert.equal("go", ask("b", "b"))
  end)

  it("waits for nobody who has left, or has not asked for a while", function()
    for number = 1, 2 do
      ask("a", "a" .. number)
      apply("sent", "a" .. number, number / 10)
    end
    ask("b", "b1")
    ask("c", "c1")
    apply("leave", "b")
    now = 10000.75
    ask("d", "d1")
    now = 10000.95
    assert.equal("go", ask("d", "d1"))
  end)

  it("gives the slot of a call that never went out to the next", function()
    ask("a", "a1")
    ask("a", "a2")
    apply("release", "a2")
    assert.equal("go", ask("b", "b1"))
  end)

  it("blocks everybody until the longest pause that was asked for is over", function()
    apply("back_off", 5)
    apply("back_off", 3)
    assert.equal("wait 5.000000", ask("a", "a1"))
    now = 10005
    assert.equal("go", ask("a", "a1"))
  end)

  it("blocks everybody once for processes that gave up, from when the first of them is heard of", function()
    assert.equal("wait 1.000000", apply("recover", 0.5, 1))
    now = 10000.4
    assert.equal("wait 0.600000", apply("recover", 0.5, 1)) -- when nobody had been heard of
    assert.equal("wait 0.600000", ask("a", "a1"))
    now = 10001
    assert.equal("wait 0.000000", apply("recover", 1.5, 1))
    assert.equal("go", ask("a", "a1"))
    assert.equal("wait 1.000000", apply("recover", 0.1, 1)) -- another time
    assert.equal("wait 1.000000", ask("a", "a2"))
  end)

  it("lets nobody go for a while where it comes from another server, whose clock is any other", function()
    for _, ahead in ipairs {-1000, 0, 1000} do
      text, now = "", 10000
      assert.equal("go", ask("a", "a1"))
      apply("sent", "a1", 0)
      assert.equal("go", ask("a", "a2"))
      now = 10000 + ahead
      assert.equal("done", apply("move", 1))
      assert.equal("wait 1.000000", ask("b", "b1"))
      now = now + 1
      assert.equal("go", ask("b", "b1"))
      assert.equal("wait 10.000000", ask("b", "b2")) -- a2 may be on its way out
    end
  end)

  it("lets nobody go for a while either after each process that the other server has answered meanwhile", function()
    assert.equal("go", ask("a", "a1"))
    apply("move", 1)
    now = 10000.4
    assert.equal("wait 1.000000", apply("recover", 0.1, 1))
    now = 10000.5
    assert.equal("wait 0.900000", apply("recover", 0.6, 1)) -- that one was answered before
  end)

  it("blocks for those of a pause also if one without was heard of first", function()
    assert.equal("wait 0.000000", apply("recover", 0.5, 0))
    assert.equal("go", ask("a", "a1"))
    now = 10000.1
    assert.equal("wait 0.900000", apply("recover", 0.5, 1))
    assert.equal("wait 0.900000", ask("a", "a2"))
  end)

  it("lets nobody go for a window after all was forgotten, as one knows who was answered shortly before", function()
    now = 10000.2
    apply("sent", "b1", 0.1) -- by whom it was made anew
    now = 10000.5
    assert.equal("wait 0.700000", ask("a", "a1", 0.4))
    now = 10001.2
    assert.equal("go", ask("a", "a1", 0.7))
  end)

  it("does not take it for forgetting that nobody asked for long, or that one is new", function()
    assert.equal("go", ask("a", "a1", 0))
    now = 10000.000001
    assert.equal("go", ask("a", "a2", 0.000001))
  end)

  it("keeps to fewer slots after more were taken", function()
    for number = 1, 4 do
      apply("acquire", "a", "a" .. number, 0, 4, 1, 0.7, 10)
      apply("sent", "a" .. number, 0)
    end
    now = 10000.5
    assert.equal("wait 0.500000", ask("a", "a5"))
  end)

  it("sets all times back with the clock", function()
    for number = 1, 2 do
      ask("a", "a" .. number)
      apply("sent", "a" .. number, 0)
    end
    apply("recover", 0, 0.5)
    ask("b", "b1")
    now = 5000
    assert.equal("wait 0.500000", ask("b", "b1"))
    now = 5000.6
    assert.equal("wait 0.400000", ask("c", "c1"))
    now = 5001
    assert.equal("go", ask("b", "b1"))
    assert.equal("wait 1.000000", apply("recover", 0.1, 1))
  end)

  it("asks for nothing but the libraries that Lua has in Redis", function()
    local path = package.searchpath("aliota.quota.shared_window", package.path)
    local env = {string = string, table = table, math = math, ipairs = ipairs, tonumber = tonumber}
    local chunk = setfenv and setfenv(loadfile(path), env) or loadfile(path, "t", env)
    assert.equal("go", select(2, chunk().apply("", 100, "acquire", "a", "a1", "0", "2", "1", "0.7", "10")))
  end)
end)
