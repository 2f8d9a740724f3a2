local x509 = require "openssl.x509"

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
end)
