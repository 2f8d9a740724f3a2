-- Letters of ASCII, and their case.
--
-- What string.lower, string.upper and the classes of patterns (%a %c %g %l %p %s %u %w) take for a letter, a blank or a
-- control character is for the program's locale to say. In one of 8 bits these are pieces of characters of UTF-8, too.
-- So in this library patterns name the bytes that they mean; %d and %x are the same everywhere.

local ascii = {}

--- What stands for %c and for %p within the brackets of a pattern.
ascii.CONTROL, ascii.PUNCTUATION = "%z\1-\31\127", "!-/:-@[-`{-~"

local LOWER, UPPER = {}, {}
for code = ("A"):byte(), ("Z"):byte() do
  local upper, lower = string.char(code), string.char(code + 32)
  LOWER[upper], UPPER[lower] = lower, upper
end

--- A text with small letters for capital ones.
---@param text string
---@return string
function ascii.lower(text) return (text:gsub("[A-Z]", LOWER)) end

--- A text with capital letters for small ones.
---@param text string
---@return string
function ascii.upper(text) return (text:gsub("[a-z]", UPPER)) end

return ascii
