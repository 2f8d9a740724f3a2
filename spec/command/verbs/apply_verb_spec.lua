local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local tmux = require "spec.support.tmux"

describe("aliota apply", function()
  local service, directory
  before_each(function()
    service = assert(sandbox.start {devices = 2000})
    directory = shell.run("mktemp -d"):gsub("\n", "")
  end)
  after_each(function()
    service:stop()
    shell.run("rm -r " .. directory)
  end)

  it("carries out the plan of a journal, of whichever verb, and is then done", function()
    for verb, from in pairs {retry = "FAILED", cancel = "QUEUED"} do
      local journal = directory .. "/" .. verb
      local words = ("%s %s --task-status %s --journal %s"):format(verb, service.job_id, from, journal)
      assert.equal(0, (command.run(service, words)))
      for _ = 1, 2 do
        local status, output, errors = command.run(service, "apply --qps 1000 " .. journal)
        assert.same({0, ""}, {status, errors})
        assert.truthy(output:find "The plan is complete.\n$", output)
      end
      assert.equal(0, service:truth().jobs[1].by_status[from])
    end
  end)

  it("says what is wrong with a journal", function()
    local path = directory .. "/x"
    shell.run("echo x >" .. path)
    for words, expected in pairs {
      [""] = "missing argument 'FILE'", [directory .. "/none"] = directory .. "/none: No such file or directory\n",
      [path] = path .. ": ", [directory] = directory .. ": Is a directory\n",
    } do
      local status, output, errors = command.run(service, "apply " .. words)
      assert.same({1, ""}, {status, output})
      assert.truthy(errors:find(expected, 1, true) and not errors:find "traceback", errors)
    end
  end)

  it("shows on a terminal how far it is", function()
    local journal = directory .. "/journal"
    assert.equal(0, (command.run(service, ("retry %s --journal %s"):format(service.job_id, journal))))
    local terminal = tmux.start(100, command.line(service, ("apply --qps 1 %s"):format(journal)))
    finally(function() terminal:stop() end)
    terminal:wait_for "%d0 of %d+ tasks, +%d+%.%d %%, %d+ a second, %d+ s left"
    terminal:press "C-c"
    local screen = terminal:wait_for "exit 130"
    local said = ("interrupted\naliota apply %s goes on with it\nexit 130"):format(journal)
    assert.truthy(screen:find(said, 1, true), screen)
    assert.truthy(screen:find "\n  done +%d0", screen)
  end)
end)
