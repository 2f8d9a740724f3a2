-- The only place that knows in what one Lua differs from another; csrc/compat.h is that of C.
local compat = {}

local is_luajit = rawget(_G, "jit") ~= nil

--- What runs this.
---@type string
compat.name = is_luajit and jit.version or _VERSION

--- Which modules are made for it, as LuaRocks has it: "5.1" for LuaJIT, too.
---@type string
compat.version = _VERSION:match "%d+%.%d+"

compat.unpack = table.unpack or unpack -- luacheck: ignore 143

--- Compiles a text, as `load` does since Lua 5.2.
---@type fun(text: string, name: string|nil): function|nil, string|nil
compat.load = rawget(_G, "loadstring") or load

--- Whether a number is no float. Where there is one kind of numbers, none is.
---@type fun(value: number): boolean
compat.is_integer = math.type and function(value) return math.type(value) == "integer" end
  or function() return false end

--- Whether `<` compares texts by their bytes whatever the program's locale.
compat.compares_bytes = is_luajit

--- Keeps a function from being compiled to machine code.
---@type fun(f: function)
compat.interpret = is_luajit and jit.off or function() end

-- Where no library has it and the operator is a syntax error: bit by bit.
local function xor_of_bits(a, b)
  local result, bit = 0, 1
  while a > 0 or b > 0 do
    if a % 2 ~= b % 2 then result = result + bit end
    a, b, bit = math.floor(a / 2), math.floor(b / 2), bit * 2
  end
  return result
end

local bits = rawget(_G, "bit") or rawget(_G, "bit32")
local operator = compat.load "local a, b = ... return (a ~ b) % 2 ^ 32"

--- The exclusive or of two numbers of 32 bits.
---@type fun(a: integer, b: integer): integer
compat.xor = bits and function(a, b) return bits.bxor(a, b) % 2 ^ 32 end or operator or xor_of_bits

--- Whether a coroutine can wait wherever it is: PUC-Rio's Lua 5.1 lets none yield within a `for` loop's iterator,
--- `pcall` or a metamethod.
---@type boolean
compat.can_wait_anywhere = is_luajit or compat.version ~= "5.1"

--- Raises where coroutines can't wait wherever they are.
---@param what string  that needs it
function compat.check_waiting(what)
  if compat.can_wait_anywhere then return end
  error(what .. " needs LuaJIT or a Lua from 5.2 on: in Lua 5.1 no coroutine can wait within pcall or a for loop's "
    .. "iterator", 0)
end

return compat
