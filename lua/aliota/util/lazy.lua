-- Modules that most programs never use, loaded when they are: when a member of one is first asked for, or when it is
-- called. To read and compile a file takes longer than a page of tasks, so a first listing loads what it runs through;
-- what is for errors, XML, other listings comes with the first of these.
--
-- It stands where `require` would, so that the head of a file names all that it needs. Each use asks `require` again:
-- nothing beside a request, and too much for what is done to every row. Members alone can be had of it; who goes
-- through all of them says `require`.
local Lazy = {}

function Lazy:__index(member) return require(self[1])[member] end
function Lazy:__call(...) return require(self[1])(...) end

local lazy, names = {}, {}

--- Methods that a module adds to a class when it is loaded, with the first call of one.
---@param class table
---@param name string  of the module
---@param methods string[]
function lazy.methods(class, name, methods)
  names[#names + 1] = name
  for _, method in ipairs(methods) do
    local function first(...)
      require(name)
      if class[method] == first then error(("%s adds no method %q"):format(name, method)) end
      return class[method](...)
    end
    class[method] = first
  end
end

--- Loads whatever files that are loaded may use: for who tells of all there is, and where no file is to be read later.
function lazy.load_all()
  local at = 1
  while names[at] do -- each may name others
    require(names[at])
    at = at + 1
  end
end

return setmetatable(lazy, {
  ---@param name string  of a module that is a table of functions, or a function
  ---@return any module
  __call = function(_, name)
    names[#names + 1] = name
    return setmetatable({name}, Lazy)
  end,
})
