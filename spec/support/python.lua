-- Python as a judge that shares nothing with this project: a script reads bytes and answers in JSON.
local cjson = require "cjson"

---@param script string reads standard input, prints JSON
---@param input string
---@return any answer
return function(script, input)
  local given, code = os.tmpname(), os.tmpname()
  for path, content in pairs {[given] = input, [code] = script} do
    local file = assert(io.open(path, "wb"))
    file:write(content)
    file:close()
  end
  local pipe = io.popen(("LD_PRELOAD= python3 %s <%s 2>&1"):format(code, given))
  local output = pipe:read "*a"
  pipe:close()
  os.remove(given)
  os.remove(code)
  local ok, answer = pcall(cjson.decode, output)
  return ok and answer or error(output, 2)
end
