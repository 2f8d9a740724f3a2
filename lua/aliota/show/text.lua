-- Texts of devices for eyes: no byte of them steers a terminal or turns the reading direction, and columns line up.
local ascii = require "aliota.util.ascii"
local decimal = require "aliota.util.decimal"
local utf8 = require "aliota.util.utf8"

local text = {}

local ELLIPSIS = "…"
local CONTROL = "[" .. ascii.CONTROL .. "]"
local NOT_PLAIN = "[^ -~]" -- bytes that must be looked at

-- What `printable` shows as a blank: tabs and line ends, that of two characters first.
local BREAKS = {"\r\n", "[\t-\r]", "\194\133", "\226\128[\168\169]"} -- C0, U+0085, U+2028–2029

-- What `printable` takes out besides bytes that are no UTF-8; Lua's patterns see bytes.
local HIDDEN = {
  CONTROL,                  -- C0 and DEL
  "\194[\128-\159]",        -- U+0080–009F, C1
  "\216\156",               -- U+061C, direction
  "\226\128[\142\143]",     -- U+200E–200F, direction
  "\226\128[\170-\174]",    -- U+202A–202E, embeddings
  "\226\129[\166-\169]",    -- U+2066–2069, isolates
  "\239\187\191",           -- U+FEFF, byte order mark
  "\239\191[\185-\187\190\191]", -- U+FFF9–FFFB annotations, U+FFFE–FFFF, which XML forbids
}

