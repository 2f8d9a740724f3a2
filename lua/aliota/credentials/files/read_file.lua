-- A small file, read whole.
local core = require "aliota.core"
local step = require "aliota.credentials.step"
local variable = require "aliota.util.variable"

local MOST_BYTES = 1024 * 1024
local BYTE_ORDER_MARK = "^\239\187\191"
local EACCES = 13

local file = {}

-- Whether a file that can't be opened is there, as what kind of step: where a directory hides it nobody knows.
local function unopened(path, errno)
  if core.file.permissions(path) then return step.none end
  return errno == EACCES and step.doubtful or step.absent
end

--- Reads a file that should hold something.
---@param path string
---@return string|nil content  without a mark of its encoding
---@return string|nil problem  that names the file
---@return (fun(problem: string): aliota.Step)|nil kind  what that means for keys that should be in it
function file.read(path)
  local handle, why, errno = io.open(path, "rb")
  if not handle then return nil, why, unopened(path, errno) end
  local content, problem = handle:read(MOST_BYTES + 1)
  handle:close()
  if problem then return nil, path .. ": " .. problem, step.none end
  if not content or not content:find "%S" then return nil, path .. " is empty", step.doubtful end
  if #content > MOST_BYTES then return nil, path .. " is larger than a megabyte", step.none end
  return (content:gsub(BYTE_ORDER_MARK, ""))
end

local OTHERS_MAY_READ = 4

-- The first of a user's files that is there; the first of all where none is. As the vendor's SDKs have it, a HOME that
-- is set to nothing is no home, and one that is not set is looked up.
local function usual_path(names)
  local home = os.getenv "HOME" or core.home() or ""
  if home == "" then return nil end
  for _, name in ipairs(names) do
    if core.file.permissions(home .. "/" .. name) then return home .. "/" .. name end
  end
  return home .. "/" .. names[1]
end

--- Reads a user's file of secrets; tells when everybody on this machine may read it, too.
---@param account aliota.Account
---@param name string       of the variable that says where it is
---@param usually string[]  where it is otherwise, in the user's home: the first of these
---@return string|nil content
---@return string|aliota.Step path  or why there is no content
function file.of_user(account, name, usually)
  local named = variable.get(name)
  local path = named or usual_path(usually)
  if not path then return nil, step.absent(("no home is known for ~/%s; set HOME"):format(usually[1])) end
  local content, problem, kind = file.read(path)
  if not content then return nil, (named and kind == step.absent and step.none or kind)(problem) end
  if (core.file.permissions(path) or 0) % 8 >= OTHERS_MAY_READ then
    account:tell("warning", {message = path .. " can be read by everybody on this machine; chmod 600 is safer"})
  end
  return content, path
end

return file
