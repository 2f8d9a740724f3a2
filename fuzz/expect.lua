-- What fuzz targets hold results against.
local expect = {}

-- Messages of Lua's own: somebody took for granted what the input had not.
local INTERNAL = {"attempt to ", "bad argument #", "stack overflow", "invalid value", "number has no integer"}

--- Calls a reader, which may refuse what it is given: by nil and a problem, or by an error in words of its own.
---@param read function
---@return any result nil where it was refused
function expect.refusal_or_result(read, ...)
  local ok, result, problem = pcall(read, ...)
  local message = tostring(ok and problem or result)
  if ok and result ~= nil then return result, problem end
  for _, pattern in ipairs(INTERNAL) do
    if message:find(pattern) then error("not a refusal: " .. message, 0) end
  end
  if ok and problem == nil then error("refused without a reason", 0) end
end

--- Calls a reader of texts that end in a checksum: with the text, and with a checksum that fits what it has become.
---@param codec aliota.Codec
---@param read fun(text: string): any, string|nil
---@param text string
function expect.refusal_or_result_of_sealed(codec, read, text)
  expect.refusal_or_result(read, text)
  local body = text:match "^(.*):%x+$" or text
  expect.refusal_or_result(read, body .. ":" .. codec.sha256(body):sub(1, 16))
end

local function equal(a, b, depth)
  if type(a) ~= type(b) then return false end
  if type(a) ~= "table" then return a == b or (a ~= a and b ~= b) end
  if depth > 200 then return true end
  for key, value in pairs(a) do
    if not equal(value, b[key], depth + 1) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

--- Raises where two values differ in what they hold.
---@param expected any
---@param value any
---@param what string
function expect.same(expected, value, what)
  if not equal(expected, value, 0) then
    error(("%s: expected %s, got %s"):format(what, tostring(expected), tostring(value)), 0)
  end
end

return expect
