local cjson = require "cjson"

local ids = require "aliota.sandbox.world.ids"
local rows = require "aliota.sandbox.chaos.rows"
local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local function body(kind, setting, request)
  return support.new({chaos = {[kind] = setting or {}}}):handle(request or signer.v3()).body
end

local function tasks(...)
  return cjson.decode(body(...)).Data.SimpleOTATaskInfo
end

local function xml()
  return signer.v3(nil, {accept = "application/xml"})
end

describe("chaos, rows", function()
  it("have a status from the future, as many as wanted", function()
    local listed = tasks("future_status", {rows = 2})
    assert.same({"ROLLING_BACK", "ROLLING_BACK"}, {listed[1].TaskStatus, listed[2].TaskStatus})
    assert.are_not.equal("ROLLING_BACK", listed[3].TaskStatus)
  end)

  it("have a field from the future", function()
    for _, task in ipairs(tasks("future_field")) do assert.equal("canary", task.FromTheFuture.Ring) end
    assert.truthy(body("future_field", nil, xml()):find("<FromTheFuture><Ring>canary</Ring>", 1, true))
  end)

  it("have ids of 19 digits, for the same id the same", function()
    local found = {}
    for id in body("numeric_ids"):gmatch('"TaskId":(%d+)[,}]') do found[#found + 1] = id end
    assert.equal(10, #found)
    for _, id in ipairs(found) do assert.equal(19, #id) end
    assert.equal(found[1], body("numeric_ids"):match('"TaskId":(%d+)'))
    assert.equal(found[1], body("numeric_ids", nil, xml()):match("<TaskId>(%d+)<"))
  end)

  it("have different ids of 19 digits where they had different ids", function()
    local series, written, seen = ids.new(1, 1000), {}, {}
    for i = 1, 20000 do written[i] = ('"TaskId":"%s"'):format(series:encode(i)) end
    local response = {body = "{" .. table.concat(written, ",") .. "}"}
    rows.change(response, {numeric_ids = {rows = 20000}})
    for id in response.body:gmatch '"TaskId":(%d+)' do
      assert.is_nil(seen[id])
      seen[id], seen[#seen + 1] = true, id
    end
    assert.equal(20000, #seen)
  end)

  it("have huge texts", function()
    assert.equal(5000, #tasks("huge_text", {bytes = 5000})[1].TaskDesc)
  end)

  it("have texts that are after terminals, spreadsheets and strings that end", function()
    local all = {}
    for i, task in ipairs(tasks("hostile_text")) do all[i] = task.TaskDesc end
    local text = table.concat(all, "|")
    for _, hostile in ipairs {"\27[2J", "=cmd|", "before\0after", "<script>", "\226\128\174"} do
      assert.truthy(text:find(hostile, 1, true), hostile)
    end
    local in_xml = body("hostile_text", nil, xml())
    assert.is_nil(in_xml:find("[%z\1-\8\27]"))
    assert.truthy(in_xml:find("=cmd|", 1, true))
  end)

  it("have half a character", function()
    assert.truthy(body("lone_surrogate"):find('"TaskDesc":"\\ud800"', 1, true))
    assert.truthy(body("lone_surrogate", nil, xml()):find("<TaskDesc>&#xD800;</TaskDesc>", 1, true))
  end)
end)
