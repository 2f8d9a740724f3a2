-- Files as the programs read them that users have, with texts as devices send them; whichever Lua wrote them.
local cjson = require "cjson"
local device_texts = require "spec.support.device_texts"
local python = require "spec.support.python"
local shell = require "spec.support.shell"
local text = require "aliota.show.text"
local written = require "spec.support.written"

local COLUMNS = {"DeviceName", "TaskDesc", "SrcVersion"}

-- The texts, and one that a program may take for the end of it.
local SENT = {"before\0behind"}
for _, sent in ipairs(device_texts.LIST) do SENT[#SENT + 1] = sent end

local function tasks()
  local list = device_texts.tasks()
  table.insert(list, 1, {DeviceName = SENT[1], TaskDesc = SENT[1], SrcVersion = SENT[1], TaskStatus = "FAILED"})
  return list
end

-- What a command says to a file that a writer made; `@` in it is the file's name.
local function said(command, format, options)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(written(format, tasks(), options))
  assert(file:close())
  local output, status = shell.run((command:gsub("@", path)))
  os.remove(path)
  assert(status == 0, output)
  return output
end

local function as_text(sent) return (sent:gsub("%z", "?")) end

local function check_rows(rows, expected)
  assert.equal(#SENT, #rows)
  for i, sent in ipairs(SENT) do
    for _, name in ipairs(COLUMNS) do assert.equal(expected(sent), rows[i][name]) end
  end
end

describe("files of aliota.write", function()
  it("come out of SQLite as they went in", function()
    local output = said("sqlite3 :memory: -cmd '.import --csv @ t' -cmd '.mode json' 'select * from t order by rowid'",
      "csv", {columns = COLUMNS, raw = true})
    check_rows(cjson.decode(output), as_text)
  end)

  it("are read by jq, every text as it was sent", function()
    local function sent(given) return given end
    check_rows(cjson.decode(said("jq -s . @", "ndjson", {columns = COLUMNS})), sent)
    check_rows(cjson.decode(said("jq .tasks @", "json", {columns = COLUMNS})), sent)
  end)

  it("are read by Python, which shares nothing with this project", function()
    local rows = python([[
import csv, io, json, sys
print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.buffer.read().decode(), newline=""), strict=True))))
]], written("csv", tasks(), {columns = COLUMNS, raw = true}))
    check_rows(rows, as_text)
  end)

  it("are read by junitparser, counts and names and reasons", function()
    local found = cjson.decode(said([[/usr/bin/python3 -c '
import json, sys, junitparser
suites = junitparser.JUnitXml.fromfile(sys.argv[1])
cases = [case for suite in suites for case in suite]
print(json.dumps({"failures": sum(suite.failures for suite in suites), "names": [case.name for case in cases],
                  "messages": [case.result[0].message for case in cases]}))' @]], "junit"))
    assert.equal(#SENT, found.failures)
    local names = {}
    for i, name in ipairs(found.names) do names[name] = found.messages[i] end
    for _, sent in ipairs(SENT) do
      local seen = text.printable(sent)
      assert.equal(seen ~= "" and seen or "download failed", names[seen])
    end
  end)

  it("are accepted by xmllint and promtool", function()
    assert.equal("", said("xmllint --noout @", "junit"))
    assert.equal("", said("promtool check metrics < @", "prometheus"))
  end)
end)
