-- Every code block of the README is run: Lua and nginx against the sandbox, commands as they stand.
local manual = require "spec.support.manual"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

local README = "README.md"
local MOST_LINES, FIRST_EXAMPLE = 250, 15

describe("README", function()
  local service
  setup(function() service = assert(sandbox.start {devices = 250, job_id = manual.JOB_ID}) end)
  teardown(function() service:stop() end)

  for i, code in ipairs(manual.blocks(README, "lua")) do
    it("runs Lua block " .. i, function()
      assert.truthy(manual.run(service, code, "block " .. i) > 0)
    end)
  end

  it("names commands that work", function()
    local commands = {}
    for line in manual.blocks(README, "sh")[1]:gmatch "[^\n]+" do
      commands[#commands + 1] = line:gsub("%s*#.*", "")
    end
    assert.same({"make demo", "make test"}, commands)
    local output, status = shell.run "make -s demo"
    assert.equal(0, status, output)
    assert.truthy(output:find "2500 tasks:" and output:find "Devices that failed:")
    assert.equal(0, select(2, shell.run "make -n test"))
  end)

  it("shows what the command does", function()
    for _, code in ipairs(manual.blocks(README, "sh")) do
      if code:find("aliota", 1, true) then
        local output, status = manual.run_shell(service, code)
        assert.equal(0, status, output)
      end
    end
  end)

  it("shows fifteen lines that say where the batch comes from", function()
    local code = manual.blocks(README, "lua")[1]
    assert.equal(FIRST_EXAMPLE, select(2, code:gsub("\n", "")) + 1)
    assert.truthy(code:find('os.getenv "JOB_ID"', 1, true))
  end)

  it("is a page that is read, not looked things up in", function()
    local _, lines = manual.text(README):gsub("\n", "")
    assert.is_true(lines <= MOST_LINES, lines .. " lines")
  end)

  it("draws every folder of the module", function()
    local drawn, present = {}, {}
    for _, row in ipairs(manual.table_below(README, "Development")) do
      local name = row[1]:match "^`(%l+)/`$"
      assert.is_nil(drawn[name], name)
      drawn[name] = true
    end
    for name in shell.run "cd lua/aliota && ls -d */":gmatch "(%l+)/\n" do present[name] = true end
    assert.same(present, drawn)
  end)
end)
