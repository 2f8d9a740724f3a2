local log = require "aliota.plan.journal_file"
local shell = require "spec.support.shell"

local function content_of(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "*a"
  file:close()
  return text
end

-- The message of an error of a file.
local function of_file(err)
  assert.same({"file", false}, {err.kind, err.retryable})
  return err.message
end

describe("plan.log", function()
  local directory, path
  before_each(function()
    directory = shell.run("mktemp -d"):gsub("\n", "")
    path = directory .. "/plan.journal"
  end)
  after_each(function() shell.run("chmod -R u+w " .. directory .. "; rm -r " .. directory) end)

  it("may be none", function()
    local none = assert(log.new(nil))
    assert.is_true(none:begin "a\n" and none:add "b\n")
  end)

  it("is a file to which lines are added; each is there at once", function()
    local file = assert(log.new(path))
    assert(file:begin "head\n")
    assert.equal("head\n", content_of(path))
    assert(file:add "one\n")
    assert.equal("head\none\n", content_of(path))
    local text, again = log.open(path)
    assert.equal("head\none\n", text)
    assert(again:add "two\n")
    assert.equal("head\none\ntwo\n", content_of(path))
    assert.equal("plan.journal\n", (shell.run("ls -A " .. directory)))
  end)

  it("is begun whole or not at all", function()
    shell.run("mkdir " .. directory .. "/gone")
    local file = assert(log.new(directory .. "/gone/plan.journal"))
    shell.run("rmdir " .. directory .. "/gone")
    local ok, problem = file:begin "head\n"
    assert.is_nil(ok)
    assert.truthy(of_file(problem):find("gone", 1, true))
  end)

  it("is none where no file can be, which is told before there is anything to write", function()
    local where, problem = log.new(directory .. "/missing/plan.journal")
    assert.is_nil(where)
    assert.truthy(of_file(problem):find("missing", 1, true))
    assert(log.new(path))
    assert.equal("", (shell.run("ls -A " .. directory)))
  end)

  it("is not begun over another file, nor over what can't be read", function()
    local file = assert(io.open(path, "w"))
    file:close()
    local where, problem = log.new(path)
    assert.is_nil(where)
    assert.same({path .. ": there is such a file", "JournalExists"}, {of_file(problem), problem.code})
    assert.truthy(tostring(problem):find("client:resume_plan", 1, true))
    where, problem = log.new(directory)
    assert.is_nil(where)
    assert.truthy(of_file(problem):find(directory, 1, true))
    where, problem = log.open(directory .. "/none")
    assert.is_nil(where)
    assert.truthy(of_file(problem):find("none", 1, true))
  end)

  it("is no device and no FIFO, whose text can't be had again", function()
    shell.run(("mkfifo '%s'; ln -s '%s' '%s.link'"):format(path, path, path))
    for _, given in ipairs {path, path .. ".link", "/dev/null", "/dev/full"} do
      for _, opens in ipairs {log.new, log.open} do
        local where, problem = opens(given)
        assert.is_nil(where)
        assert.equal(given .. ": a journal is a file, which can be read again", of_file(problem))
      end
    end
  end)

  it("may be reached by a link, before it is there, too", function()
    shell.run(("ln -s plan.journal '%s/link'"):format(directory))
    local file = assert(log.new(directory .. "/link"))
    assert(file:begin "head\n" and file:add "one\n")
    assert.equal("head\none\n", content_of(path))
    assert.truthy(os.execute(("test -L '%s/link'"):format(directory)))
  end)

  it("notices that another process writes to it", function()
    local file = assert(log.new(path))
    assert(file:begin "head\n")
    local _, other = log.open(path)
    assert(other:add "theirs\n")
    local ok, problem = file:add "ours\n"
    assert.is_nil(ok)
    assert.truthy(of_file(problem):find("another process writes to this journal", 1, true))
    assert.equal("JournalInUse", problem.code)
    assert.equal("head\ntheirs\n", content_of(path))
  end)

  it("notices that somebody has put another file there, or taken it away", function()
    local file = assert(log.new(path))
    assert(file:begin "head\n")
    assert(file:add "one\n")
    shell.run(("echo other >'%s.other'; mv '%s.other' '%s'"):format(path, path, path))
    local ok, problem = file:add "two\n"
    assert.same({"JournalInUse", "other\n"}, {not ok and problem.code, content_of(path)})
    os.remove(path)
    ok, problem = file:add "two\n"
    assert.is_nil(ok)
    assert.equal(path .. ": No such file or directory", of_file(problem))
    assert.equal("", (shell.run("ls -A " .. directory)))
  end)

  it("says when nothing can be written any more, and goes on when it can be again", function()
    -- A limit on the size of files stands for the end of a disk; the shell ignores the signal that comes with it. What
    -- fits of the line is written.
    local output = shell.run(([[trap '' XFSZ; ulimit -S -f 1
      OUT='%s' %s -e 'local log = require "aliota.plan.journal_file"
        local file = log.new(os.getenv "OUT")
        assert(file:begin(("x"):rep(500) .. "\n"))
        local line = ("y"):rep(3000) .. "\n"
        for _ = 1, 2 do print(select(2, file:add(line))) end
        io.popen("prlimit --fsize=unlimited --pid $PPID"):close()
        print((file:add(line)), (file:add "z\n"))']]):format(path, jit and "luajit" or "lua5.4"))
    assert.equal(("file error: %s: File too large\n"):format(path):rep(2) .. "true\ttrue\n", output)
    assert.equal(("x"):rep(500) .. "\n" .. ("y"):rep(3000) .. "\nz\n", content_of(path))
    assert.equal("plan.journal\n", (shell.run("ls -A " .. directory)))
  end)

  it("is a function that may fail, by its reason", function()
    local caller = assert(log.new(function() return nil, "the line is cut" end))
    for _, write in ipairs {caller.begin, caller.add} do
      local ok, problem = write(caller, "line\n")
      assert.is_nil(ok)
      assert.equal("the line is cut", of_file(problem))
    end
  end)

  it("is a function that is given each piece", function()
    local pieces = {}
    local caller = assert(log.new(function(text) pieces[#pieces + 1] = text end))
    assert.is_true(caller:begin "head\n" and caller:add "one\n")
    assert.same({"head\n", "one\n"}, pieces)
  end)
end)
