-- Whether bytes are text that every format can carry.

-- The well-formed sequences of RFC 3629, each with the position behind it.
local SEQUENCES = {
  "^[\1-\127]+()", "^[\194-\223][\128-\191]()", "^\224[\160-\191][\128-\191]()",
  "^[\225-\236\238\239][\128-\191][\128-\191]()", "^\237[\128-\159][\128-\191]()",
  "^\240[\144-\191][\128-\191][\128-\191]()", "^[\241-\243][\128-\191][\128-\191][\128-\191]()",
  "^\244[\128-\143][\128-\191][\128-\191]()",
}

local function behind(text, position)
  for _, sequence in ipairs(SEQUENCES) do
    local next_position = text:match(sequence, position)
    if next_position then return next_position end
  end
  return nil
end

---@param text string
---@return boolean is_text UTF-8, without NUL
return function(text)
  if not text:find("[%z\128-\255]") then return true end
  local position = 1
  while position and position <= #text do position = behind(text, position) end
  return position ~= nil
end
