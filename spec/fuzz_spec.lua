-- Some seconds of what `make fuzz` does for long.
local shell = require "spec.support.shell"

local SECONDS = 20 -- for each target
local SEED = 1 -- what this run tries is what the last one did

describe("fuzz", function()
  setup(function()
    local said, status = shell.run "make -s build/fuzz/host"
    assert.equal(0, status, said)
  end)

  for target in shell.run("ls fuzz/targets"):gmatch "(%S+)%.lua" do
    it("finds nothing that trips " .. target, function()
      local said, status = shell.run(("lua5.4 fuzz/run.lua %f %s %d"):format(SECONDS / 60, target, SEED))
      assert.equal(0, status, said)
      assert.truthy(tonumber(said:match "(%d+) inputs") > 100, said)
    end)
  end

  it("tells what trips a reader first, then the input, and nothing that would push them out of a log", function()
    local said, status = shell.run "FUZZ_TARGETS=spec/support/fuzz lua5.4 fuzz/run.lua 0.3 trips"
    assert.equal(1, status, said)
    local path, text = said:match "\ninput, in (%S+) and here in Base64: (%S+)\nexit %d+\n$"
    assert.truthy(said:find "^trips +%d+ inputs +FAILED\nthis reader wants no x\nstack traceback:\n", said)
    assert.truthy(path and path:find "^build/fuzz/trips%-crash%-%x+$", said)
    assert.truthy(shell.run("cat " .. path):find "x")
    assert.equal("", (shell.run(("echo %s | base64 -d | cmp - %s"):format(text, path))))
    assert.is_nil(said:find "cov:" or said:find "stat::" or said:find "INFO:" or said:find "in fuzzer::", said)
  end)
end)
