-- The official packages in one long-lived Node process, which ends with `stop` or with this process.
local cjson = require "cjson"
local coprocess = require "spec.support.coprocess"

local node = {}

node.CLIENTS = {"sdk", "sdk-v1", "pop-get", "pop-post"}

local Node = {}
Node.__index = Node

--- Starts the process.
---@param script string|nil  beside this file; nil: the clients
function node.start(script)
  return setmetatable({process = coprocess.start("node spec/official/" .. (script or "runner.js"))}, Node)
end

---@class spec.OfficialCall
---@field client string       one of node.CLIENTS; the SDK signs with V3 unless told, pop-core with 1.0
---@field action string
---@field params table
---@field credentials aliota.Credentials
---@field endpoint string|nil  nil: a recorder, which answers with the request itself
---@field time number|nil      epoch seconds on the client's clock
---@field skew number|nil      seconds that the client's clock is ahead
---@field nonce string|nil
---@field headers table|nil    for the SDK to send in place of its own

--- Lets a client make one call.
---@param call spec.OfficialCall
---@return table answer body; or error, with what the client threw; or method, url, headers and body from the recorder
function Node:call(call)
  local keys, command = call.credentials, {}
  for name, value in pairs(call) do command[name] = value end
  command.endpoint = call.endpoint and call.endpoint:match "^http://(.*)$"
  command.credentials = {
    accessKeyId = keys.access_key_id, accessKeySecret = keys.access_key_secret, securityToken = keys.security_token,
  }
  return self:ask(command)
end

--- Sends the script a line, and reads its answer.
---@param command table
---@return table answer
function Node:ask(command)
  self.process:tell(cjson.encode(command), "\n")
  local line = self.process.answers:read "*l"
  if not line then error("Node ended, what it said is above; make test installs the packages", 2) end
  return cjson.decode(line)
end

function Node:stop() self.process:stop() end

return node
