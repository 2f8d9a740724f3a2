-- Where a listing is, as one line of text: how it was asked for, how far it came, and which tasks were handed out. The
-- latter are why a cursor grows by eleven bytes with each task; they are what keeps a row from being handed out twice
-- when rows have moved meanwhile.
local decode = require "aliota.util.percent_decode"

local cursor = {}

local FORMAT = "aliota1"
local SEPARATOR = ":"
local SUM = 16 -- digits

---@class aliota.Codec what turns bytes into text, and plain data
---@field encode fun(text: string): string       percent-encoding
---@field sha256 fun(text: string): string       hexadecimal
---@field read_json fun(text: string): any
---@field write_json fun(value: any): string
---@field load fun(text: string, except: table|nil): table|nil, string|nil  see fingerprints.load

--- Writes a cursor.
---@param codec aliota.Codec
---@param state table       plain data
---@param seen userdata     fingerprints of the tasks that were read
---@param pending userdata  of those among them that were not handed out
---@return string
function cursor.write(codec, state, seen, pending)
  local body = table.concat({FORMAT, codec.encode(codec.write_json(state)), seen:dump(), pending:dump()}, SEPARATOR)
  return body .. SEPARATOR .. codec.sha256(body):sub(1, SUM)
end

local function read_state(codec, text)
  local state = codec.read_json(decode(text))
  return type(state) == "table" and state or nil
end

--- Reads a cursor.
---@param codec aliota.Codec
---@param text string
---@return table|nil state
---@return userdata|string seen or what is wrong
function cursor.read(codec, text)
  local format = text:match("^(aliota%d+):")
  if format and format ~= FORMAT then
    return nil, ("the cursor was made by another version of aliota (%s, this one writes %s)"):format(format, FORMAT)
  end
  local body, sum = text:match("^(.*):(%x+)$")
  if not format or not body or codec.sha256(body):sub(1, SUM) ~= sum then
    return nil, "the cursor is damaged: it is not what it was when it was made"
  end
  local head, seen, pending = body:match("^aliota%d+:([^:]*):([^:]*):([^:]*)$")
  local state, except = head and read_state(codec, head), pending and codec.load(pending)
  local set = except and codec.load(seen, except)
  if not state or not set then return nil, "the cursor is damaged: it holds no listing" end
  return state, set
end

return cursor
