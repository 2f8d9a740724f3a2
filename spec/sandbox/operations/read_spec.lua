local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"

-- What a reader returns, or the code with which it refuses.
local function outcome(reader, ...)
  local ok, result = pcall(reader, ...)
  if ok then return result end
  assert.is_true(refusal.is(result), tostring(result))
  return result.code
end

local UNFIT, TOO_MANY = "iot.common.InvalidFormattedParameter", "iot.check.ParameterIsNotLessThanMax"

describe("read", function()
  it("takes integers in decimal only", function()
    for text, expected in pairs {["7"] = 7, ["-7"] = -7, ["007"] = 7, ["1.0"] = UNFIT, ["0x1"] = UNFIT, x = UNFIT} do
      assert.equal(expected, outcome(read.integer, {N = text}, "N"))
    end
    assert.is_nil(read.integer({}, "N"))
  end)

  it("takes integers within bounds, or out of a few", function()
    for text, expected in pairs {["1"] = 1, ["9"] = 9, ["0"] = UNFIT, ["10"] = UNFIT, [("9"):rep(40)] = UNFIT} do
      assert.equal(expected, outcome(read.integer_from, {N = text}, "N", 1, 9))
    end
    assert.equal(UNFIT, outcome(read.integer_from, {N = "2147483648"}, "N", 1))
    assert.equal(5, outcome(read.integer_of, {N = "5"}, "N", {1, 2, 5}))
    assert.equal(UNFIT, outcome(read.integer_of, {N = "3"}, "N", {1, 2, 5}))
  end)

  it("takes true and false", function()
    assert.same({true, false}, {read.boolean({B = "true"}, "B"), read.boolean({B = "false"}, "B")})
    -- Python's True is sent so by the vendor's SDK.
    assert.same({true, false}, {read.boolean({B = "True"}, "B"), read.boolean({B = "False"}, "B")})
    for _, text in ipairs {"1", "yes", "True "} do assert.equal(UNFIT, outcome(read.boolean, {B = text}, "B")) end
    assert.is_nil(read.boolean({}, "B"))
  end)

  it("takes one of a few texts", function()
    assert.equal("b", read.one_of({T = "b"}, "T", {"a", "b"}))
    assert.equal(UNFIT, outcome(read.one_of, {T = "B"}, "T", {"a", "b"}))
    assert.same({"b"}, read.list_of({["T.1"] = "b"}, "T", 2, {"a", "b"}))
    assert.equal(UNFIT, outcome(read.list_of, {["T.1"] = "c"}, "T", 2, {"a", "b"}))
  end)

  it("takes lists in the order of their numbers, with gaps", function()
    local parameters = {["T.10"] = "c", ["T.2"] = "b", ["T.1"] = "a", ["T.0"] = "x", ["T.x"] = "x", ["T.01"] = "x"}
    assert.same({"a", "b", "c"}, read.list(parameters, "T", 3))
    assert.equal(TOO_MANY, outcome(read.list, parameters, "T", 2))
    assert.is_nil(read.list({}, "T", 2))
  end)

  it("takes lists of records", function()
    local parameters = {["T.1.Key"] = "k", ["T.1.Value"] = "v", ["T.3.Key"] = "l", ["T.1.Other"] = "x", ["T.2"] = "y"}
    assert.same({{Key = "k", Value = "v"}, {Key = "l"}}, read.records(parameters, "T", 2, {"Key", "Value"}))
    assert.equal(TOO_MANY, outcome(read.records, parameters, "T", 1, {"Key", "Value"}))
  end)

  it("takes pages of 1 to 100 rows", function()
    assert.same({1, 10}, {read.page({}, 10)})
    assert.same({3, 100}, {read.page({CurrentPage = "3", PageSize = "100"})})
    for _, parameters in ipairs {
      {PageSize = "0"}, {PageSize = "101"}, {PageSize = "5", CurrentPage = "0"},
      {PageSize = "5", CurrentPage = "2147483648"},
    } do assert.equal("iot.common.InvalidPageParams", outcome(read.page, parameters)) end
  end)
end)
