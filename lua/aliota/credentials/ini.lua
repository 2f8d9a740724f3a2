-- Files of sections and `key = value` lines, as far as the vendor's credentials file needs them.

local function unquoted(value)
  return value:match '^"(.*)"$' or value:match "^'(.*)'$" or (value:gsub("%s+[;#].*$", ""))
end

--- Reads such a text.
---@param text string
---@return table<string, table<string, string>>|nil sections
---@return string|nil problem
---@return integer|nil line
return function(text)
  local sections, section, number = {}, nil, 0
  for line in (text:gsub("^\239\187\191", "") .. "\n"):gmatch "(.-)\r?\n" do
    number = number + 1
    local name = line:match "^%s*%[%s*(.-)%s*%]%s*$"
    local key, value = line:match "^%s*([^=%s]+)%s*=%s*(.-)%s*$"
    if name then
      section = sections[name] or {}
      sections[name] = section
    elseif key and section and not key:find "^[;#]" then
      section[key] = unquoted(value)
    elseif not line:find "^%s*$" and not line:find "^%s*[;#]" then
      return nil, key and "a key before the first [section]" or "neither a [section] nor key = value", number
    end
  end
  return sections
end
