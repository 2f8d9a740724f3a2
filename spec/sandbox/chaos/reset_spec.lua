local cqueues = require "cqueues"
local errno = require "cqueues.errno"
local socket = require "cqueues.socket"

local reset = require "aliota.sandbox.chaos.reset"

-- What a client reads until the end, and the error code if it is not an orderly one.
local function read_until_end(finish)
  local listener = socket.listen("127.0.0.1", 0)
  listener:listen()
  local _, _, port = listener:localname()
  local queue, bytes, why = cqueues.new(), nil, nil
  queue:wrap(function()
    local accepted = listener:accept()
    accepted:read(1)
    finish(accepted)
  end)
  queue:wrap(function()
    local client = socket.connect("127.0.0.1", port)
    client:onerror(function(_, _, code) return code end)
    client:write("x")
    client:flush()
    bytes, why = client:read(1)
    client:close()
  end)
  assert(queue:loop())
  listener:close()
  return bytes, why
end

describe("reset", function()
  it("ends a connection, with a reset where a foreign function can be called", function()
    local bytes, why = read_until_end(reset)
    local foreign = pcall(require, "ffi") or pcall(require, "socket")
    assert.same({nil, foreign and errno.ECONNRESET or nil}, {bytes, why})
  end)
end)
