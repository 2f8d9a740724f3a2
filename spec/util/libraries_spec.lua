local versions = require "aliota.util.libraries"

local function of(openssl, tls, host)
  return versions {curl = "8.5.0", tls = tls, openssl = openssl, host = host}
end

describe("versions", function()
  it("print as lines", function()
    local found = of("OpenSSL 3.0.22 1 Jan 2026", "OpenSSL/3.0.22")
    assert.equal(([[
aliota         %s
Lua            %s
libcurl        8.5.0
its TLS        OpenSSL/3.0.22
libcrypto      OpenSSL 3.0.22 1 Jan 2026]]):format(require "aliota.version", require("aliota.util.compat").name),
      tostring(found))
  end)

  it("fit together when they are of one OpenSSL, or of none", function()
    for _, case in ipairs {
      {"OpenSSL 3.0.22 1 Jan 2026", "OpenSSL/3.5.1", "OpenSSL 3.2.0 1 Jan 2026"},
      {"OpenSSL 3.0.22 1 Jan 2026", "GnuTLS/3.7.9"}, {"OpenSSL 3.0.22 1 Jan 2026", "none"},
      {"OpenSSL 1.1.1w  11 Sep 2023", "OpenSSL/1.1.1n", "OpenSSL 1.1.1a 1 Jan 2020"},
      {"BoringSSL", "OpenSSL/3.0.1"},
    } do
      assert.is_nil(of(case[1], case[2], case[3]).warning)
    end
  end)

  it("warn of two majors in one process", function()
    local found = of("OpenSSL 3.0.22 1 Jan 2026", "OpenSSL/1.1.1n", "OpenSSL 1.0.2u 1 Jan 2019")
    assert.equal("libcurl has OpenSSL 1.1, the program that loaded it has OpenSSL 1.0 and this module OpenSSL 3: "
      .. "TLS may crash; build all of them for the same one", found.warning)
    assert.truthy(tostring(found):find("\nWARNING        libcurl has", 1, true))
  end)
end)
