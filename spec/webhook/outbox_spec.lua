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
  local function found()
    local state = outbox.open(path)
    return {state.snapshot, names_of(state.waiting), names_of(state.doubtful)}
  end

  it("is empty at first, and makes no file", function()
    local state = outbox.open(path)
    assert.same({nil, {}, {}, {}}, {state.snapshot, state.waiting, state.doubtful, state:take(5)})
    assert.equal("", (shell.run("ls " .. folder)))
  end)

  it("keeps what is to be posted, and what is in doubt, at any moment", function()
    local state = outbox.open(path)
    state:add({task_of(1), task_of(2), task_of(3)}, "s1")
    assert.same({"s1", "t1 t2 t3", ""}, found())
    assert.equal("t1 t2", names_of(state:take(2)))
    assert.same({"s1", "t3", "t1 t2"}, found())
    state:taken()
    assert.same({"s1", "t3", ""}, found())
    state:take(2)
    state:refused()
    assert.same({"s1", "t3", ""}, found())
    state:add({task_of(4)}, "s2")
    assert.same({"s2", "t3 t4", ""}, found())
    assert.equal("state\n", (shell.run("ls -A " .. folder)))
  end)

  it("drops what is in doubt once something else is written", function()
    local state = outbox.open(path)
    state:add({task_of(1), task_of(2)}, "s1")
    state:take(1)
    state = outbox.open(path)
    assert.equal("t2", names_of(state:take(5)))
    state:taken()
    assert.same({"s1", "", ""}, found())
  end)

  it("hands tasks out as they are in a listing", function()
    local state = outbox.open(path)
    state:add({task_of(1)}, "s1")
    assert.matches("^d1 +FAILED", tostring(outbox.open(path).waiting[1]))
  end)

  it("raises what is wrong with a file, with its name", function()
    local function raised() return select(2, pcall(outbox.open, path)) end
    for _, text in ipairs {"", "x", "{}", '{"waiting":[],"posting":"1"}'} do
      local file = assert(io.open(path, "wb"))
      file:write(text)
      file:close()
      assert.equal(path .. " is not what this program has written; to start over, delete it", raised())
    end
    path = folder
    assert.truthy(raised():find(folder .. ": Is a directory", 1, true))
    path = "/dev/null"
    assert.equal("/dev/null is no file", raised())
    path = folder .. "/none/state"
    local state = outbox.open(path)
    local _, problem = pcall(state.add, state, {}, "s")
    assert.equal(path .. ".new: No such file or directory", problem)
  end)
end)
