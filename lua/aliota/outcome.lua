-- What a public function returns: a result alone, as print would show a nil behind it, or nil and an error.

---@generic T
---@param result T|nil
---@param err any
---@return T|nil result
---@return any err
return function(result, err)
  if result then return result end
  return nil, err
end
