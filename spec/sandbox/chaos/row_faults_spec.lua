local cjson = require "cjson"

local ids = require "aliota.sandbox.world.ids"
local rows = require "aliota.sandbox.chaos.row_faults"
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

  it("have bytes that are no UTF-8", function()
    for _, request in ipairs {signer.v3(), xml()} do
      assert.truthy(body("invalid_utf8", nil, request):find("\215\214\183\251", 1, true))
    end
  end)

  it("are missing from the page", function()
    assert.equal(7, #tasks("missing_rows", {rows = 3}))
    assert.equal(0, #tasks("missing_rows", {rows = 100}))
    assert.equal(8, select(2, body("missing_rows", {rows = 2}, xml()):gsub("<TaskId>", "")))
  end)

  it("are not as many as Total says, or as PageSize", function()
    for _, by in ipairs {1, -3} do
      local total = cjson.decode(body("gzip", {rate = 0})).Total
      assert.equal(total + by, cjson.decode(body("wrong_total", {by = by})).Total)
      assert.truthy(body("wrong_total", {by = by}, xml()):find(("<Total>%d<"):format(total + by), 1, true))
    end
    local response = support.new({chaos = {missing_rows = {rows = 4}, page_size_of_rows = {}}})
    assert.equal(6, cjson.decode(response:handle(signer.v3()).body).PageSize)
    assert.truthy(response:handle(xml()).body:find("<PageSize>6<", 1, true))
  end)

  it("are of another state or another batch", function()
    local before, after = tasks("gzip", {rate = 0}), tasks("other_status", {rows = 2})
    for i = 1, 3 do assert.equal(i <= 2, before[i].TaskStatus ~= after[i].TaskStatus) end
    after = tasks("other_batch", {rows = 2})
    assert.same({"anotherBatch", "anotherBatch", before[3].JobId}, {after[1].JobId, after[2].JobId, after[3].JobId})
    assert.truthy(body("other_batch", nil, xml()):find("<JobId>anotherBatch<", 1, true))
  end)

  it("have half a character", function()
    assert.truthy(body("lone_surrogate"):find('"TaskDesc":"\\ud800"', 1, true))
    assert.truthy(body("lone_surrogate", nil, xml()):find("<TaskDesc>&#xD800;</TaskDesc>", 1, true))
  end)
end)
