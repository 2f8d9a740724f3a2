-- What a public function returns: a result alone, as print would show a nil behind it, or nil and an error.

---@generic T
---@param result T|nil  not what it should be where there is an error
---@param err any
---@return T|nil result
---@return any err
return function(result, err)
  if err == nil then return result end
  return nil, err
end
