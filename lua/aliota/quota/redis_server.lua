-- One Redis, or Sentinel, at its address: what is known of it, and the connection that waits for its next use.
local connect = require "aliota.quota.redis_client"

local unpack = require("aliota.util.compat").unpack

---@class aliota.RedisServer
---@field address aliota.RedisAddress
---@field name string      of its address
---@field about table<string, string>|nil  what it says of itself: run_id, redis_mode, role
---@field ahead number|nil  seconds by which its clock is ahead of ours
---@field kept aliota.RedisSession|nil
local Server = {}
Server.__index = Server

---@param address aliota.RedisAddress
---@return aliota.RedisServer
function Server.new(address)
  return setmetatable({address = address, name = address.name}, Server)
end

local function introduce(session, address)
  if not session.is_new then return true end
  local reply, problem = true, nil
  local login = address.login()
  if login then reply, problem = session.command("auth", unpack(login)) end
  if reply and address.database then reply, problem = session.command("select", address.database) end
  return reply, problem
end

-- In nginx connections belong to requests, and wait in its pool between them.
function Server:open()
  local kept = self.kept
  self.kept = nil -- another coroutine may need one meanwhile
  if kept then return kept end
  local session, problem = connect(self.address)
  if not session then return nil, problem end
  local reply
  reply, problem = introduce(session, self.address)
  if not reply then
    session.close()
    return nil, problem
  end
  return session
end

function Server:done_with(session, is_broken)
  if is_broken or self.kept then
    session.close()
  elseif session.release then
    session.release()
  else
    self.kept, session.is_new = session, false
  end
end

--- Does something by a connection. It is done again where the other end has closed one that nobody needed for a while.
---@param work fun(session: aliota.RedisSession, ...): any, string|nil  as the session's `command`
---@param ... any
---@return any reply, string|nil problem
function Server:with_session(work, ...)
  local session, problem = self:open()
  if not session then return nil, problem end
  local was_used, reply = not session.is_new
  reply, problem = work(session, ...)
  self:done_with(session, reply == nil)
  if reply == nil and was_used and not problem:find "timeout" then return self:with_session(work, ...) end
  return reply, problem
end

--- Learns what it says of itself, once for each connection that is made. Who may not ask goes on without.
---@param session aliota.RedisSession
---@return boolean|nil  nil: the connection is lost
---@return string|nil problem
function Server:learn(session)
  if self.about and not session.is_new then return true end
  local text, problem = session.command "info"
  if text == nil then return nil, problem end
  self.about = {}
  for name, value in (text or ""):gmatch "([A-Za-z0-9_]+):([^\r\n]*)" do self.about[name] = value end
  return true
end

return Server
