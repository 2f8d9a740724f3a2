-- What a person types where the library's messages have a call of `apply`.

--- With a journal that is one command for all plans.
---@param journal string|nil
---@param without aliota.ApplyCommand  what is typed where there is none
---@return aliota.ApplyCommand
return function(journal, without)
  if not journal then return without end
  local command = "aliota apply " .. journal
  return {first = command, again = command}
end
