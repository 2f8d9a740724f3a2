-- A home directory with files, while a function runs, and no environment variables but those given.
local shell = require "spec.support.shell"
local with_environment = require "spec.support.environment"

---@param files table<string, string> path below the directory → content
---@param variables table<string, string>|nil
---@param f fun(home: string)
return function(files, variables, f)
  local home = shell.run("mktemp -d"):gsub("\n$", "")
  for path, content in pairs(files) do
    shell.run(("umask 077; mkdir -p \"$(dirname '%s/%s')\""):format(home, path))
    local file = assert(io.open(home .. "/" .. path, "wb"))
    file:write(content)
    file:close()
    shell.run(("chmod 600 '%s/%s'"):format(home, path))
  end
  local all = {HOME = home}
  for name, value in pairs(variables or {}) do all[name] = value end
  local ok, message = pcall(with_environment, all, function() f(home) end)
  shell.run("rm -r '" .. home .. "'")
  assert(ok, message)
end
