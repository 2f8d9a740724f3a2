-- What a user indexes by name: a name that is not there raises at the line that wrote it, with the nearest, where Lua
-- would call nil there, or go on with it.
local lazy = require "aliota.util.lazy"
local blame = lazy "aliota.util.blame"
local did_you_mean = lazy "aliota.util.did_you_mean"

local public = {}

-- Metatable → what somebody gives who gives such a table in place of what is wanted.
local GIVEN = setmetatable({}, {__mode = "k"})

local function names_of(...)
  local names = {}
  for i = 1, select("#", ...) do
    for name in pairs((select(i, ...))) do
      if type(name) == "string" and not name:find "^_" then names[name] = true end
    end
  end
  return names
end

--- Makes a table of functions raise at names that it lacks.
---@generic T: table
---@param part T
---@param name string  how it is written, such as "aliota.report"
---@param parts table<string, string>|nil  modules that are loaded when they are first asked for, by their names here
---@return T
function public.part(part, name, parts)
  local meta = {__name = name}
  function meta.__index(_, key)
    if parts and parts[key] then
      part[key] = require(parts[key])
      return part[key]
    end
    blame(("%s has no %q%s"):format(name, tostring(key), did_you_mean(key, names_of(part, parts or {}))))
  end
  GIVEN[meta] = ("%s itself: write %s. with a dot, not with a colon"):format(name, name)
  return setmetatable(part, meta)
end

--- Makes the objects of a class raise at names that neither they nor the class have.
---@param class table  what their metatable and its __index are
---@param name string  how an object is written, such as "client"
---@param more string|nil  a module that adds members to the class when it is loaded, which a missing name may be
function public.class(class, name, more)
  GIVEN[class] = "a " .. name
  setmetatable(class, {__index = function(_, key)
    if more then
      require(more)
      more = nil
      return class[key]
    end
    blame(("a %s has no %q%s"):format(name, tostring(key), did_you_mean(key, names_of(class))))
  end})
end

--- What somebody has given who gives one of these; nil for anything else.
---@param value any
---@return string|nil
function public.given(value)
  return GIVEN[getmetatable(value)]
end

return public
