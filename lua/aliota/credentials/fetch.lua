-- Keys on their way: runs a provider's steps. Any number of calls may wait for one fetch; each of them moves it.
local proxy = require "aliota.call.proxy"
local transport = require "aliota.call.transport"

---@class aliota.Fetch
---@field done boolean
---@field keys aliota.Credentials|nil  once done
---@field expires_at number|nil
---@field provider string|nil          of a chain: who had them
---@field profile table|nil            the command line's profile that had them
---@field problem string|nil           once done, instead of keys
---@field is_transient boolean|nil     of a problem: it may be gone soon
local Fetch = {}
Fetch.__index = Fetch

local fetch = {}

local function settle(self, last)
  self.done, self.keys, self.expires_at, self.problem = true, last.keys, last.expires_at, last.problem
  self.provider, self.profile, self.is_transient = last.provider, last.profile, last.is_transient
end

--- One that is through.
---@param last aliota.Step
---@return aliota.Fetch
function fetch.settled(last)
  local self = setmetatable({}, Fetch)
  settle(self, last)
  return self
end

--- Begins with a provider's first step.
---@param first aliota.Step
---@param config table  of an account: how requests travel
---@param on_done fun(fetch: aliota.Fetch)
---@return aliota.Fetch
function fetch.new(first, config, on_done)
  local self = setmetatable({done = false, step = first, config = config, on_done = on_done}, Fetch)
  self:advance()
  return self
end

local function send(request, config)
  return transport.start(request, {
    timeout = request.timeout, connect_timeout = request.connect_timeout, ca_file = config.ca_file,
    proxy = request.is_near and proxy.none or config.proxy,
    connection = not request.is_near and config.connection or nil,
  }, math.huge)
end

--- Does what can be done now.
---@return boolean done
function Fetch:advance()
  while not self.done do
    local now = self.step
    if not now.request then
      settle(self, now)
      self.on_done(self)
      break
    end
    if not self.transfer then self.transfer, self.addresses = send(now.request, self.config) end
    if not self.transfer:done() then break end
    local answer, failure, _, sent = transport.finish(self.transfer, nil, self.addresses)
    self.transfer = nil
    self.step = now.go_on(answer, failure, sent)
  end
  return self.done
end

return fetch
