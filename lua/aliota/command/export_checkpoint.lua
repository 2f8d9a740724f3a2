-- Where an export is, in a file beside it: a checksum of what follows, up to which byte the unfinished file is good,
-- how many tasks that are, what it is an export of, and the listing's cursor.
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

--- What goes wrong with a file is told with its name, which the system's own words often have, too.
---@param path string
---@param result any
---@param message string|nil
---@return any
function checkpoint.checked(path, result, message)
  if not result then error(path .. ": " .. message:gsub("^.*: ", ""), 0) end
  return result
end

local checked = checkpoint.checked

local function sha256(text) return require("aliota.core").sign.sha256(text) end

--- Writes one. At any moment there is the old file or the new one, and nothing between.
---@param path string
---@param state aliota.ExportCheckpoint
function checkpoint.write(path, state)
  local new, body = path .. ".new", ("%d\n%d\n%s\n%s"):format(state.size, state.rows, state.what, state.cursor)
  local file = checked(new, io.open(new, "wb"))
  checked(new, file:write(sha256(body), "\n", body))
  checked(new, file:close())
  checked(path, os.rename(new, path))
end

local ABSENT = {[2] = true, [20] = true} -- ENOENT, ENOTDIR

--- Reads one.
---@param path string
---@return aliota.ExportCheckpoint|nil  nil: there is none
function checkpoint.read(path)
  local file, message, code = io.open(path, "rb")
  if ABSENT[code] then return nil end
  local text = checked(path, file, message):read "*a"
  file:close()
  local sum, body = text:match "^(%x+)\n(.*)$"
  if not sum or sha256(body) ~= sum then checkpoint.refuse(path, "is damaged") end
  local size, rows, what, cursor = body:match "^(%d+)\n(%d+)\n([^\n]*)\n(.*)$"
  if not size then checkpoint.refuse(path, "was made by another version of aliota") end
  return {size = tonumber(size), rows = tonumber(rows), what = what, cursor = cursor}
end

return checkpoint
