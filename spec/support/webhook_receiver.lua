-- A receiver of webhooks, which writes down what it was sent.
local cjson = require "cjson"
local shell = require "spec.support.shell"
local stub = require "spec.support.stub"

local receiver = {}

local Receiver = {}
Receiver.__index = Receiver

--- Starts one.
---@param answers table[]|nil  routes of stub.lua for one message each, the last one for all that follow; nil: 200
---@param tls boolean|nil
---@return table receiver  `url`, `ca_file`
function receiver.start(answers, tls)
  local path = shell.run("mktemp"):gsub("\n", "")
  answers = answers or {stub.answer(200, "")}
  for _, answer in ipairs(answers) do answer.record = path end
  local server = stub.start({["/hook"] = answers}, tls)
  return setmetatable({
    server = server, path = path, url = server.endpoint .. "/hook", ca_file = server.ca_file,
  }, Receiver)
end

--- What it was sent so far: {line = the first line, headers = by lower-case name, body = from JSON}.
---@return table[]
function Receiver:messages()
  local messages, text = {}, ""
  for line in io.lines(self.path) do
    if line:find "^{" then
      local headers = {}
      for name, value in text:gmatch "([^\n:]+): ([^\r\n]*)\r\n" do headers[name:lower()] = value end
      messages[#messages + 1] = {line = text:match "[^\r]*", headers = headers, body = cjson.decode(line)}
      text = ""
    else
      text = text .. line .. "\n"
    end
  end
  return messages
end

--- The tasks of all messages, one after the other.
---@return table[]
function Receiver:tasks()
  local tasks = {}
  for _, message in ipairs(self:messages()) do
    for _, task in ipairs(message.body.tasks) do tasks[#tasks + 1] = task end
  end
  return tasks
end

function Receiver:stop()
  self.server:stop()
  os.remove(self.path)
end

return receiver
