local is_loopback = require "aliota.call.loopback"

describe("loopback", function()
  it("is this machine, by whatever name or number", function()
    for _, host in ipairs {
      "localhost", "LocalHost.", "a.b.localhost", "127.0.0.1", "127.255.3.4", "127.1", "127.0.1", "0x7f.1",
      "2130706433", "0177.0.0.1", "0x7F000001", "::1", "0:0:0:0:0:0:0:1", "0000::0001", "0::1", "::0:0:1", "::1%lo",
      "::1%25lo", "::ffff:127.0.0.1", "::FFFF:7f00:1", "0:0:0:0:0:ffff:127.9.9.9",
    } do
      assert.is_true(is_loopback(host), host)
    end
  end)

  it("is nothing else", function()
    for _, host in ipairs {
      "", "localhost.example.com", "notlocalhost", "local", "128.0.0.1", "1.127.0.0", "10.0.0.1", "0.0.0.0",
      "127.example.com", "127.0.0.1.example.com", "127.0.0.256", "127..1", "127.0.0.0.1", "127.16777216", "08.0.0.1",
      "0x", "::", "::2", "1::1", "1:0:0:0:0:0:0:1", "fe80::1", "::ffff:128.0.0.1", "::ffff:7f:1", "ffff::7f00:1",
    } do
      assert.is_false(is_loopback(host), host)
    end
  end)
end)
