-- Makes a document readable of which only texts are broken: what is no character becomes U+FFFD. Pure.
local ascii = require "aliota.util.ascii"
local json = require("aliota.core").json

local REPLACEMENT = "\239\191\189"

-- XML 1.0, production 2.
local function is_character(code)
  if code < 0x20 then return code == 9 or code == 10 or code == 13 end
  return code <= 0xD7FF or (code >= 0xE000 and code <= 0xFFFD) or (code >= 0x10000 and code <= 0x10FFFF)
end

local function replace_reference(hex, digits)
  local code = tonumber(digits, hex == "x" and 16 or 10)
  return code and not is_character(code) and REPLACEMENT or nil
end

local function escape(byte) return ("\\u%04x"):format(byte:byte()) end

-- The JSON decoder tells what is no UTF-8, so that the same becomes of it here as there.
local function repair_text(text)
  local utf8 = json.decode('"' .. text:gsub('[%z\1-\31"\\]', escape) .. '"', nil, nil, true)
  return (utf8:gsub("[%z\1-\8\11\12\14-\31]", REPLACEMENT):gsub("\239\191[\190\191]", REPLACEMENT)
    :gsub("&#(x?)(%x+);", replace_reference))
end

local function is_utf8(document)
  local declared = document:match "^<%?xml[^>]-encoding[ \t\r\n]*=[ \t\r\n]*[\"'](.-)[\"']"
  return not declared or ascii.lower(declared) == "utf-8"
end

--- Replaces what is no character in the texts of a document.
---@param document string  that is not well-formed
---@return string
---@return integer replaced  how many texts were broken
return function(document)
  if not is_utf8(document) then return document, 0 end
  local replaced = 0
  local repaired = document:gsub("[^<>]+", function(text)
    local good = repair_text(text)
    if good == text then return nil end
    replaced = replaced + 1
    return good
  end)
  return repaired, replaced
end
