-- Who may call: accounts, and the users in them. Users share the quota of their account.

local check_options = require "aliota.util.check_options"
local types = require "aliota.util.option_types"

local accounts = {}

local Accounts = {}
Accounts.__index = Accounts

--- The account of the sandbox's own key pair, and of users who name no other.
accounts.DEFAULT = "default"

---@class User
---@field access_key_id string
---@field access_key_secret string
---@field security_token string? makes the keys temporary ones
---@field expires_in number? seconds after the start at which the token expires
---@field account string?

local FIELDS = {
  access_key_id = types.TEXT, access_key_secret = types.TEXT, security_token = types.TEXT, account = types.TEXT,
  expires_in = types.duration "seconds, or a text such as \"10m\"",
}

local function problem_with(user)
  if type(user) ~= "table" then return "a user must be a table" end
  local problem = check_options.problem_with(user, FIELDS, "field of a user")
  if problem then return problem end
  if not (user.access_key_id and user.access_key_secret) then
    return "a user must have access_key_id and access_key_secret"
  end
  if user.expires_in and not user.security_token then return "keys without security_token don't expire" end
end

--- Looks for a mistake.
---@param users any
---@return string? problem nil for none
function accounts.problem(users)
  if type(users) ~= "table" or (next(users) ~= nil and #users == 0) then return "a list of users expected" end
  for _, user in ipairs(users) do
    local problem = problem_with(user)
    if problem then return problem end
  end
end

--- What users without a mistake mean.
---@param users table[]
---@return User[]
function accounts.read(users)
  local list = {}
  for i, user in ipairs(users) do list[i] = check_options.read(user, FIELDS) end
  return list
end

---@param users User[]
---@param clock fun(): number epoch seconds
function accounts.new(users, clock)
  local by_id, start = {}, clock()
  for _, user in ipairs(users) do
    by_id[user.access_key_id] = {
      access_key_id = user.access_key_id,
      access_key_secret = user.access_key_secret,
      security_token = user.security_token,
      expires_at = user.expires_in and start + user.expires_in,
      account = user.account or accounts.DEFAULT,
    }
  end
  return setmetatable({by_id = by_id, clock = clock}, Accounts)
end

--- Adds temporary keys of the default account, which expire by a clock of their own.
---@param keys User
---@param expires_at number epoch seconds of `clock`
---@param clock fun(): number
function Accounts:add(keys, expires_at, clock)
  self.by_id[keys.access_key_id] = {
    access_key_id = keys.access_key_id,
    access_key_secret = keys.access_key_secret,
    security_token = keys.security_token,
    expires_at = expires_at,
    clock = clock,
    account = accounts.DEFAULT,
  }
end

---@param access_key_id string
---@return User? user with `account`
function Accounts:find(access_key_id)
  return self.by_id[access_key_id]
end

---@param user User
---@return boolean
function Accounts:expired(user)
  return user.expires_at ~= nil and (user.clock or self.clock)() >= user.expires_at
end

return accounts