--- A text in which each byte that is no UTF-8 is "?".
---@param s string
---@return string
function text.well_formed(s)
  if not s:find "[\128-\255]" then return s end
  local characters = {}
  for character, code in utf8.characters(s) do characters[#characters + 1] = code and character or "?" end
  return table.concat(characters)
end

--- The beginning of a text, without the character that the cut breaks.
---@param s string
---@param bytes integer
---@return string
function text.head(s, bytes)
  if #s <= bytes then return s end
  return (s:sub(1, bytes):gsub("[\192-\255][\128-\191]*$", ""))
end

--- Any value as text. Numbers are the same on every Lua and in every locale.
---@param value any
---@return string
function text.of(value)
  if type(value) == "string" then return value end
  return type(value) == "number" and decimal.text(value) or tostring(value)
end

--- A text on one line, without what steers: each tab and line end becomes a blank, each other control character,
--- direction mark and byte that is no UTF-8 "?".
---@param value any nil becomes "?"
---@return string
function text.printable(value)
  if value == nil then return "?" end
  local s = text.of(value)
  if not s:find(NOT_PLAIN) then return s end
  s = text.well_formed(s)
  for _, broken in ipairs(BREAKS) do s = s:gsub(broken, " ") end
  for _, hidden in ipairs(HIDDEN) do s = s:gsub(hidden, "?") end
  return s
end

-- Width ---------------------------------------------------------------------------------------------------------------

-- First and last code of what takes no column or two, in order: the common part of Unicode 14. Combining marks of
-- living scripts, joiners and selectors; East Asian wide and full-width characters, and emoji.
local RANGES = {
  {0x0300, 0x036F, 0}, {0x0483, 0x0489, 0}, {0x0591, 0x05BD, 0}, {0x0610, 0x061A, 0}, {0x064B, 0x065F, 0},
  {0x06D6, 0x06DC, 0}, {0x093C, 0x093C, 0}, {0x0941, 0x0948, 0}, {0x094D, 0x094D, 0}, {0x0E31, 0x0E31, 0},
  {0x0E34, 0x0E3A, 0}, {0x0E47, 0x0E4E, 0}, {0x1100, 0x115F, 2}, {0x1AB0, 0x1ACE, 0}, {0x1DC0, 0x1DFF, 0},
  {0x200B, 0x200D, 0}, {0x2060, 0x2064, 0}, {0x20D0, 0x20F0, 0}, {0x231A, 0x231B, 2}, {0x23E9, 0x23EC, 2},
  {0x23F0, 0x23F0, 2}, {0x23F3, 0x23F3, 2}, {0x26A1, 0x26A1, 2}, {0x26D4, 0x26D4, 2}, {0x2705, 0x2705, 2},
  {0x274C, 0x274C, 2}, {0x2753, 0x2755, 2}, {0x2757, 0x2757, 2}, {0x2E80, 0x3029, 2}, {0x302A, 0x302D, 0},
  {0x302E, 0x303E, 2}, {0x3041, 0x3098, 2}, {0x3099, 0x309A, 0}, {0x309B, 0x3247, 2}, {0x3250, 0x4DBF, 2},
  {0x4E00, 0xA4CF, 2}, {0xA960, 0xA97C, 2}, {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0},
  {0xFE10, 0xFE19, 2}, {0xFE20, 0xFE2F, 0}, {0xFE30, 0xFE6B, 2}, {0xFF01, 0xFF60, 2}, {0xFFE0, 0xFFE6, 2},
  {0x17000, 0x18CD5, 2}, {0x1B000, 0x1B2FB, 2}, {0x1F300, 0x1F320, 2}, {0x1F32D, 0x1F335, 2}, {0x1F337, 0x1F37C, 2},
  {0x1F37E, 0x1F393, 2}, {0x1F3A0, 0x1F3CA, 2}, {0x1F3E0, 0x1F3F0, 2}, {0x1F3F8, 0x1F43E, 2}, {0x1F442, 0x1F4FC, 2},
  {0x1F4FF, 0x1F53D, 2}, {0x1F550, 0x1F567, 2}, {0x1F5FB, 0x1F64F, 2}, {0x1F680, 0x1F6C5, 2}, {0x1F6EB, 0x1F6EC, 2},
  {0x1F7E0, 0x1F7EB, 2}, {0x1F90C, 0x1F93A, 2}, {0x1F93C, 0x1F945, 2}, {0x1F947, 0x1F9FF, 2}, {0x1FA70, 0x1FA74, 2},
  {0x20000, 0x3FFFD, 2}, {0xE0100, 0xE01EF, 0},
}

local function columns_of(code)
  if not code or code < RANGES[1][1] then return 1 end
  local low, high = 1, #RANGES
  while low < high do -- the last range that begins at the code or before it
    local middle = math.ceil((low + high) / 2)
    if RANGES[middle][1] <= code then low = middle else high = middle - 1 end
  end
  return code <= RANGES[low][2] and RANGES[low][3] or 1
end

--- The columns that a printable text takes in a terminal: East Asian wide characters two, combining ones none.
---@param s string
---@return integer
function text.width(s)
  if not s:find("[\128-\255]") then return #s end
  local width = 0
  for _, code in utf8.characters(s) do width = width + columns_of(code) end
  return width
end

-- The longest beginning that takes at most so many columns.
local function beginning(s, columns)
  local width, last = 0, 0
  for character, code in utf8.characters(s) do
    width = width + columns_of(code)
    if width > columns then break end
    last = last + #character
  end
  return s:sub(1, last)
end

--- A printable text within so many columns; what is too long ends in "…".
---@param s string
---@param columns integer one or more
---@return string
function text.fit(s, columns)
  if text.width(s) <= columns then return s end
  return beginning(s, columns - 1) .. ELLIPSIS
end

-- The most columns that anything is drawn in, and the bytes that are looked at for each: four make a character, and as
-- many again the marks on it.
text.MOST_COLUMNS = 1000
local BYTES_A_COLUMN = 8

--- As much of a text as is looked at for one line.
---@param s string
---@param columns integer|nil  room; nil: the most that there is anywhere
---@return string
function text.line_head(s, columns) return text.head(s, (columns or text.MOST_COLUMNS) * BYTES_A_COLUMN) end

--- Any value as a printable text for one line. However long it is, no more is looked at than there is room for.
---@param value any nil becomes "?"
---@param columns integer|nil  room; nil: the most that there is anywhere
---@return string  what is too long ends in "…"
function text.line(value, columns)
  if value == nil then return "?" end
  local s = text.of(value)
  local head = text.line_head(s, columns)
  return text.fit(text.printable(head) .. (#head < #s and ELLIPSIS or ""), columns or text.MOST_COLUMNS)
end

--- A printable text in lines of at most so many columns, broken between words; a longer word ends in "…".
---@param s string
---@param columns integer one or more
---@return string[]
function text.wrap(s, columns)
  local lines, line = {}, nil
  for word in s:gmatch "[^ \t-\r]+" do
    local longer = line and line .. " " .. word or word
    if line and text.width(longer) > columns then
      lines[#lines + 1] = line
      longer = word
    end
    line = text.fit(longer, columns)
  end
  lines[#lines + 1] = line
  return lines
end

return text
