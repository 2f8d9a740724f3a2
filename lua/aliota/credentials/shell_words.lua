-- A command line as the words that a shell would make of it, without anything else that a shell does: quotes and
-- backslashes as POSIX has them.

-- What a backslash takes the meaning of between double quotes; before anything else there it is itself.
local MEANINGFUL = '^["\\$`]'
local OPEN = "a quote is not closed"

-- After an opening double quote: the text, and where it ends.
local function quoted(command, at)
  local parts = {}
  while true do
    local plain, past = command:match('^([^"\\]*)()', at)
    parts[#parts + 1] = plain
    local mark, following = command:sub(past, past), command:sub(past + 1, past + 1)
    if mark == '"' then return table.concat(parts), past + 1 end
    if mark == "" or following == "" then return nil, OPEN end
    if following ~= "\n" then parts[#parts + 1] = following:find(MEANINGFUL) and following or "\\" .. following end
    at = past + 2
  end
end

-- The next piece of a word and where it ends; a problem instead; or nothing, at the end of the word.
local function piece(command, at)
  local mark = command:sub(at, at)
  if mark == "'" then
    local text, past = command:match("^'([^']*)'()", at)
    return text, past or OPEN
  elseif mark == '"' then
    return quoted(command, at + 1)
  elseif mark == "\\" then
    local following = command:sub(at + 1, at + 1)
    if following == "" then return nil, "it ends with a backslash" end
    return following == "\n" and "" or following, at + 2
  end
  return command:match("^([^%s'\"\\]+)()", at)
end

local function word_at(command, at)
  local parts = {}
  while true do
    local text, past = piece(command, at)
    if not text then
      if past then return nil, past end
      return table.concat(parts), at
    end
    parts[#parts + 1], at = text, past
  end
end

local function past_blanks(command, at)
  local past = command:match("^%s+()", at) or command:match("^\\\n()", at)
  return past and past_blanks(command, past) or at
end

--- Splits a command line.
---@param command string
---@return string[]|nil words  at least the name of a program
---@return string|nil problem
return function(command)
  local words, at = {}, past_blanks(command, 1)
  while at <= #command do
    local word, past = word_at(command, at)
    if not word then return nil, past end
    words[#words + 1], at = word, past_blanks(command, past)
  end
  if (words[1] or "") == "" then return nil, "it names no program" end
  return words
end
