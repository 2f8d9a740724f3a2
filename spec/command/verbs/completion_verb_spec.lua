local command = require "spec.support.command"
local shell = require "spec.support.shell"

local SERVICE = {endpoint = "http://127.0.0.1:9", credentials = {access_key_id = "i", access_key_secret = "s"}}

describe("aliota completion", function()
  local function completion(name)
    local status, output, errors = command.run(SERVICE, "completion " .. name)
    assert.same({0, ""}, {status, errors})
    return output
  end

  local function with_file(text, f)
    local path = os.tmpname()
    finally(function() os.remove(path) end)
    local file = assert(io.open(path, "w"))
    file:write(text)
    file:close()
    return f(path)
  end

  for _, name in ipairs {"bash", "zsh", "fish"} do
    it("names every verb and its options for " .. name, function()
      local text = completion(name)
      for _, word in ipairs {"list", "report", "completion", "task-status", "longest-interval", "cancel-queued-task",
        "on-event", "throttle-status"} do assert.truthy(text:find(word, 1, true), word) end
    end)

    it("is a script that " .. name .. " understands", function()
      with_file(completion(name), function(path)
        assert.same({"", 0}, {shell.run(("%s -n %s"):format(name, path))})
      end)
    end)
  end

  it("completes in bash", function()
    with_file(completion "bash", function(path)
      local script = [[. %s; COMP_WORDS=(aliota list x --task-s); COMP_CWORD=3; _aliota; echo "${COMPREPLY[@]}"
        COMP_WORDS=(aliota wa); COMP_CWORD=1; _aliota; echo "${COMPREPLY[@]}"]]
      assert.equal("--task-status\nwatch wait\n", (shell.run(("bash -c '%s'"):format(script:format(path)))))
    end)
  end)

  it("says what shells there are", function()
    local status, output, errors = command.run(SERVICE, "completion tcsh")
    assert.same({1, ""}, {status, output})
    assert.truthy(errors:find("SHELL takes bash, zsh or fish, not tcsh", 1, true), errors)
  end)
end)
