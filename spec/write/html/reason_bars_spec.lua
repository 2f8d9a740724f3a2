local html = require "spec.support.html"
local new_data = require "aliota.write.html.data"
local reasons = require "aliota.write.html.reason_bars"

local function section_of(counts, status)
  local data = new_data(0)
  for _, pair in ipairs(counts) do
    for i = 1, pair[1] do data:add {TaskStatus = status or "FAILED", TaskDesc = pair[2]:gsub("#", i)} end
  end
  return html.read(reasons(data))
end

local function rows_of(section)
  local rows = {}
  for i, item in ipairs(html.find(section, "li")) do
    rows[i] = {html.find(item, ".reason")[1].text, html.find(item, ".figure")[1].text,
      tonumber(html.find(item, "rect")[1].attributes.width)}
  end
  return rows
end

describe("write.html.reasons", function()
  it("has the most frequent first, those that differ in digits alone as one", function()
    local expected = {
      {"checksum of block #", "6 60.0 %", 60}, {"no space", "3 30.0 %", 30}, {"(no reason given)", "1 10.0 %", 10},
    }
    assert.same(expected, rows_of(section_of {{3, "no space"}, {6, "checksum of block #"}, {1, " "}}))
  end)

  it("shows ten, and counts the rest", function()
    local counts = {}
    for i = 1, 13 do counts[i] = {14 - i, ("x"):rep(i)} end
    local section = section_of(counts)
    assert.equal(10, #rows_of(section))
    assert.same({"6 more tasks for 3 other reasons."}, html.texts(html.find(section, ".note")))
  end)

  it("is bounded, however many there are, and drops none", function()
    local counts = {}
    for i = 1, 3000 do counts[i] = {1, ("abcdefghij"):gsub(".", function(c) -- no digits, as those are folded
      return string.char(97 + (c:byte() * i + math.floor(i / (c:byte() - 90))) % 26)
    end) .. ("y"):rep(i % 97)} end
    local section = section_of(counts)
    local shown = 0
    for _, row in ipairs(rows_of(section)) do shown = shown + tonumber((row[2]:match "^[%d,]+":gsub(",", ""))) end
    local rest = html.texts(html.find(section, ".note"))[1]
    assert.equal(3000, shown + tonumber((rest:match "^[%d,]+":gsub(",", ""))))
    assert.truthy(tonumber((rest:match "for ([%d,]+)":gsub(",", ""))) <= 1001)
  end)

  it("says so when none failed", function()
    assert.same({"None failed."}, html.texts(html.find(section_of({{2, "x"}}, "CANCELED"), ".note")))
  end)
end)
