local json = require "aliota.sandbox.json_body"

describe("json", function()
  it("writes an empty list as []", function()
    assert.equal('{"a":[]}', json.encode({a = json.list({})}))
    assert.equal('[[],[],{}]', json.encode({json.list({}), json.list({}), {}}))
  end)

  it("writes a filled list and null", function()
    assert.equal('{"a":["x"]}', json.encode({a = json.list({"x"})}))
    assert.equal('[null]', json.encode({json.null}))
  end)

  describe("rows", function()
    local function rows(items, text)
      return json.rows(function() return items end, function(before, after) return before .. text .. after end)
    end

    it("are written with their own text, wherever they are", function()
      assert.equal('[{"a":1}]', json.encode(rows({}, '[{"a":1}]')))
      assert.equal('{"Data":{"List":[1,"%1"]}}', json.encode({Data = {List = rows({}, '[1,"%1"]')}}))
    end)

    it("leave the value as it was", function()
      local value = {Data = {List = rows({}, "[]")}}
      local list = value.Data.List
      json.encode(value)
      assert.equal(list, value.Data.List)
    end)

    it("are tables for who asks", function()
      assert.same({{a = 1}}, json.plain(rows({{a = 1}}, "")))
      assert.is_true(json.is_empty_list(json.plain(rows({}, ""))))
      assert.equal("x", json.plain("x"))
    end)
  end)
end)
