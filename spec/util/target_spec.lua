local shell = require "spec.support.shell"
local target = require "aliota.util.target"

local function content_of(path)
  local file = assert(io.open(path, "rb"))
  local content = file:read "*a"
  file:close()
  return content
end

describe("write.target", function()
  local place
  before_each(function() place = shell.run("mktemp -d"):gsub("\n$", "") end)
  after_each(function() shell.run("rm -rf '" .. place .. "'") end)

  local function names() return (shell.run("ls -A '" .. place .. "'"):gsub("\n", " ")) end

  local function write(given, ...)
    local out = assert(target.open(given))
    for _, text in ipairs {...} do out:write(text) end
    return out
  end

  describe("that is a path", function()
    it("is there when all is written, not before", function()
      local path = place .. "/report.txt"
      local out = write(path, "one ", "two\r\n")
      assert.is_nil(io.open(path))
      assert.is_true(out:commit())
      assert.equal("one two\r\n", content_of(path))
      assert.equal("report.txt ", names())
    end)

    it("replaces a file, or leaves it as it was, and nothing beside it", function()
      local path = place .. "/report.txt"
      assert(write(path, "old"):commit())
      local out = write(path, "new")
      assert.equal("old", content_of(path))
      out:abort()
      assert.same({"old", "report.txt "}, {content_of(path), names()})
      assert(write(path, "new"):commit())
      assert.same({"new", "report.txt "}, {content_of(path), names()})
    end)

    it("may stand in the working directory", function()
      local path = place:match "[^/]+$" .. ".spec" -- a name of its own: another suite does the same meanwhile
      assert(write(path, "here"):commit())
      assert.equal("here", content_of(path))
      os.remove(path)
    end)

    it("can't be had: the error names it", function()
      local out, problem = target.open(place .. "/no/report.txt")
      assert.is_nil(out)
      assert.equal(place .. "/no/report.txt: No such file or directory", problem)
    end)

    it("is a folder: refused before anything is written, and nothing is left", function()
      shell.run(("cd '%s' && mkdir folder && ln -s folder link"):format(place))
      for _, name in ipairs {"folder", "link", "folder/"} do
        local path = place .. "/" .. name
        assert.same({nil, path .. ": Is a directory"}, {target.open(path)})
      end
      assert.same({"folder link ", ""}, {names(), (shell.run("ls -A '" .. place .. "/folder'"))})
    end)

    it("keeps the permissions of the file that it replaces, and is private meanwhile", function()
      for _, mode in ipairs {"644", "640", "600", "755", "444"} do
        local path = place .. "/" .. mode
        shell.run(("echo old >'%s'; chmod %s '%s'"):format(path, mode, path))
        local out = write(path, ("x"):rep(5000))
        assert.equal("600\n", (shell.run(("stat -c %%a '%s'/.aliota-*.tmp"):format(place))))
        assert.is_true(out:commit())
        assert.same({mode .. "\n", 5000}, {(shell.run(("stat -c %%a '%s'"):format(path))), #content_of(path)})
      end
    end)

    it("has the permissions of any new file where there was none", function()
      local by_shell, path = place .. "/by-shell", place .. "/report.txt"
      shell.run("touch '" .. by_shell .. "'")
      assert.is_true(write(path, "new"):commit())
      assert.equal(shell.run(("stat -c %%a '%s'"):format(by_shell)), shell.run(("stat -c %%a '%s'"):format(path)))
    end)

    it("is a link: what it leads to is written, near or far, there or not yet", function()
      shell.run(("cd '%s' && mkdir far && echo old >real && ln -s real near && ln -s near twice && ln -s far/new away"
        .. " && ln -s '%s/far/whole' whole"):format(place, place))
      for link, path in pairs {near = "real", twice = "real", away = "far/new", whole = "far/whole"} do
        assert.is_true(write(place .. "/" .. link, link):commit())
        assert.equal(link, content_of(place .. "/" .. path))
        assert.truthy(os.execute(("test -L '%s/%s'"):format(place, link)))
      end
      assert.equal("away far near real twice whole ", names())
      shell.run(("ln -s round '%s/round'"):format(place))
      assert.same({nil, place .. "/round: Too many levels of symbolic links"}, {target.open(place .. "/round")})
    end)

    it("is on a full disk: nothing is left, and an old file stays", function()
      local path = place .. "/report.txt"
      assert(write(path, "old"):commit())
      -- A limit on the size of files stands for the end of a disk; the shell ignores the signal that comes with it.
      local output = shell.run(([[trap '' XFSZ; ulimit -f 16
        OUT='%s' %s -e 'local out = require("aliota.util.target").open(os.getenv "OUT")
          for i = 1, 10000 do out:write(("x"):rep(100)) end
          print(out:commit()) out:abort()']]):format(path, require "spec.support.interpreter"))
      assert.truthy(output:find("^nil%s+" .. path:gsub("%p", "%%%0") .. ": File too large\n"), output)
      assert.same({"old", "report.txt "}, {content_of(path), names()})
    end)
  end)

  it("that is a device is written as it comes, and is a device afterwards", function()
    shell.run(("ln -s /dev/null '%s/link'"):format(place))
    for _, path in ipairs {"/dev/null", place .. "/link"} do
      assert.is_true(write(path, "text"):commit())
      assert.truthy(shell.run(("test -c '%s' && echo device"):format(path)):find "device")
    end
    local ok, problem = write("/dev/full", "text"):commit()
    assert.same({nil, "/dev/full: No space left on device"}, {ok, problem})
  end)

  it("that is a FIFO is written into, and its reader comes to an end", function()
    shell.run("mkfifo '" .. place .. "/fifo'")
    local reader = io.popen(("timeout 120 cat '%s/fifo'"):format(place))
    assert.is_true(write(place .. "/fifo", "one ", "two"):commit())
    assert.equal("one two", reader:read "*a")
    reader:close()
    assert.equal("fifo ", names())
  end)

  it("that is what this process has open is written into", function()
    local output = shell.run(([[cd '%s' && ln -s /dev/stdout link && for path in /dev/stdout /dev/fd/1 link; do
      LUA_PATH="$HERE/lua/?.lua;;" OUT=$path %s -e 'local out = require("aliota.util.target").open(os.getenv "OUT")
        out:write "here" assert(out:commit())' >file && cat file; done]]):gsub("%$HERE",
        (shell.run "pwd":gsub("\n$", ""))):format(place, require "spec.support.interpreter"))
    assert.same({"hereherehere", "file link "}, {output, names()})
  end)

  describe("that is a stream", function()
    it("is written, flushed and left open", function()
      local file = assert(io.open(place .. "/stream", "wb"))
      assert.is_true(write(file, "a", "b"):commit())
      assert.equal("ab", content_of(place .. "/stream"))
      assert.equal("file", io.type(file))
      file:close()
    end)

    it("may fail late", function()
      local file = assert(io.open("/dev/full", "wb"))
      local ok, problem = write(file, "text"):commit()
      assert.same({nil, "No space left on device"}, {ok, problem})
      file:close()
    end)

    it("needs no more than a method", function()
      local got = {}
      local stream = {write = function(self, text) self.got[#self.got + 1] = text return self end, got = got}
      assert.is_true(write(stream, "a", "b"):commit())
      assert.equal("ab", table.concat(got))
    end)
  end)

  describe("that is a function", function()
    it("gets thousands of pieces at once, in order, and none is held back for long", function()
      local calls, expected = {}, {}
      local out = target.open(function(text) calls[#calls + 1] = text end)
      for i = 1, 3000 do
        out:write_all {i .. ",", "x,", "y\n"}
        expected[i] = i .. ",x,y\n"
      end
      assert.truthy(#calls >= 2)
      assert.is_true(out:commit())
      assert.truthy(#calls < 20)
      assert.equal(table.concat(expected), table.concat(calls))
    end)

    it("fails by its reason, is not called again, and may return nothing", function()
      local calls = 0
      local out = target.open(function()
        calls = calls + 1
        return nil, "the client is gone"
      end)
      for _ = 1, 20000 do out:write "x" end
      assert.equal("the client is gone", out.failure)
      assert.same({nil, "the client is gone"}, {out:commit()})
      out:abort()
      assert.equal(1, calls)
    end)

    it("gets what there is when there will be no more", function()
      local got = ""
      local out = target.open(function(text) got = got .. text end)
      out:write "begun"
      out:abort()
      assert.equal("begun", got)
    end)
  end)

  it("is nothing else", function()
    for _, given in ipairs {1, true, "", {}} do assert.is_string(target.check(given)) end
    for _, given in ipairs {"x", io.stdout, print, {write = print}} do assert.is_nil(target.check(given)) end
  end)
end)
