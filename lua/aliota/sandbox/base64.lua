-- Base64 (RFC 4648, 4).

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function digit(number)
  return ALPHABET:sub(number + 1, number + 1)
end

---@param text string
---@return string
return function(text)
  local characters = text:gsub("..?.?", function(bytes)
    local a, b, c = bytes:byte(1, 3)
    local number = a * 65536 + (b or 0) * 256 + (c or 0)
    return digit(math.floor(number / 262144)) .. digit(math.floor(number / 4096) % 64)
      .. (b and digit(math.floor(number / 64) % 64) or "=") .. (c and digit(number % 64) or "=")
  end)
  return characters
end
