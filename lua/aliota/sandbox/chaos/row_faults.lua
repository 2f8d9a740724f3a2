-- Faults in what an answer says: texts and types that no example of the vendor shows, rows that are missing or are not
-- what was asked for, figures that are wrong. They are made in the written text, so that they can be what a writer of
-- JSON or XML would refuse to write.

local rows = {}

local JSON, XML = {}, {}

-- The value of a member as it is written, and what it is to be replaced with.
function JSON.replace(body, name, most, value_of)
  return (body:gsub('("' .. name .. '":)"([^"]*)"', function(member, value)
    return member .. value_of(value)
  end, most))
end

function JSON.text(text)
  return '"' .. text .. '"'
end

function XML.replace(body, name, most, value_of)
  return (body:gsub("(<" .. name .. ">)([^<]*)", function(tag, value)
    return tag .. value_of(value)
  end, most))
end

function XML.text(text)
  return text
end

-- A number that stands for itself.
function JSON.change_number(body, name, change)
  return (body:gsub('("' .. name .. '":)(%d+)', function(member, value)
    return member .. ("%d"):format(change(tonumber(value)))
  end))
end

function XML.change_number(body, name, change)
  return (body:gsub("(<" .. name .. ">)(%d+)", function(tag, value)
    return tag .. ("%d"):format(change(tonumber(value)))
  end))
end

-- Takes away the first rows.
function JSON.drop(body, count)
  for _ = 1, count do body = body:gsub('("SimpleOTATaskInfo":%[)%b{},?', "%1", 1) end
  return body
end

function XML.drop(body, count)
  return (body:gsub("<SimpleOTATaskInfo>.-</SimpleOTATaskInfo>", "", count))
end

-- What XML 1.0 can't carry is left out of it: control characters, even escaped.
JSON.HOSTILE = {
  [[\u001b[2J\u001b]0;owned\u0007]],
  [[=cmd|' /C calc'!A0]],
  [[before\u0000after]],
  [[\u202egnp.exe]],
  [[\"},\r\n<script>alert(1)</script>]],
  [[@SUM(1+1)*cmd]],
  [[-2+3]],
  [[%s%n$(reboot)`reboot`]],
}
XML.HOSTILE = {
  [[=cmd|' /C calc'!A0]],
  [[&#x202e;gnp.exe]],
  [[&lt;![CDATA[&quot;},&#13;&#10;&lt;script&gt;]],
  [[@SUM(1+1)*cmd]],
  [[-2+3]],
  [[%s%n$(reboot)`reboot`]],
}

JSON.FUTURE_FIELD = [["FromTheFuture":{"Ring":"canary","Weights":[0.5,1e3,null]},]]
XML.FUTURE_FIELD = "<FromTheFuture><Ring>canary</Ring><Weights>0.5</Weights></FromTheFuture>"

-- An escape that is half a character. XML has no name for it but is as ill-formed with this one.
JSON.LONE_SURROGATE = [[\ud800]]
XML.LONE_SURROGATE = "&#xD800;"

-- The same id gives the same digits, so that rows stay the rows they are; and another id others, as two remainders of
-- it are in them. The factors keep products below 2^53.
local function digits_of(id)
  local high, low = 0, 0
  for i = 1, #id do
    high, low = (high * 8191 + id:byte(i)) % 999999937, (low * 131071 + id:byte(i)) % 999999929
  end
  return ("1%09d%09d"):format(high, low)
end

-- Two characters of GBK, as a device may report its reason in.
local NO_UTF8 = "\215\214\183\251"

local function count_rows(body)
  return select(2, body:gsub("TaskId[\">]", "")) / (body:find "^[ \t\r\n]*<" and 2 or 1)
end

local KINDS = {
  missing_rows = function(format, body, strike) return format.drop(body, strike.rows) end,
  wrong_total = function(format, body, strike)
    return format.change_number(body, "Total", function(total) return math.max(0, total + strike.by) end)
  end,
  page_size_of_rows = function(format, body)
    local count = count_rows(body)
    return format.change_number(body, "PageSize", function() return count end)
  end,
  other_status = function(format, body, strike)
    return format.replace(body, "TaskStatus", strike.rows, function(value)
      return format.text(value:find "FAILED" and "SUCCEEDED" or "FAILED")
    end)
  end,
  other_batch = function(format, body, strike)
    return format.replace(body, "JobId", strike.rows, function() return format.text "anotherBatch" end)
  end,
  -- Not of JobId: rows with another one than was asked for are not what was asked for.
  numeric_ids = function(format, body, strike)
    for _, name in ipairs {"TaskId", "FirmwareId"} do
      body = format.replace(body, name, strike.rows, digits_of)
    end
    return body
  end,
  short_progress = function(format, body, strike)
    return format.replace(body, "Progress", strike.rows, function(value)
      return format.text(("%d"):format(math.floor(tonumber(value) or 0)))
    end)
  end,
  future_status = function(format, body, strike)
    return format.replace(body, "TaskStatus", strike.rows, function() return format.text("ROLLING_BACK") end)
  end,
  huge_text = function(format, body, strike)
    return format.replace(body, "TaskDesc", strike.rows, function() return format.text(("x"):rep(strike.bytes)) end)
  end,
  hostile_text = function(format, body, strike)
    local next_text = strike.draw
    return format.replace(body, "TaskDesc", strike.rows, function()
      next_text = next_text + 1
      return format.text(format.HOSTILE[next_text % #format.HOSTILE + 1])
    end)
  end,
  lone_surrogate = function(format, body, strike)
    return format.replace(body, "TaskDesc", strike.rows, function() return format.text(format.LONE_SURROGATE) end)
  end,
  invalid_utf8 = function(format, body, strike)
    return format.replace(body, "TaskDesc", strike.rows, function() return format.text(NO_UTF8) end)
  end,
  future_field = function(format, body)
    local pattern = format == JSON and '"TaskId":' or "<TaskId>"
    return (body:gsub(pattern, format.FUTURE_FIELD:gsub("%%", "%%%%") .. pattern))
  end,
}

-- What one changes the next finds changed.
local ORDER = {
  "missing_rows", "wrong_total", "page_size_of_rows", "other_status", "other_batch", "short_progress", "future_status",
  "huge_text", "hostile_text", "lone_surrogate", "invalid_utf8", "future_field", "numeric_ids",
}

---@param response aliota.sandbox.Response  is changed
---@param strikes table<string, Strike>
function rows.change(response, strikes)
  local format = response.body:find("^[ \t-\r]*<") and XML or JSON
  for _, kind in ipairs(ORDER) do
    if strikes[kind] then response.body = KINDS[kind](format, response.body, strikes[kind]) end
  end
end

return rows
