local doubt = require "aliota.listing.doubt"
local operation = require("aliota.api.operations").ListOTATaskByJob

local function reading(problem)
  return {page = {CurrentPage = 1, tasks = {}, problems = problem and {{code = "RowsMissing", message = problem}}}}
end

-- What becomes of answers to one call, one after the other: "again" or "taken".
local function judged(doubts, ...)
  local words, answers, at = {}, {...}, 0
  local judge = doubts:judge(operation, function()
    at = at + 1
    return answers[at]
  end)
  for i = 1, #answers do
    local result, err, makeshift = judge()
    words[i] = result and "taken" or "again"
    assert.equal(answers[i], result or makeshift)
    assert.equal(not result, err ~= nil)
  end
  return table.concat(words, " ")
end

describe("listing.doubt", function()
  local good, bad = reading(), reading "page 1: 9 rows came"

  it("takes what is good, and asks again for what contradicts itself", function()
    assert.equal("taken", judged(doubt.new(), good))
    assert.equal("again again taken", judged(doubt.new(), bad, bad, good))
    local _, err = doubt.new():judge(operation, function() return bad end)()
    assert.same({"decode", "RowsMissing", "page 1: 9 rows came", true},
      {err.kind, err.code, err.message, err.retryable})
  end)

  it("gives that up when it is in vain, for all further calls", function()
    local doubts = doubt.new()
    assert.equal("again again again again again taken", judged(doubts, bad, bad, bad, bad, bad, bad))
    assert.equal("taken", judged(doubts, bad))
    assert.equal("taken", judged(doubts, good))
    assert.equal("taken", judged(doubts, bad))
  end)

  it("begins anew whenever it was of use", function()
    local doubts = doubt.new()
    for _ = 1, 5 do assert.equal("again again again again taken", judged(doubts, bad, bad, bad, bad, good)) end
  end)

  it("passes an error on", function()
    local gone = {}
    assert.same({nil, gone}, {doubt.new():judge(operation, function() return nil, gone end)()})
  end)
end)
