-- Modules of others, which not everybody has. Where one is missing, or one that it needs, a line tells which, and what
-- installs it.
local compat = require "aliota.util.compat"

local needed = {}

-- Packages that have them, by the first word of their names: of LuaRocks, where it has another name, and of Debian.
local ROCKS = {
  _cqueues = "cqueues", _openssl = "luaossl", cjson = "lua-cjson", lxp = "luaexpat", openssl = "luaossl",
  redis = "redis-lua", socket = "luasocket", term = "lua-term",
}
local DEBIAN = {
  _cqueues = "lua-cqueues", _openssl = "lua-luaossl", argparse = "lua-argparse", cjson = "lua-cjson",
  copas = "lua-copas", cqueues = "lua-cqueues", lxp = "lua-expat", luv = "lua-luv", openssl = "lua-luaossl",
  readline = "lua-readline", redis = "lua-redis", socket = "lua-socket",
}

--- What is said of a module that can't be loaded.
---@param problem any  what `require` said
---@return string|nil message  nil for a mistake in one that can be loaded, and for modules of ours
function needed.absence(problem)
  local text = tostring(problem)
  if text:find "^the Lua module [^ ]+ is missing; " then return text end -- one that it needs has said so
  local missing = text:match "module '([^']+)' not found"
  local first = missing and missing:match "^[^.]+"
  if not first or first == "aliota" then return nil end
  local debian = DEBIAN[first] and ("apt install %s, or "):format(DEBIAN[first]) or ""
  return ("the Lua module %s is missing; %sluarocks --lua-version %s install %s"):format(missing, debian,
    compat.version, ROCKS[first] or first)
end

--- Loads a module.
---@param name string
---@return any|nil module
---@return string|nil message  what is missing
function needed.try(name)
  local there, result = pcall(require, name)
  if there then return result end
  return nil, needed.absence(result) or error(result, 0)
end

return setmetatable(needed, {
  --- Loads a module, or raises what is missing.
  ---@param name string
  ---@return any module
  __call = function(_, name)
    local module, message = needed.try(name)
    return module or error(message, 0)
  end,
})
