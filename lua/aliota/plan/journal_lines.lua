-- A journal as lines of JSON: what is intended, a line for each part of it, a checksum, then what happened, as it
-- happened.
-- What is about to be sent is written down before; whoever reads that it was being sent, and no more, knows that nobody
-- knows.
local decode_json = require("aliota.core").json.decode
local json = require "aliota.util.json_codec"
local sha256 = require("aliota.core").sign.sha256

local lines = {}

local FORMAT = 1
local SUM = 16 -- digits

local function sum_of(text) return sha256(text):sub(1, SUM) end

-- Writing ------------------------------------------------------------------------------------------------------------

--- The line about something that happened.
---@param event table
---@return string
function lines.event(event) return json.encode(event) .. "\n" end

--- The lines about what is intended.
---@param thing string   what it is: "plan"
---@param head table     about all of it
---@param parts table[]  a line each
---@return string
function lines.head(thing, head, parts)
  head["aliota_" .. thing] = FORMAT
  local list = {json.encode(head)}
  for i, part in ipairs(parts) do list[i + 1] = json.encode(part) end
  local text = table.concat(list, "\n") .. "\n"
  return text .. lines.event {sum = sum_of(text)}
end

-- Reading ------------------------------------------------------------------------------------------------------------

---@class aliota.JournalReader  what makes something of lines; what is wrong with one is raised as a text
---@field thing string
---@field head fun(head: table): integer|nil  returns how many parts there are; nil: it is damaged
---@field part fun(part: table)
---@field event fun(event: table, number: integer)  with the number of its line

local function decode(line, number)
  local value = decode_json(line)
  if type(value) == "table" then return value end
  error(("line %d is no JSON object"):format(number), 0)
end

local function damaged(thing, why) error(("its %s is damaged%s"):format(thing, why or ""), 0) end

-- What goes on with journals, by what they are of.
local GOES_ON = {plan = "client:resume_plan", rollout = "client:resume_rollout"}

local function not_of(wanted, head)
  for thing, method in pairs(GOES_ON) do
    if type(head) == "table" and head["aliota_" .. thing] then
      error(("it is the journal of a %s, not of a %s: %s goes on with it"):format(thing, wanted, method), 0)
    end
  end
  error("it is no journal of a " .. wanted, 0)
end

local function read_head(reader, line)
  local head, thing = decode_json(line), reader.thing
  local format = type(head) == "table" and head["aliota_" .. thing]
  if not format then not_of(thing, head) end
  if format ~= FORMAT then error("it was written by another version of aliota", 0) end
  head["aliota_" .. thing] = nil
  return reader.head(head) or damaged(thing)
end

local function check_sum(thing, line, number, before)
  if decode(line, number).sum ~= sum_of(before) then damaged(thing, ": the checksum differs") end
end

local function read(text, reader)
  local count, number = nil, 0
  for start, line in text:gmatch "()([^\n]*)\n" do
    number = number + 1
    if not count then
      count = read_head(reader, line)
    elseif number <= count + 1 then
      reader.part(decode(line, number))
    elseif number == count + 2 then
      check_sum(reader.thing, line, number, text:sub(1, start - 1))
    else
      reader.event(decode(line, number), number)
    end
  end
  if not count then not_of(reader.thing) end
  if number < count + 2 then error(("it ends within the %s"):format(reader.thing), 0) end
end

--- Reads a journal. A last line without its line feed was being written when the process ended; what it announces had
--- not begun.
---@param text string
---@param reader_of fun(parts: table): aliota.JournalReader  what fills `parts`
---@return table|nil parts
---@return string problem or the text without that line
function lines.read(text, reader_of)
  local parts = {}
  local ok, problem = pcall(read, text, reader_of(parts))
  if not ok then return nil, problem end
  return parts, text:match "^.*\n"
end

return lines
