-- Well-formed UTF-8 (RFC 3629), one character at a time; Lua 5.1 has no library for it.

local utf8 = {}

-- Each with the position behind it. By the first byte, as most of them need one look.
local ASCII, TWO = "^[%z\1-\127]()", "^[\194-\223][\128-\191]()"
local THREE = "^[\225-\236\238\239][\128-\191][\128-\191]()"
local LONGER = {
  [224] = "^\224[\160-\191][\128-\191]()", [237] = "^\237[\128-\159][\128-\191]()",
  [240] = "^\240[\144-\191][\128-\191][\128-\191]()", [241] = "^\241[\128-\191][\128-\191][\128-\191]()",
  [242] = "^\242[\128-\191][\128-\191][\128-\191]()", [243] = "^\243[\128-\191][\128-\191][\128-\191]()",
  [244] = "^\244[\128-\143][\128-\191][\128-\191]()",
}

local function form(byte)
  if byte < 128 then return ASCII end
  return byte < 224 and TWO or LONGER[byte] or THREE
end

--- The position behind the character at `position`.
---@param text string
---@param position integer within the text
---@return integer|nil behind nil when no well-formed character begins there
function utf8.behind(text, position)
  return text:match(form(text:byte(position)), position)
end

--- How long a text is for a person: the number of its characters, every byte that does not continue one.
---@param text string
---@return integer
function utf8.length(text)
  return (select(2, text:gsub("[^\128-\191]", "")))
end

--- The characters of a text, in order: each with its code, and a byte that belongs to none with nil.
---@param text string
---@return fun(): string|nil, integer|nil
function utf8.characters(text)
  local position = 1
  return function()
    if position > #text then return nil end
    local first, behind = position, utf8.behind(text, position)
    position = behind or first + 1
    local character = text:sub(first, position - 1)
    return character, behind and utf8.code(character)
  end
end

--- The code of one well-formed character.
---@param character string
---@return integer
function utf8.code(character)
  local a, b, c, d = character:byte(1, 4)
  if d then return ((a - 240) * 64 + b - 128) * 4096 + (c - 128) * 64 + d - 128 end
  if c then return ((a - 224) * 64 + b - 128) * 64 + c - 128 end
  return b and (a - 192) * 64 + b - 128 or a
end

return utf8
