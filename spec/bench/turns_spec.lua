local shell = require "spec.support.shell"
local turns = require "bench.turns"

-- It does this for each line that it is told.
local function contender(answer)
  return ("lua5.4 -e 'for line in io.lines() do %s io.flush() end'"):format(answer)
end

describe("turns", function()
  it("average what a piece of work takes each contender, without the warm-up", function()
    local times = turns {
      contenders = {single = contender "print(line)", double = contender "print(2 * line)"},
      rounds = 2, turns = 3, work = 5, warm_up = 100,
    }
    assert.same({single = 1, double = 2}, times)
  end)

  it("let each contender be first as often as last", function()
    local log = os.tmpname()
    local function writes(name)
      return contender(('local log = io.open("%s", "a") log:write("%s") log:close() print(line)'):format(log, name))
    end
    turns {contenders = {a = writes "a", b = writes "b"}, rounds = 1, turns = 4, work = 1, warm_up = 1}
    local file = assert(io.open(log))
    local order = file:read "*a"
    file:close()
    os.remove(log)
    assert.truthy(order:sub(3) == "abbaabba", order)
  end)

  it("name a contender that ends too early, and leave no process", function()
    local path = os.tmpname()
    os.remove(path)
    local mark = "bench-turns-" .. path:match "[^/]+$" -- nobody else's
    local alive = contender(("local _ = %q print(line)"):format(mark))
    local good, message = pcall(turns, {
      contenders = {alive = alive, dead = "false " .. mark}, rounds = 1, turns = 1, work = 1, warm_up = 1,
    })
    assert.is_false(good)
    assert.equal("this failed: false " .. mark, message)
    local left = shell.run("ps -eo args | grep -F '" .. mark .. "' | grep -v grep")
    assert.equal("", left)
  end)
end)
