-- Until fd() is asked for, nothing goes through the kernel that need not; from then on it tells of everything, also of
-- what was there before.
local core = require "aliota.core"
local cqueues = require "cqueues"
local native = require "native"
local stub = require "spec.support.stub"

if not core.http.new():fd() then return end -- there is none on this platform

describe("core.http's descriptor", function()
  local server, http
  setup(function()
    server = stub.start {
      ["/hello"] = stub.answer(200, "hello"), ["/hang"] = {raw = "", hang = true},
      ["/last"] = {raw = stub.answer(200, "last").raw, close = true},
      ["/half"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", hang = true},
    }
  end)
  teardown(function() server:stop() end)
  before_each(function() http = core.http.new() end)
  after_each(function() http:close() end)

  local function queue(path, timeout)
    return http:queue {url = server.endpoint .. path, timeout = timeout, connect_timeout = timeout}
  end

  local function is_readable(seconds)
    return cqueues.poll({pollfd = http:fd(), events = "r"}, seconds) ~= seconds
  end

  -- Goes on by the descriptor alone.
  local function await(transfer)
    for _ = 1, 100 do
      if transfer:done() then return transfer:result() end
      assert(is_readable(60), "the descriptor tells nothing")
      http:step()
    end
    error "the transfer is never done"
  end

  -- Goes on without it.
  local function await_unseen(transfer)
    for _ = 1, 1200 do -- waits of a minute, where nothing moves
      if transfer:done() then return transfer:result() end
      http:wait(0.05)
      http:step()
    end
    error "the transfer is never done"
  end

  local function become_quiet()
    for _ = 1, 100 do
      if not is_readable(0.05) then return end
      http:step()
    end
    error "the descriptor stays readable"
  end

  it("tells what was queued before it was asked for", function()
    assert.equal("hello", await(queue "/hello").body)
  end)

  it("tells what was started before, by socket and by time", function()
    local hello, late = queue "/hello", queue("/hang", 0.2)
    http:step()
    assert.equal("hello", await(hello).body)
    assert.equal("timeout", select(2, await(late)).category)
  end)

  it("tells of a time that is earlier than one that was set before", function()
    local hang = queue("/hang", 60)
    http:fd()
    http:step()
    assert.equal("timeout", select(2, await(queue("/half", 0.2))).category)
    assert.is_false(hang:done())
  end)

  it("is quiet when there is nothing to do, though the server closed a connection that was kept", function()
    for _ = 1, 3 do
      assert.equal("last", await_unseen(queue "/last").body)
      become_quiet()
      assert.equal("hello", await(queue "/hello").body)
      become_quiet()
    end
  end)

  it("is of use again when an inherited Http starts afresh", function()
    await(queue "/hello")
    assert.equal(0, native.in_child(function()
      return await_unseen(queue "/hello").body == "hello" and await(queue "/hello").body == "hello"
    end))
    assert.equal("hello", await(queue "/hello").body)
  end)
end)

describe("core.http's sockets", function()
  local function step_until(http, transfer, asks)
    for _ = 1, 100 do
      if transfer[asks](transfer) then return end
      http:wait(1)
      http:step()
    end
    error("the transfer never comes to " .. asks)
  end

  it("are told apart when their numbers come again, closed by either side or from looking names up", function()
    local server = stub.start {
      ["/"] = {raw = stub.answer(200, "last").raw, close = true}, ["/hang"] = {raw = "", hang = true},
    }
    local http = core.http.new()
    for i = 1, 10 do
      local host = i % 2 == 0 and "localhost" or "127.0.0.1"
      local url = ("http://%s:%d/"):format(host, server.port)
      local given_up = http:queue {url = url .. "hang"}
      step_until(http, given_up, "sent")
      http:wait(0.05)
      http:step()
      given_up:cancel()
      local transfer = http:queue {url = url}
      step_until(http, transfer, "done")
      assert.equal("last", assert(transfer:result()).body)
    end
    http:close()
    server:stop()
  end)
end)
