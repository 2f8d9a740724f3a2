-- Closes a connection with a reset instead of an orderly end: SO_LINGER with no time to linger.
--
-- Only a foreign function can ask for that: LuaJIT's, or LuaSocket's if it is there. Without either the end is orderly,
-- and a client sees the same bytes, then an early end instead of a reset.

local SOL_SOCKET, SO_LINGER = 1, 13 -- Linux, on the usual machines

local function with_ffi()
  local ffi = require "ffi"
  if ffi.os ~= "Linux" then error("other constants") end
  ffi.cdef "int setsockopt(int fd, int level, int name, const void *value, unsigned int length);"
  local linger = ffi.new("int[2]", 1, 0)
  return function(fd) ffi.C.setsockopt(fd, SOL_SOCKET, SO_LINGER, linger, ffi.sizeof(linger)) end
end

local function with_luasocket()
  local tcp = require("socket").tcp
  return function(fd)
    local socket = tcp()
    socket:close()
    socket:setfd(fd)
    socket:setoption("linger", {on = true, timeout = 0})
    socket:setfd(-1)
  end
end

local function first_that_works(ways)
  for _, way in ipairs(ways) do
    local ok, dont_linger = pcall(way)
    if ok then return dont_linger end
  end
  return function() end
end

local dont_linger = first_that_works {with_ffi, with_luasocket}

---@param socket userdata of cqueues
return function(socket)
  dont_linger(socket:pollfd())
  socket:close()
end
