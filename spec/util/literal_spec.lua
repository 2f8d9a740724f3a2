local literal = require "aliota.util.literal"

local function value_of(source)
  return assert((loadstring or load)("return " .. source))() -- luacheck: ignore 143
end

describe("literal", function()
  it("is read back as the same value", function()
    local all = {}
    for byte = 0, 255 do all[#all + 1] = string.char(byte) end
    for _, value in ipairs {
      "", table.concat(all), "a\nb", "\0001", 1, -2.5, true, {}, {1, 2, {3}}, {JobId = "j", DeviceNames = {"a", "b"}},
      {["end"] = 1, ["a b"] = 2, [7] = 3, [1] = 4, [true] = 5, [0.5] = 6}, {Tag = {{Key = "k", Value = "v"}}},
    } do
      for _, room in ipairs {10, 80} do
        local source = literal(value, room)
        assert.same(value, value_of(source))
      end
    end
  end)

  it("breaks what does not fit, a member a line", function()
    local value = {JobId = "j", Data = {{Name = "first"}, {Name = "second"}}}
    assert.equal('{Data = {{Name = "first"}, {Name = "second"}}, JobId = "j"}', literal(value, 80))
    assert.equal('{\n  Data = {\n    {Name = "first"},\n    {Name = "second"},\n  },\n  JobId = "j",\n}',
      literal(value, 30))
  end)

  it("leaves to others what they can say themselves", function()
    local named = setmetatable({}, {__tostring = function() return "<named>" end})
    assert.equal("{<named>, <named>}", literal({named, named}, 80))
    assert.equal("{aliota.null}", literal({require("aliota").null}, 80))
  end)

  it("comes to an end with a table that is within itself", function()
    local value = {name = "a"}
    value.self = value
    assert.equal('{name = "a", self = {…}}', literal(value, 80))
    assert.equal("{{}, {}}", literal({value.none or {}, {}}, 80))
  end)
end)
