-- Whether this runs inside nginx.
---@return boolean
return function()
  local nginx = rawget(_G, "ngx")
  return type(nginx) == "table" and nginx.get_phase ~= nil
end
