local address = require "aliota.call.address"

describe("address", function()
  it("is read with and without scheme, user, port and path", function()
    local cases = {
      ["http://host"] = {"http", nil, "host", "", true},
      ["host:3128"] = {nil, nil, "host", "3128", true},
      ["HTTP://user:pa%40ss@Host:8080/a?b#c"] = {"http", "user:pa%40ss", "Host", "8080", true},
      ["user:secret@host:1"] = {nil, "user:secret", "host", "1", true},
      ["socks5h://[::1]:1080/"] = {"socks5h", nil, "::1", "1080", true},
      ["http://u:p@[fe80::1%25eth0]"] = {"http", "u:p", "fe80::1%25eth0", "", true},
      ["http://user:12/secret@host"] = {"http", nil, "user", "12", false},
      ["se?cret@host"] = {nil, nil, "se", "", false},
    }
    for text, expected in pairs(cases) do
      local read = address.read(text)
      assert.same(expected, {read.scheme, read.userinfo, read.host, read.port, read.is_clear}, text)
    end
  end)

  it("is none where it can't be read", function()
    for _, text in ipairs {
      "", "http://", "http://user:se/cret@host", "user:secret@host:99999999", "http://a b", "http://u:p@h@host",
      "http://host:x", "http://[::1", "host\n", "http://u:p\\@host",
    } do
      assert.is_nil(address.read(text), text)
      assert.is_false(address.is_clear(text), text)
    end
  end)

  it("hides whatever stands before the last @", function()
    local cases = {
      ["http://user:secret@host:1/a"] = {"user:secret", "secret", "http://***@host:1/a"},
      ["user:se/c?r#e@t x@host:99999999"] = {"user:se/c?r#e@t x", "se/c?r#e@t x", "***@host:99999999"},
      ["https://token@host"] = {"token", nil, "https://***@host"},
      ["http://@host"] = {nil, nil, "http://***@host"},
      ["http://host/path"] = {nil, nil, "http://host/path"},
    }
    for text, expected in pairs(cases) do
      local userinfo, password = address.userinfo(text)
      assert.same(expected, {userinfo, password, address.shown(text)}, text)
    end
  end)
end)
