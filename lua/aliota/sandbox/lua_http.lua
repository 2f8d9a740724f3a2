-- Loads a module of lua-http.
--
-- Debian packages lua-http and its parts for Lua 5.1 to 5.3 only. The same files run under Lua 5.4 and are looked for
-- there when 5.4 has none of its own.

local DEBIAN_PATH = ";/usr/share/lua/5.3/?.lua;/usr/share/lua/5.2/?.lua"
local INSTALL = "the sandbox needs lua-http: install it with `apt-get install lua-http lua-cqueues lua-luaossl`"
  .. " or `luarocks install http`"

---@param name string
---@return table? module
---@return string? message what to install, and why the module was not found
return function(name)
  local found, module = pcall(require, name)
  if found then return module end
  local own_path = package.path
  package.path = own_path .. DEBIAN_PATH
  found, module = pcall(require, name)
  if found then return module end
  package.path = own_path
  return nil, INSTALL .. "\n" .. tostring(module)
end
