local outbox = require "aliota.webhook.outbox"
local shell = require "spec.support.shell"

local function task_of(number) return {TaskId = "t" .. number, DeviceName = "d" .. number, TaskStatus = "FAILED"} end

local function names_of(tasks)
  local names = {}
  for i, task in ipairs(tasks) do names[i] = task.TaskId end
  return table.concat(names, " ")
end

describe("webhook.outbox", function()
  local folder, path
  before_each(function()
    folder = shell.run("mktemp -d"):gsub("\n", "")
    path = folder .. "/state"
  end)
  after_each(function() shell.run("rm -r " .. folder) end)

  -- What the next process finds.
  local function found(state)
    state:close()
    return outbox.open(path)
  end

  it("is empty at first, and makes no file", function()
    local state = outbox.open(path)
    assert.same({nil, {}, {}, {}}, {state.snapshot, state.waiting, state.doubtful, state:take(5)})
    assert.equal("", (shell.run("ls " .. folder)))
  end)

  it("keeps what is to be posted, and what is in doubt, at any moment", function()
    local state = outbox.open(path)
    local function kept()
      local copy = path .. ".copy"
      os.execute(("cp %s %s"):format(path, copy))
      local other = outbox.open(copy)
      other:close()
      os.remove(copy)
      return {other.snapshot, names_of(other.waiting), names_of(other.doubtful)}
    end
    state:add({task_of(1), task_of(2), task_of(3)}, "s1")
    assert.same({"s1", "t1 t2 t3", ""}, kept())
    assert.equal("t1 t2", names_of(state:take(2)))
    assert.same({"s1", "t3", "t1 t2"}, kept())
    state:taken()
    assert.same({"s1", "t3", ""}, kept())
    state:take(2)
    state:refused()
    assert.same({"s1", "t3", ""}, kept())
    state:add({task_of(4)}, "s2")
    assert.same({"s2", "t3 t4", ""}, kept())
    assert.equal("state\n", (shell.run("ls -A " .. folder)))
  end)

  it("drops what is in doubt once something else is written", function()
    local state = outbox.open(path)
    state:add({task_of(1), task_of(2)}, "s1")
    state:take(1)
    state = found(state)
    assert.same({"t1", "t2"}, {names_of(state.doubtful), names_of(state:take(5))})
    state:taken()
    state = found(state)
    assert.same({"s1", {}, {}}, {state.snapshot, state.waiting, state.doubtful})
  end)

  it("hands tasks out as they are in a listing", function()
    local state = outbox.open(path)
    state:add({task_of(1)}, "s1")
    assert.matches("^d1 +FAILED", tostring(found(state).waiting[1]))
  end)

  it("is one process's at a time: nothing is posted twice", function()
    local state = outbox.open(path)
    state:add({task_of(1)}, "s1")
    local refusal = "file error: " .. path .. ": another process writes to this file; one at a time may"
    assert.equal(refusal, tostring(select(2, pcall(outbox.open, path))))
    os.execute(("cp %s %s.other; mv %s.other %s"):format(path, path, path, path))
    local _, problem = pcall(state.take, state, 1)
    assert.equal(refusal, tostring(problem))
  end)

  it("raises what is wrong with a file, with its name", function()
    local function raised() return tostring(select(2, pcall(outbox.open, path))) end
    for _, text in ipairs {"", "x", "{}", '{"waiting":[],"posting":"1"}'} do
      local file = assert(io.open(path, "wb"))
      file:write(text)
      file:close()
      assert.equal(path .. " is not what this program has written; to start over, delete it", raised())
    end
    path = folder
    assert.equal("file error: " .. folder .. ": Is a directory", raised())
    path = "/dev/null"
    assert.equal("file error: /dev/null: it is no file", raised())
    path = folder .. "/none/state"
    local state = outbox.open(path)
    local _, problem = pcall(state.add, state, {}, "s")
    assert.equal("file error: " .. path .. ": No such file or directory", tostring(problem))
  end)
end)
