local new_dict = require "spec.support.shared_dict"
local new_store = require("aliota.nginx.store").new

describe("nginx.store", function()
  it("keeps feeds apart, whatever their names", function()
    local dict = new_dict()
    local one, other = new_store(dict, "a"), new_store(dict, "a:batch")
    one:put_batch("batch:b", {error = {kind = "one"}})
    other:put_batch("b", {error = {kind = "other"}})
    assert.equal("one", one:batch("batch:b").error.kind)
    assert.equal("other", other:batch("b").error.kind)
    assert.is_nil(one:batch("b"))
  end)

  it("knows when a round began, and before the first one none did", function()
    local store = new_store(new_dict(), "a")
    assert.equal(-math.huge, store:round())
    assert.is_true(store:reserve())
    assert.is_true(store:reserve())
    assert.equal(-math.huge, store:round())
    store:begin_round(17.5)
    assert.equal(17.5, store:round())
  end)

  it("knows by how much the clock is off", function()
    local store = new_store(new_dict(), "a")
    assert.equal(0, store:offset())
    store:reserve()
    store:note_offset(-7200.5)
    assert.equal(-7200.5, store:offset())
  end)

  it("tells that the dict is full, also within it", function()
    local dict = new_dict(5)
    local store = new_store(dict, "a")
    assert.is_true(store:reserve())
    assert.same({nil, "no memory"}, {store:put_batch("b", {})})
    store:note_full(true)
    assert.is_true(store:is_full())
    store:note_full(false)
    assert.is_false(store:is_full())
    assert.same({nil, "no memory"}, {new_store(dict, "b"):reserve()})
  end)

  it("does not take for its own what another version has stored before a reload", function()
    local dict, key = new_dict(), nil
    local store = new_store(dict, "a")
    store:put_batch("b", {error = {kind = "x"}})
    for name in pairs(dict.entries) do key = name end
    assert.equal("x", store:batch("b").error.kind)
    for _, stored in ipairs {'{"snapshot":{"total":1}}', '{"version":"0.0.1","value":{"snapshot":{"total":1}}}'} do
      dict:safe_set(key, stored)
      assert.is_nil(store:batch("b"))
    end
    assert.is_true(store:put_batch("b", {error = {kind = "y"}}))
    assert.equal("y", store:batch("b").error.kind)
  end)

  it("lets what nobody asks for any more go", function()
    local dict = new_dict()
    local store = new_store(dict, "a")
    store:put_batch("b", {error = {kind = "x"}})
    dict.now = 86399
    assert.equal("x", store:batch("b").error.kind)
    dict.now = 86401
    assert.is_nil(store:batch("b"))
  end)
end)
