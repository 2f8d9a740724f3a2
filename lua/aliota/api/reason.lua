-- Why a task did not succeed: the cause by its name where it is known, and what its TaskDesc says, folded so that
-- numbers, ids and case do not make two reasons of one.
local ascii = require "aliota.util.ascii"
local memo = require "aliota.util.memo"
local text = require "aliota.show.text"

local reason = {}

-- What devices report as progress when they fail (Alibaba Cloud Link protocol, OTA, step).
local CODES = {
  [-1] = "update failed", [-2] = "download failed", [-3] = "verification failed", [-4] = "flashing failed",
}

-- The code in a text that is nothing else, or names it as one.
local CODE_PATTERNS = {
  "^[ \t-\r]*(%-[1-4])[ \t-\r]*$", "[Cc]ode[^A-Za-z0-9]+(%-[1-4])%f[%D]", "[Ss]tep[^A-Za-z0-9]+(%-[1-4])%f[%D]",
}

local TEXT_PATTERNS = {
  {"timed?[ \t-\r%-]*out", "timed out"},
  {"version.*not conform", "version mismatch"},
  {"version.*mismatch", "version mismatch"},
  {"mismatch.*version", "version mismatch"},
  {"version.*not match", "version mismatch"},
}

--- The causes that have a name.
---@type table<string, true>
reason.CAUSES = {canceled = true}

--- The fields of a task that tell why.
reason.FIELDS = {TaskDesc = true, TaskStatus = true, Progress = true}
for _, cause in pairs(CODES) do reason.CAUSES[cause] = true end
for _, pattern in ipairs(TEXT_PATTERNS) do reason.CAUSES[pattern[2]] = true end

local NO_REASON, BETWEEN, CUT = "(no reason given)", ": ", "…"

local UUID = ("%x"):rep(8) .. ("%-" .. ("%x"):rep(4)):rep(3) .. "%-" .. ("%x"):rep(12)
local WORD, BLANKS = "%f[a-z0-9][a-z0-9]*%d[a-z0-9]*", "[ " .. ascii.CONTROL .. "]+"
local SHORTEST_ID, SHORTEST_HEX_ID = 8, 4
local LONGEST = 300 -- bytes of a text that are looked at

-- A word with a digit in it: an id, or letters with a number.
local function fold_word(word)
  local is_hex = #word >= SHORTEST_HEX_ID and not word:find "%X" or word:find "^0x%x+$"
  return (is_hex or #word >= SHORTEST_ID) and "#" or (word:gsub("%d+", "#"))
end

local function fold(said)
  return (ascii.lower(said):gsub(UUID, "#"):gsub(WORD, fold_word):gsub("#[#%.:,/%-]*#", "#"):gsub(BLANKS, " ")
    :gsub("^ ", ""):gsub(" $", ""))
end

local function code_in(said)
  for _, pattern in ipairs(said:find "%-[1-4]" and CODE_PATTERNS or {}) do
    local code = said:match(pattern)
    if code then return CODES[tonumber(code)] end
  end
end

local function cause_in(folded)
  for _, pattern in ipairs(TEXT_PATTERNS) do
    if folded:find(pattern[1]) then return pattern[2] end
  end
end

-- What is read in a text depends on where its digits are, not on which they are. So texts that differ in numbers alone
-- are read once.
local READ = memo(function(zeros)
  local folded = fold(zeros)
  return {folded = folded, cause = cause_in(folded)}
end, 1000)

local function read(said) return READ[said:gsub("%d", "0")] end

local function beginning(said) return text.head(said, LONGEST) end

--- Why a task did not succeed. The cause is one of "canceled", "update failed", "download failed", "verification
--- failed", "flashing failed" (a Progress of -1 to -4, or such a code in the text), "timed out", "version mismatch".
--- Looks at the first 300 bytes of TaskDesc.
---@param task aliota.Task
---@return string|nil cause nil when it is none of these
---@return string text of TaskDesc, folded; empty when there is none
function reason.of(task)
  local said = task.TaskDesc
  said = said == nil and "" or beginning(text.of(said))
  local found = read(said)
  local cause = task.TaskStatus == "CANCELED" and "canceled" or CODES[task.Progress] or code_in(said) or found.cause
  return cause, found.folded
end

--- A text with lower-case letters, "#" for every number and id, and single blanks. Looks at the first 300 bytes.
---@param said string
---@return string
function reason.fold(said)
  return read(beginning(said)).folded
end

--- Why a task did not succeed, in a line for a person.
---@param cause string|nil
---@param said string  printable
---@return string
function reason.words(cause, said)
  if said == "" then return cause or NO_REASON end
  return cause and cause .. BETWEEN .. said or said
end

--- What a line of `words` says, as `of` returns it; it may have been cut to its room.
---@param line string
---@return string folded  the line, which may be a cause, a text or a part of one
---@return string|nil text  folded; nil where the line has no more than one of them
---@return string|nil cause that goes with this text
function reason.parse(line)
  local whole = line:gsub(CUT .. "$", "")
  local folded = reason.fold(whole ~= "" and whole or line)
  if folded == NO_REASON then return folded, "" end
  for cause in pairs(reason.CAUSES) do
    local head = cause .. BETWEEN
    if folded:sub(1, #head) == head then return folded, folded:sub(#head + 1), cause end
  end
  return folded
end

return reason
