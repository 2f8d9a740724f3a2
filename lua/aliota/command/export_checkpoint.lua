-- Where an export is, in a file beside it: a checksum of what follows, up to which byte the unfinished file is good,
-- how many tasks that are, what it is an export of, and the listing's cursor.
local checked = require("aliota.api.errors").checked_file

local checkpoint = {}

---@class aliota.ExportCheckpoint
---@field size integer    bytes
---@field rows integer
---@field what string     a line
---@field cursor string

--- What is wrong with a checkpoint, and what to do; raised.
---@param path string
---@param problem string
function checkpoint.refuse(path, problem)
  error(("%s %s; to start over, delete it"):format(path, problem), 0)
end

local function sha256(text) return require("aliota.core").sign.sha256(text) end

--- Writes one. At any moment there is the old text or the new one, and nothing between.
---@param file aliota.StateFile
---@param state aliota.ExportCheckpoint
function checkpoint.write(file, state)
  local body = ("%d\n%d\n%s\n%s"):format(state.size, state.rows, state.what, state.cursor)
  checked(file:write(sha256(body) .. "\n" .. body))
end

--- Reads one.
---@param file aliota.StateFile
---@return aliota.ExportCheckpoint|nil  nil: there is none
function checkpoint.read(file)
  local text, problem = file:read()
  checked(not problem, problem)
  if not text then return nil end
  local path, sum, body = file.place.given, text:match "^(%x+)\n(.*)$"
  if not sum or sha256(body) ~= sum then checkpoint.refuse(path, "is damaged") end
  local size, rows, what, cursor = body:match "^(%d+)\n(%d+)\n([^\n]*)\n(.*)$"
  if not size then checkpoint.refuse(path, "was made by another version of aliota") end
  return {size = tonumber(size), rows = tonumber(rows), what = what, cursor = cursor}
end

return checkpoint
