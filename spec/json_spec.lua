local core = require "aliota.core"
local json = require "aliota.json"
local locale = require "spec.support.locale"
local python = require "spec.support.python"
local shell = require "spec.support.shell"

describe("json", function()
  it("writes members by the bytes of their names, whatever the locale", function()
    local value = {b = 1, B = {2, "x", json.null}, a_b = true, ab = {}, [7] = false, ["\195\132"] = 0.5}
    local text = '{"7":false,"B":[2,"x",null],"a_b":true,"ab":{},"b":1,"\195\132":0.5}'
    for _, name in ipairs {"C", "de_DE.UTF-8", "de_DE.ISO-8859-1"} do
      locale(name, function() assert.equal(text, json.encode(value)) end)
    end
  end)

  it("knows an empty list that is marked", function()
    assert.equal('{"a":[],"b":{}}', json.encode {a = json.list {}, b = {}})
    assert.equal("[[1]]", json.encode(json.list {json.list {1}}))
  end)

  it("has the digits out that came in", function()
    for _, digits in ipairs {
      "123456789012345", "1234567890123456", "9007199254740991", "-9007199254740991", "33.67", "0.1", "1440", "-2", "0",
      "0.30000000000000004",
    } do
      local text = '{"Serial":' .. digits .. ',"Nested":{"Serials":[' .. digits .. "]}}"
      local again = json.encode(core.json.decode(text))
      assert.equal('{"Nested":{"Serials":[' .. digits .. ']},"Serial":' .. digits .. "}", again)
    end
    -- What a Lua can't hold is digits in a text from the decoder on.
    assert.truthy(json.encode(core.json.decode "[1234567890123456789]"):find("1234567890123456789", 1, true))
  end)

  it("is read alike by Python, Node and itself", function()
    local text = json.encode {1234567890123456, 0.1 + 0.2, 33.67, 1e20, -1e-7, "é\0\"/\\\n"}
    local same = core.json.decode(text)
    assert.same({1234567890123456, 0.1 + 0.2, 33.67, 1e20, -1e-7, "é\0\"/\\\n"}, same)
    local read = python("import json, sys\nv = json.load(sys.stdin)\n"
      .. "print(json.dumps([a == b for a, b in zip(v, [1234567890123456, 0.1 + 0.2, 33.67, 1e20, -1e-7])]))", text)
    assert.same({true, true, true, true, true}, read)
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
    local output = shell.run(("node -p 'JSON.parse(fs.readFileSync(\"%s\")).slice(0, 5).join()'"):format(path))
    os.remove(path)
    assert.equal("1234567890123456,0.30000000000000004,33.67,100000000000000000000,-1e-7\n", output)
  end)

  it("raises what JSON has nothing for", function()
    local within = {}
    within.within = within
    for what, value in pairs {
      ["JSON has no number NaN"] = 0 / 0, ["JSON has no number -Infinity"] = -math.huge,
      ["nested too deep for JSON"] = within, ["JSON has no name for a boolean"] = {[true] = 1},
    } do
      local ok, problem = pcall(json.encode, value)
      assert.is_false(ok)
      assert.equal(what, problem)
    end
    assert.is_false(pcall(json.encode, {print}))
  end)

  it("is not the host's, whatever that has set", function()
    local cjson = require "cjson"
    local before = cjson.encode_number_precision()
    cjson.encode_number_precision(3)
    local ok, text = pcall(json.encode, {33.67, 1440})
    cjson.encode_number_precision(before)
    assert.is_true(ok)
    assert.equal("[33.67,1440]", text)
  end)
end)
