-- A small file, read whole.
local core = require "aliota.core"

local MOST_BYTES = 1024 * 1024

local file = {}

--- Reads a file that should hold something.
---@param path string
---@return string|nil content
---@return string|nil problem that names the file
function file.read(path)
  local handle, why = io.open(path, "rb")
  if not handle then return nil, why end
  local content, problem = handle:read(MOST_BYTES + 1)
  handle:close()
  if problem then return nil, path .. ": " .. problem end
  if not content or not content:find "%S" then return nil, path .. " is empty" end
  if #content > MOST_BYTES then return nil, path .. " is larger than a megabyte" end
  return content
end

local OTHERS_MAY_READ = 4

--- Reads a file of secrets; tells when everybody on this machine may read it, too.
---@param path string
---@param account aliota.Account
---@return string|nil content
---@return string|nil problem that names the file
function file.read_secret(path, account)
  local content, problem = file.read(path)
  if content and (core.permissions(path) or 0) % 8 >= OTHERS_MAY_READ then
    account:tell("warning", {message = path .. " can be read by everybody on this machine; chmod 600 is safer"})
  end
  return content, problem
end

--- The path of a file in the user's home.
---@param path string relative
---@return string|nil
---@return string|nil problem
function file.at_home(path)
  local home = os.getenv "HOME"
  if not home or home == "" then return nil, ("HOME is not set, which ~/%s needs"):format(path) end
  return home .. "/" .. path
end

return file
