local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

describe("control", function()
  local box

  before_each(function() box = support.new({devices = 20}) end)

  local function get(path, query)
    return support.ask(box, {method = "GET", path = "/_sandbox/" .. path, query = query})
  end

  local function post(path, body)
    return support.ask(box, {method = "POST", path = "/_sandbox/" .. path, body = body})
  end

  it("tells the truth", function()
    local truth = get("truth")
    assert.same({signer.JOB, 20}, {truth.jobs[1].JobId, truth.jobs[1].total})
    local sum = 0
    for _, count in pairs(truth.jobs[1].by_status) do sum = sum + count end
    assert.equal(20, sum)
  end)

  it("tells the rows of a batch, as they are listed", function()
    local listed = support.ask(box, signer.v3({"JobId=job1", "PageSize=100"})).Data.SimpleOTATaskInfo
    assert.same(listed, get("truth", "JobId=job1").rows)
    assert.same({listed[3], listed[4]}, get("truth", "JobId=job1&first=3&count=2").rows)
    assert.same({}, get("truth", "JobId=job1&first=21").rows)
  end)

  it("makes time pass, stand still and run", function()
    local before = get("truth").now
    assert.equal(before + 90, post("advance", '{"seconds":90}').now)
    post("clock", '{"speed":5,"paused":true}')
    assert.same({5, true}, {get("truth").speed, get("truth").paused})
    post("clock", '{"paused":false}')
    assert.is_false(get("truth").paused)
  end)

  it("lets no one break time", function()
    for _, seconds in ipairs {"1e300", "31622401", "-1", '"soon"'} do
      local members, status = post("advance", '{"seconds":' .. seconds .. "}")
      assert.same({"string", 400}, {type(members.message), status})
    end
    assert.equal(400, select(2, post("clock", '{"speed":1e9}')))
    assert.is_true(support.ask(box, signer.v3()).Success)
  end)

  it("arms and disarms chaos", function()
    post("chaos", '{"business_error":{"count":5},"empty":false}')
    assert.is_false(support.ask(box, signer.v3()).Success)
    assert.same({business_error = 1}, post("chaos", "false").struck)
    assert.is_true(support.ask(box, signer.v3()).Success)
  end)

  it("is neither counted nor struck, and needs no signature", function()
    post("chaos", '{"empty":1}')
    assert.equal(0, get("stats").requests)
    box:handle(signer.v3())
    local stats = get("stats")
    assert.same({1, {empty = 1}}, {stats.requests, stats.chaos})
    post("reset")
    stats = get("stats")
    assert.same({0, {}}, {stats.requests, stats.chaos})
  end)

  it("says what is wrong", function()
    local wrong = {
      {get, "nothing", nil, "there are GET truth"}, {post, "truth", nil, "there are GET truth"},
      {get, "truth", "JobId=another", "there is no batch another"}, {get, "truth", "%", "the query is malformed"},
      {get, "truth", "JobId=job1&first=x", "first must be a number"},
      {post, "advance", "", "seconds must be a number"}, {post, "advance", '{"seconds":-1}', "seconds must be"},
      {post, "advance", '{"seconds":{}}', "seconds must be"}, {post, "advance", "[", "the body is not JSON"},
      {post, "advance", "5", "the body must be a JSON object"}, {post, "advance", "false", "must be a JSON object"},
      {post, "clock", '{"paused":1}', "paused must be true or false"},
      {post, "chaos", '{"nope":1}', "there is no kind 'nope'"},
    }
    for _, case in ipairs(wrong) do
      local members, status = case[1](case[2], case[3])
      assert.equal(400, status)
      assert.truthy(members.message:find(case[4], 1, true), members.message)
    end
  end)
end)
