-- A program may have set its locale, and a machine its time zone. Whatever leaves the library for a machine, and how
-- texts of devices are read, is the same in all of them.
local core = require "aliota.core"
local locale = require "spec.support.locale"
local native = require "native"

-- Decimal commas; bytes of UTF-8 that are letters or control characters; an i that is no I.
local LOCALES = {"de_DE.UTF-8", "de_DE.ISO-8859-1", "tr_TR.ISO-8859-9"}

local NOW = 1767700000.5

local ROWS = [[ [
  {"DeviceName": "Grün-Ärger-é", "TaskStatus": "FAILED", "Progress": "2.25", "TaskDesc": "PRÜFSUMME Ä: 5,5 à É",
   "SrcVersion": "1.Ü", "DestVersion": "2", "UtcCreate": "2026-01-05T12:00:00.000Z", "Timeout": "1440", "TaskId": "1",
   "UtcModified": "2026-01-05T12:00:00.500Z", "ProductName": "日本 Straße", "ProductKey": "ŠŽ", "JobId": "jœb"},
  {"DeviceName": "=à", "TaskStatus": "IN_PROGRESS", "Progress": "33.67", "TaskDesc": "", "SrcVersion": "1.Ü",
   "DestVersion": "2", "UtcCreate": "2026-01-05T12:00:00.250Z", "UtcModified": "2026-01-05T12:20:00.500Z",
   "TaskId": "2", "Serial": 1234567890123456, "Rate": 0.1, "Nested": {"Ä": [0.5], "b": 1, "B": 2}, "JobId": "jœb"},
  {"DeviceName": "ıI", "TaskStatus": "SUCCEEDED", "Progress": "100", "UtcCreate": "2026-01-05T12:00:00Z",
   "UtcModified": "2026-01-05T13:00:00.125Z", "TaskId": 1234567890123456, "JobId": "jœb"}] ]]

-- The library as if nobody had used it yet: what it remembers was made in the locale of before.
local function afresh(f)
  local before = {}
  for name, module in pairs(package.loaded) do
    if name:find "^aliota" and name ~= "aliota.core" then before[name] = module end
  end
  for name in pairs(before) do package.loaded[name] = nil end
  local ok, problem = pcall(f)
  for name in pairs(package.loaded) do
    if name:find "^aliota" and name ~= "aliota.core" then package.loaded[name] = nil end
  end
  for name, module in pairs(before) do package.loaded[name] = module end
  if not ok then error(problem, 0) end
end

local function tasks() return require "spec.support.dressed"(core.json.decode(ROWS)) end

local MADE = {}

