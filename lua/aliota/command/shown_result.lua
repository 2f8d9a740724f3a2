-- Shows what a verb has found out, as --output says.
local json_of = require "aliota.command.plain_data"

-- Errors within, in words of the shell when they are printed.
local function worded(script, err)
  return setmetatable({cause = err.cause and worded(script, err.cause)}, {
    __tostring = function() return script:worded(tostring(err)) end,
  })
end

local function to_print(script, result)
  if type(result) ~= "table" then return result end
  if result.err then result.err = worded(script, result.err) end
  for i, sentence in ipairs(result.reaction or {}) do result.reaction[i] = script:worded(sentence) end
  for _, line in ipairs(result.lines or {}) do to_print(script, line) end
  return result
end

---@param script aliota.Script
---@param args table
---@param result any     nil: it failed
---@param problem any    why
return function(script, args, result, problem)
  if result == nil then error(problem, 0) end
  script:say(args.output == "json" and json_of(result) or to_print(script, result))
end
