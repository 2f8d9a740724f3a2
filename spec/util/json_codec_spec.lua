local cjson = require "cjson"
local core = require "aliota.core"
local cursor = require "aliota.listing.cursor"
local feed = require "aliota.nginx.feed_json"
local feed_view = require "spec.support.feed_view"
local journal = require "aliota.plan.journal"
local json = require "aliota.util.json_codec"
local locale = require "spec.support.locale"
local new_dict = require "spec.support.shared_dict"
local new_store = require("aliota.nginx.store").new
local output_of = require("spec.support.shell").run
local plans = require "spec.support.plans"
local python = require "spec.support.python"
local shell = require "spec.support.shell"
local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"
local unpack = table.unpack or unpack -- luacheck: ignore 143
local written = require "spec.support.written"

local codec = {
  encode = core.sign.encode, sha256 = core.sign.sha256, load = core.fingerprints.load, read_json = core.json.decode,
  write_json = json.encode,
}

-- What any module of the host may do to the cjson that all share, as far as this cjson has such a switch. Returns what
-- sets everything back.
local FOREIGN = {
  encode_number_precision = {3}, encode_max_depth = {2}, decode_max_depth = {2}, encode_sparse_array = {true, 1, 1},
  encode_keep_buffer = {false}, encode_invalid_numbers = {true}, decode_invalid_numbers = {true},
  encode_empty_table_as_object = {false}, encode_escape_forward_slash = {false}, decode_array_with_array_mt = {true},
  encode_skip_unsupported_value_types = {true},
}

local function set_foreign()
  local before = {}
  for name, values in pairs(FOREIGN) do
    if cjson[name] then
      before[name] = {cjson[name]()}
      cjson[name](unpack(values))
    end
  end
  return function()
    for name, values in pairs(before) do cjson[name](unpack(values)) end
  end
end

local TASK = {
  DeviceName = "d1", TaskId = "t1", JobId = "job", TaskStatus = "FAILED", Progress = 33.67, Timeout = 1440,
  Nested = {{{{deep = 123456.25}}}}, Empty = {},
}

local function world_of(plan_name)
  local world = plans.world(12, "FAILED")
  return world:plan(plan_name), world
end

-- What writes JSON; each makes the same each time.
local WRITERS = {
  ["the ndjson writer"] = function() return written("ndjson", {TASK}) end,
  ["the json writer"] = function() return written("json", {TASK}) end,
  ["the csv writer"] = function() return written("csv", {TASK}, {columns = {"Progress", "Timeout", "Nested"}}) end,
  ["a journal"] = function()
    local plan = world_of "retry"
    return journal.head(plan) .. journal.event(plan.items, "sending", {sent = 1767628800.25})
  end,
  ["a cursor"] = function()
    local none = core.fingerprints.new()
    local state = {at = {section = {position = {page = 100001, more = {{1234567}}}}}}
    return cursor.write(codec, state, none, none)
  end,
  ["the feed"] = function()
    return feed.render(feed_view.of({j = {snapshot = feed_view.snapshot {total = 123456}}}, {"j"}))
  end,
  ["the feed's store"] = function()
    local store = new_store(new_dict(), "a")
    store:put_batch("b", {snapshot = feed_view.snapshot {taken = 1767700000.5}})
    return json.encode {store:batch("b").snapshot.taken, store:batch("b").snapshot.by_status.QUEUED}
  end,
  ["the sandbox"] = function()
    local answer = support.new({devices = 30, seed = 7}):handle(signer.v3()).body
    return json.decode(answer).Data
  end,
}

describe("json, where the host has set its own cjson as it likes,", function()
  local set_back
  before_each(function() set_back = set_foreign() end)
  after_each(function() set_back() end)

  for name, write in pairs(WRITERS) do
    it("of " .. name .. " is the same whatever the host has set its cjson to", function()
      local under_foreign = write()
      set_back()
      assert.same(write(), under_foreign)
    end)
  end

  it("has the digits that came", function()
    assert.equal("[33.67,1440,1767628800.25,123456789012]", json.encode {33.67, 1440, 1767628800.25, 123456789012})
    assert.equal(33.67, json.decode("[33.67]")[1])
  end)

  it("brings journals and cursors back", function()
    local plan, world = world_of "retry"
    plan:apply()
    assert.equal(12, #assert(journal.read(world.written)).items)
    local state = {at = {section = {position = {1, 2, {3}}}}}
    local none = core.fingerprints.new()
    assert.same(state, (cursor.read(codec, cursor.write(codec, state, none, none))))
  end)

  it("refuses what is no JSON, both ways", function()
    assert.is_false(pcall(json.encode, {0 / 0}))
    for _, text in ipairs {"[nan]", "[inf]", "[0x10]"} do assert.is_false(pcall(json.decode, text), text) end
  end)

  it("leaves the host's settings alone, and has its null", function()
    local precision = cjson.encode_number_precision()
    package.loaded["aliota.util.json_codec"] = nil
    assert.equal(cjson.null, require("aliota.util.json_codec").null)
    package.loaded["aliota.util.json_codec"] = json
    assert.equal(precision, cjson.encode_number_precision())
  end)

  -- A script for others to run, which aliota.explain prints, may use what it likes.
  it("is required by all of this module, rather than the cjson that everybody shares", function()
    local found = output_of([[grep -rlE "(require|needed|try)[\"']? *\(? *[\"']cjson" lua |
      grep -v ^lua/aliota/explain/snippets/]])
    assert.equal("lua/aliota/util/json_codec.lua\n", found)
  end)
end)

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
end)
