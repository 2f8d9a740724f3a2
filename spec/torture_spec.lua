-- The short form of `make torture`: only some of the allocations fail, and others each time.
local run = require("spec.support.shell").run

local HOST = "build/5.4-sanitize/torture"

describe("torture", function()
  it("leaves the core whole, whatever fails in it", function()
    local seed = os.time()
    local output, status = run(("lua5.4 torture/run.lua %s 60 %d"):format(HOST, seed))
    assert.equal(0, status, ("seed %d\n%s"):format(seed, output))
    assert.is_nil(output:find "WRONG")
  end)

  describe("of a script", function()
    local path
    before_each(function() path = os.tmpname() end)
    after_each(function() os.remove(path) end)

    local function torture(script)
      local file = assert(io.open(path, "w"))
      file:write(script)
      file:close()
      return run(("%s lua for-good %s - 1 1"):format(HOST, path))
    end

    it("tells when nothing fails any more", function()
      local output, status = torture "return function() local t = {{}, {}} return #t == 2 end"
      assert.equal(0, status, output)
      assert.truthy(output:find "^done 1\n.*\ndone %d+\n%d+\n$", output)
    end)

    it("tells where an error came that does not say what is lacking", function()
      local output, status = torture "return function() return pcall(function() return {} end) or error() end"
      assert.equal(1, status)
      assert.truthy(output:find "lua for good, n = %d\ntorture: raised: %(no text%)", output)
    end)

    it("tells of a check although there is no memory to say more", function()
      local output, status = torture "return function() return check(pcall(function() return {} end), 'why') end"
      assert.equal(1, status)
      assert.truthy(output:find ":1: torture: [^\n]+\ntorture: a check failed: why\n", output)
    end)

    it("tells what does not work afterwards", function()
      local output, status = torture [[
        local is_broken
        return function()
          if is_broken then error "broken" end
          is_broken = true
          local made = {}
          is_broken = false
          return made ~= nil
        end]]
      assert.equal(1, status)
      assert.truthy(output:find("raised: [^\n]*broken\n"), output)
    end)
  end)
end)
