local json = require "aliota.sandbox.json"

describe("json", function()
  it("writes an empty list as []", function()
    assert.equal('{"a":[]}', json.encode({a = json.list({})}))
    assert.equal('[[],[],{}]', json.encode({json.list({}), json.list({}), {}}))
  end)

  it("writes a filled list and null", function()
    assert.equal('{"a":["x"]}', json.encode({a = json.list({"x"})}))
    assert.equal('[null]', json.encode({json.null}))
  end)
end)
