-- The secrets of all specs, so that whatever a test run prints can be searched for them.
local secrets = {}

-- Keys of the sandbox, its own and those that it hands out; what specs call a secret; values that belong to a request.
local PATTERNS = {
  "sandbox%-access%-key%-secret", "sandbox%-secret%-%x", "sandbox%-token%-%x", "hush", "[Ss]ignature=[%w+/%%]",
  "SecurityToken=[%w%%]", "[Aa]uthorization: ?%w", "[Aa]ccess%-?[Kk]ey%-?[Ss]ecret[\"']?[=:]%s*[\"']?%w",
}

--- What a text shows that it should not.
---@param text string
---@return string|nil found
function secrets.find(text)
  for _, pattern in ipairs(PATTERNS) do
    local found = text:match(pattern)
    if found then return found end
  end
end

return secrets
