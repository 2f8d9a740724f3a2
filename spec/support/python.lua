-- Python as a judge that shares nothing with this project: a script reads bytes and answers in JSON.
local cjson = require "cjson"
local coprocess = require "spec.support.coprocess"

local python = {}

--- The interpreter. What `python3` is may be a script that takes many processes to find it, so a whole run of specs
--- looks for it once and says where it is.
python.COMMAND = os.getenv "PYTHON" or "python3"

local judge

--- Runs a script, in a process that all scripts share.
---@param script string reads standard input, prints JSON
---@param input string
---@return any answer
local function ask(_, script, input)
  judge = judge or coprocess.start("LD_PRELOAD= " .. python.COMMAND .. " spec/support/python.py")
  judge:tell(("%d %d\n"):format(#script, #input), script, input)
  local size = tonumber(judge.answers:read "*l" or nil)
  if not size then error("Python ended, what it said is above", 2) end
  local output = judge.answers:read(size)
  local ok, answer = pcall(cjson.decode, output)
  return ok and answer or error(output, 2)
end

return setmetatable(python, {__call = ask})