for _, format in ipairs {"csv", "ndjson", "json", "table", "markdown", "html", "junit", "prometheus", "xlsx"} do
  MADE["a file of " .. format] = function()
    local has_now = format == "html" or format == "prometheus" or format == "xlsx"
    local pieces = {}
    local options = has_now and {now = NOW} or format == "table" and {width = 100} or {}
    require("aliota.write")[format](tasks(), function(text) pieces[#pieces + 1] = text end, options)
    return table.concat(pieces)
  end
end

for _, name in ipairs {"summary", "reasons", "versions", "stuck", "timeline", "eta"} do
  MADE["the report " .. name] = function()
    local has_now = name == "stuck" or name == "eta"
    return require("aliota.report")[name](tasks(), has_now and {now = NOW} or {}):render {width = 100}
  end
end

MADE["a snapshot"] = function()
  local path = os.tmpname()
  assert(require("aliota.report").snapshot(tasks(), {path = path, now = NOW}))
  local file = io.open(path, "rb")
  local text = file:read "*a"
  file:close()
  os.remove(path)
  return text
end

MADE["a journal, and what is read in it"] = function()
  local journal = require "aliota.plan.journal"
  local batch = {JobId = "jœb"}
  local item = {batch = batch, number = 1, TaskId = "1", DeviceName = "Grün", TaskStatus = "FAILED"}
  local text = journal.head {
    kind = require "aliota.plan.kinds".retry, batches = {batch}, items = {item}, by_status = {FAILED = 1},
    left_out = {},
  } .. journal.event({item}, "sending", {sent = NOW})
  local plan = assert(journal.read(text))
  assert(plan.items[1].sent == NOW)
  return text
end

MADE["a cursor, and what is read in it"] = function()
  local cursor = require "aliota.listing.cursor"
  local codec = {
    encode = core.sign.encode, sha256 = core.sign.sha256, read_json = core.json.decode,
    write_json = require("aliota.util.json_codec").encode, load = core.fingerprints.load,
  }
  local text = cursor.write(codec, {at = 0.5, JobId = "jœb"}, core.fingerprints.new(), core.fingerprints.new())
  assert(cursor.read(codec, text).at == 0.5)
  return text
end

MADE["a feed"] = function()
  local feed_view = require "spec.support.feed_view"
  local view = feed_view.of({a = {snapshot = feed_view.snapshot()}}, {"a"}, 0.5)
  return require("aliota.nginx.feed_json").render(view) .. require("aliota.nginx.metrics").render(view)
end

MADE["the page of a feed"] = function()
  local feed_view = require "spec.support.feed_view"
  local view = feed_view.of({a = {snapshot = feed_view.snapshot()}}, {"a"}, 0.5, {interval = 2.5})
  return require("aliota.nginx.page").render(view)
end

MADE["a quota's window, and what is read in it"] = function()
  local shared_window = require "aliota.quota.shared_window"
  local text = shared_window.apply("", 10.25, "back_off", 0.5)
  local answer
  text, answer = shared_window.apply(text, 10.5, "acquire", "p", "c", 0, 10, 1.25, 0.5, 2.5)
  assert(tonumber((answer:match "wait (.*)")) == 0.25)
  return (text:gsub(",", ".")) -- it is kept by one process, or by Redis
end

MADE["messages to a webhook"] = function()
  local json, dingtalk = require "aliota.util.json_codec", require "aliota.webhook.dingtalk"
  return json.encode(require("aliota.webhook.json_message").message(tasks())) .. json.encode(dingtalk.message(tasks()))
    .. dingtalk.url("https://example.com/robot?access_token=x", "secret", NOW)
end

MADE["the hours of a rollout"] = function()
  local window = require "aliota.rollout.time_window"
  return require "aliota.util.literal"(window.read "22:00-05:00+08:00" or window, 3)
end

MADE["a length of time"] = function()
  return require("aliota.util.decimal").text(require "aliota.util.seconds" "1.5h")
end

MADE["a literal"] = function()
  return require "aliota.util.literal"({a = "ÄÜ\n\1", B = 0.5, 1e15, ["ä"] = {33.67}}, 10)
end
MADE["a task for a person"] = function() return tostring(tasks()[1]) .. tostring(tasks()[2]) end
MADE["a folded reason"] = function() return require("aliota.api.reason").fold "  ÀÉ TIMED\194\160OUT Ä1 à\n" end
MADE["the methods' names"] = function()
  local names = {}
  for _, row in pairs(require "aliota.api.operations") do names[#names + 1] = row.method_name end
  table.sort(names)
  return table.concat(names, " ") .. require("aliota.util.ascii").lower "InvokeIoTIndex"
end
MADE["a date in a header"] = function() return require("aliota.sandbox.service_time").http_date(NOW) end
MADE["an answer of the sandbox"] = function()
  local json, xml = require "aliota.sandbox.json_body", require "aliota.sandbox.xml_body"
  local value = {a = 0.5, b = {1234567890123456}, c = "Ä"}
  assert(json.decode(json.encode(value)).a == 0.5)
  return json.encode(value) .. xml.encode("R", value)
end

describe("the locale", function()
  local expected = {}
  setup(function()
    afresh(function()
      for what, make in pairs(MADE) do expected[what] = make() end
    end)
  end)

  for _, name in ipairs(LOCALES) do
    for what, make in pairs(MADE) do
      it(name .. " has no part in " .. what, function()
        local made
        locale(name, function() afresh(function() made = make() end) end)
        assert.equal(expected[what], made)
      end)
    end
  end

  -- Far from here; with half an hour of daylight saving; with a change while the rows come in.
  for _, zone in ipairs {"NZT-13", "LHST-10:30LHDT-11,M10.1.0,M4.1.0", "AAA-3BBB-5,J5/15:10,J200"} do
    it("nor the time zone " .. zone .. " has a part in any of it", function()
      native.setenv("TZ", zone)
      finally(function()
        native.setenv "TZ"
        os.time {year = 2026, month = 1, day = 1} -- it is read anew then
      end)
      os.time {year = 2026, month = 1, day = 1}
      assert.are_not.equal(os.date("!%c", math.floor(NOW)), os.date("%c", math.floor(NOW)))
      for what, make in pairs(MADE) do
        local made
        afresh(function() made = make() end)
        assert.equal(expected[what], made, what)
      end
    end)
  end

  it("leaves JUnit well-formed", function()
    for _, name in ipairs(LOCALES) do
      locale(name, function()
        local text
        afresh(function() text = MADE["a file of junit"]() end)
        local parser = require("lxp").new {}
        assert.truthy(parser:parse(text))
        assert.truthy(parser:parse())
      end)
    end
  end)

  it("leaves times with a fraction readable", function()
    locale("de_DE.UTF-8", function()
      afresh(function() assert.equal(1577934245.25, require("aliota.util.utc").parse "2020-01-02T03:04:05.250Z") end)
    end)
  end)

  it("leaves the client and the sandbox on speaking terms", function()
    locale("de_DE.UTF-8", function()
      afresh(function()
        local box = assert(require("aliota.sandbox").start {devices = 120, seed = 7})
        finally(function() box:stop() end)
        assert.equal(0.5, box:advance(0.5).now % 1)
        for _, signature in ipairs {"v1", "v3"} do
          local client = require "aliota".new {
            endpoint = box.endpoint, credentials = box.credentials, signature = signature,
          }
          assert.equal(120, client:tasks({JobId = box.job_id}):count())
        end
      end)
    end)
  end)
end)
