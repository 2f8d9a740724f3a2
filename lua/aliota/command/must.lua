-- What can't go on without: a result, or the end of the verb with its problem, an error of the library's or a text, for
-- the person at the terminal.

---@generic T
---@param result T|nil
---@param problem any
---@return T
return function(result, problem)
  if not result then error(problem, 0) end
  return result
end
