-- What access keys are made of, and what is wrong with them.
local key_fields = {}

---@class aliota.Credentials
---@field access_key_id string
---@field access_key_secret string
---@field security_token string|nil  with temporary keys (STS)

key_fields.FIELDS = {
  {name = "access_key_id", required = true},
  {name = "access_key_secret", required = true},
  {name = "security_token"},
}

local function problem_with_text(value)
  if value == "" then return "is empty" end
  if value:find("[^\33-\126]") then
    return "holds blanks or control characters, or others that no key has; was it copied with a line end?"
  end
  if value:find("^[\"']") or value:find("[\"']$") then return "has quotes around it" end
end

--- Checks keys, naming a bad field and never showing it.
---@param value any
---@param names table|nil what the fields are called where they come from
---@return string|nil problem
function key_fields.check(value, names)
  if type(value) ~= "table" then return "credentials must be a table, not a " .. type(value) end
  for _, field in ipairs(key_fields.FIELDS) do
    local name, text = names and names[field.name] or field.name, value[field.name]
    if text == nil then
      if field.required then return name .. " is missing" end
    elseif type(text) ~= "string" then
      return ("%s must be a string, not a %s"):format(name, type(text))
    else
      local problem = problem_with_text(text)
      if problem then return name .. " " .. problem end
    end
  end
end

return key_fields
