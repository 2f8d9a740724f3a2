local x509 = require "openssl.x509"

local shell = require "spec.support.shell"
local tls = require "aliota.sandbox.tls"

describe("tls", function()
  it("makes an authority of its own each time", function()
    local _, first = tls.new()
    local _, second = tls.new()
    assert.are_not.equal(first, second)
    local authority = x509.new(first)
    assert.is_true(authority:getBasicConstraints("CA"))
    local _, ends = authority:getLifetime()
    assert.is_true(ends > os.time() + 86400)
  end)

  it("writes a file for clients to trust", function()
    local _, ca = tls.new()
    local path = tls.write(ca)
    local file = assert(io.open(path))
    assert.equal(ca, file:read("*a"))
    file:close()
    os.remove(path)
  end)

  it("leaves no file that is not whole", function()
    -- A limit on the size of files stands for the end of a disk; the shell ignores the signal that comes with it.
    local said = shell.run([[trap '' XFSZ; ulimit -f 0; lua5.4 -e '
      local path
      local tmpname = os.tmpname
      function os.tmpname() path = tmpname() return path end
      local written, problem = require("aliota.sandbox.tls").write(("x"):rep(5000))
      print(written, problem == path .. ": File too large", io.open(path))']])
    assert.truthy(said:find "^nil\ttrue\tnil\t/tmp/", said)
  end)
end)
