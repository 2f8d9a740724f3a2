-- Faults in what an answer says, a row at a time: texts and types that no example of the vendor shows. They are made in
-- the written text, so that they can be what a writer of JSON or XML would refuse to write.

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

local KINDS = {
  numeric_ids = function(format, body, strike)
    for _, name in ipairs {"TaskId", "JobId", "FirmwareId"} do
      body = format.replace(body, name, strike.rows, digits_of)
    end
    return body
  end,
  future_status = function(format, body, strike)
    return format.replace(body, "TaskStatus", strike.rows, function() return format.text("ROLLING_BACK") end)
  end,
  huge_text = function(format, body, strike)
    return format.replace(body, "TaskDesc", strike.rows, function() return format.text(("x"):rep(strike.bytes)) end)
  end,
  hostile_text = function(format, body, strike)
    local next_text = strike.drawn
    return format.replace(body, "TaskDesc", strike.rows, function()
      next_text = next_text + 1
      return format.text(format.HOSTILE[next_text % #format.HOSTILE + 1])
    end)
  end,
  lone_surrogate = function(format, body, strike)
    return format.replace(body, "TaskDesc", strike.rows, function() return format.text(format.LONE_SURROGATE) end)
  end,
  future_field = function(format, body)
    local pattern = format == JSON and '"TaskId":' or "<TaskId>"
    return (body:gsub(pattern, format.FUTURE_FIELD:gsub("%%", "%%%%") .. pattern))
  end,
}

-- What one changes the next finds changed.
local ORDER = {"future_status", "huge_text", "hostile_text", "lone_surrogate", "future_field", "numeric_ids"}

---@param response SandboxResponse is changed
---@param strikes table<string, Strike>
function rows.change(response, strikes)
  local format = response.body:find("^[ \t-\r]*<") and XML or JSON
  for _, kind in ipairs(ORDER) do
    if strikes[kind] then response.body = KINDS[kind](format, response.body, strikes[kind]) end
  end
end

return rows
