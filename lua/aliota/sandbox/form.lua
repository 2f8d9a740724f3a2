-- Parameters as they travel: `Name=value&Name=value`, percent-encoded.

local form = {}

local function decode(text)
  local malformed = false
  local bytes = text:gsub("%+", " "):gsub("%%(.?.?)", function(hex)
    if not hex:find("^%x%x$") then
      malformed = true
      return nil
    end
    return string.char(tonumber(hex, 16))
  end)
  return not malformed and bytes or nil
end

--- Percent-encodes a text, so that only the unreserved characters of RFC 3986 stay as they are.
---@param text string
---@return string
function form.encode(text)
  return (text:gsub("[^A-Za-z0-9%-_.~]", function(byte) return ("%%%02X"):format(byte:byte()) end))
end

--- Adds the parameters of an encoded text to a table. A name that is there already keeps its value, as the gateway
--- reads a request: the query before the body, the first value before the second.
---@param text string an URL query or an `application/x-www-form-urlencoded` body
---@param parameters table<string, string> receives the decoded parameters
---@return boolean ok false when a percent escape is malformed
function form.read(text, parameters)
  for encoded_name, encoded_value in text:gmatch("([^&=]*)=?([^&]*)") do
    local name, value = decode(encoded_name), decode(encoded_value)
    if not name or not value then return false end
    if name ~= "" and parameters[name] == nil then parameters[name] = value end
  end
  return true
end

return form
