-- A small file, read whole.
local core = require "aliota.core"
local variable = require "aliota.credentials.variable"

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

local function at_home(path)
  local home = variable.get "HOME"
  if not home then return nil, ("HOME is not set, which ~/%s needs"):format(path) end
  return home .. "/" .. path
end

--- Reads a user's file of secrets; tells when everybody on this machine may read it, too.
---@param account aliota.Account
---@param name string     of the variable that says where it is
---@param usually string  where it is otherwise, in the user's home
---@return string|nil content
---@return string path    or a problem that names the file
function file.of_user(account, name, usually)
  local path, problem = variable.get(name), nil
  if not path then path, problem = at_home(usually) end
  if not path then return nil, problem end
  local content
  content, problem = file.read(path)
  if not content then return nil, problem end
  if (core.permissions(path) or 0) % 8 >= OTHERS_MAY_READ then
    account:tell("warning", {message = path .. " can be read by everybody on this machine; chmod 600 is safer"})
  end
  return content, path
end

return file
