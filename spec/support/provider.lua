-- Runs a provider of keys without network: requests are answered by a function, or by a sandbox.
local Account = require "aliota.client.account"
local options = require "aliota.client.options"

local provider = {}

provider.NOW = 1767323045 -- 2026-01-02T03:04:05Z

--- An account whose clock stands still, and the events that it tells.
---@param more table|nil options
---@return aliota.Account
---@return table[] events
function provider.account(more)
  local events = {}
  local given = {
    endpoint = "http://127.0.0.1:1", credentials = {access_key_id = "id", access_key_secret = "secret"},
    clock = function() return provider.NOW end, on_event = function(event) events[#events + 1] = event end,
  }
  for name, value in pairs(more or {}) do given[name] = value end
  return Account.new(assert(options(given))), events
end

--- How a provider ends.
---@param provide fun(account: aliota.Account, expired: table|nil): aliota.Step
---@param answer nil|fun(request: table): table|nil, table|nil, boolean|nil
---@param account aliota.Account|nil
---@param expired table|nil
---@return aliota.Step last
---@return table[] requests
function provider.run(provide, answer, account, expired)
  local requests, now = {}, provide(account or provider.account(), expired)
  while now.request do
    requests[#requests + 1] = now.request
    local given, failure, sent = answer(now.request)
    now = now.go_on(given, failure, given ~= nil or sent == true)
  end
  return now, requests
end

--- Answers requests out of a table of "METHOD path" (without query) → {status, body} or "no one" or "silence".
function provider.answers(routes)
  return function(request)
    local path = request.url:match "^%a+://[^/]+([^?]*)"
    local route = routes[request.method .. " " .. path]
    if type(route) == "string" then return nil, {message = route}, route == "silence" end
    return {status = route and route[1] or 404, body = route and route[2] or "", headers = {}}
  end
end

--- Lets a sandbox that has no network answer.
function provider.from_sandbox(box)
  return function(request)
    local path, query = request.url:match "^%a+://[^/]+([^?]*)%??(.*)$"
    local headers = {}
    for _, line in ipairs(request.headers) do
      local name, value = line:match "^([^:]+): ?(.*)$"
      headers[name:lower()] = value
    end
    return box:handle {method = request.method, path = path, query = query, headers = headers, body = request.body}
  end
end

return provider
