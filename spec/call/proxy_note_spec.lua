local note = require "aliota.call.proxy_note"

describe("proxy_note", function()
  it("names the proxy without user and password", function()
    assert.equal(" (proxy: http://***@host:1)", note {proxy = "http://user:hush@host:1", is_proxy_given = true})
  end)

  it("tells what may keep the environment's out", function()
    assert.equal(" (proxy: host:1, unless no_proxy says otherwise)", note {proxy = "host:1", is_proxy_given = false})
  end)

  it("is nothing without one, and where it is not clear what of it is its password", function()
    assert.equal("", note {is_proxy_given = true})
    assert.equal("", note {proxy = "http://user:hu/sh@host:1", is_proxy_given = true})
  end)
end)
