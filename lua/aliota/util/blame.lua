-- Misuse is raised at the line that called this library, however deep within it is found out.
--
-- A level for `error` that is counted by hand is wrong as soon as a function comes between, or a call becomes a
-- tail call. So the stack is searched for the first line that is not of this library. That is right as well for
-- what runs below `pcall`, in a coroutine, as a metamethod or in a function of the caller's that the library calls,
-- as each of these has the caller's line on the stack. Functions of C have no line, nor have those whose lines were
-- stripped, nor what Lua 5.1 has in place of a tail call: they are passed over, so that the caller of a library
-- that was stripped is found. Where the caller made a tail call, his line is gone, and the nearest below stands for
-- it. Where no line is left, as in a coroutine whose function is the library's, the message has none.
local own_code = require "aliota.util.own_code"

local function is_passed_over(info)
  return info.currentline < 1 or own_code.has(info.source)
end

--- Raises a message at the caller's line.
---@param message string
return function(message)
  local level = 2
  local info = debug.getinfo(level, "Slf")
  while info and is_passed_over(info) do
    if own_code.is_entry(info.func) then error(message, 0) end
    level = level + 1
    info = debug.getinfo(level, "Slf")
  end
  error(message, info and level or 0)
end
