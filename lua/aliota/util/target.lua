-- Where text goes: a file that is there whole or not at all, a stream, or a function.
local place_of = require("aliota.util.place").of
local put = require "aliota.util.put"
local replacement = require "aliota.util.replacement"

local target = {}

---@alias aliota.write.Given string|table|userdata|fun(text: string): any, string|nil  a path, an object with a method
---`write`, or a function

-- Sinks: put(text), and if need be finish() after the last text, or abort() when there will be none. What they return
-- tells a failure by its reason, as functions often return nothing. ---------------------------------------------------

local function of_function(f) return {put = f} end

local function of_stream(stream)
  return {
    put = function(text) return put(stream, text) end,
    finish = stream.flush and function() return stream:flush() end,
  }
end

-- A file that could not be closed is closed all the same.
local function close(file)
  if io.type(file) == "file" then file:close() end
end

-- A device, a FIFO: another file in its place would be no such thing.
local function of_device(path)
  local file, problem = io.open(path, "wb")
  if not file then return nil, problem end
  local function told(ok, why) return ok, why and ("%s: %s"):format(path, why) end
  return {
    put = function(text) return told(put(file, text)) end,
    finish = function() return told(file:close()) end,
    abort = function() close(file) end,
  }
end

local function of_file(place)
  local new, problem = replacement.begin(place)
  if not new then return nil, problem end
  return {
    put = function(text) return new:write(text) end,
    finish = function() return new:finish() end,
    abort = function() new:abort() end,
  }
end

local function of_path(path)
  local place, problem = place_of(path)
  if not place then return nil, problem end
  if place.is_plain then return of_file(place) end
  return of_device(path)
end

local function sink_for(given)
  if type(given) == "function" then return of_function(given) end
  return (type(given) == "string" and of_path or of_stream)(given)
end

-- Targets -------------------------------------------------------------------------------------------------------------

-- Pieces of text are joined in thousands. Rows as strings would cost more, on LuaJIT by far: its hash looks at 16 bytes
-- of a text, by which rows resemble each other.
local MOST_PIECES = 4096
local LARGE = 4096 -- bytes of a piece that is not held back

---@class aliota.write.Target
---@field failure any  what failed, in whatever words that was said; nothing is written after it
local Target = {}
Target.__index = Target

local function attempt(self, f, ...)
  if self.failure or not f then return end
  local ok, problem = f(...)
  if not ok and problem then self.failure = problem end
end

local function flush(self)
  if self.count == 0 then return end
  local text = table.concat(self.pieces, "", 1, self.count)
  self.count = 0
  attempt(self, self.sink.put, text)
end

---@param text string
function Target:write(text)
  local count = self.count + 1
  self.pieces[count], self.count = text, count
  if count >= MOST_PIECES or #text >= LARGE then flush(self) end
end

---@param texts string[]
function Target:write_all(texts)
  local pieces, count = self.pieces, self.count
  for i = 1, #texts do pieces[count + i] = texts[i] end
  self.count = count + #texts
  if self.count >= MOST_PIECES then flush(self) end
end

--- Ends it for a reason of the writer's: nothing more is written.
---@param problem string
function Target:fail(problem)
  self.failure = self.failure or problem
end

--- The end of the text.
---@return boolean|nil
---@return string|nil problem what failed, now or before; `abort` must follow
function Target:commit()
  flush(self)
  attempt(self, self.sink.finish)
  return not self.failure or nil, self.failure
end

--- There will be no end: a file is as it was before, a stream has what came so far.
function Target:abort()
  flush(self)
  if self.sink.abort then self.sink.abort() end
end

--- What is wrong with a target; nil when it is one.
---@param given any
---@return string|nil problem
function target.check(given)
  local kind = type(given)
  if kind == "function" or (kind == "string" and given ~= "") then return nil end
  if (kind == "table" or kind == "userdata") and given.write then return nil end
  return ("a path, a stream or a function expected to write to, not %s"):format(
    given == "" and "an empty path" or "a " .. kind)
end

--- Opens a target. A file is written whole or not at all: beside it, then renamed, which gives an existing one another
--- owner and inode, but leaves it its permissions; so is what a link leads to. A device or a FIFO is written into as
--- the text comes. Streams are flushed at the end and left open. Holds at most 4,096 pieces of text back.
---@param given aliota.write.Given
---@return aliota.write.Target|nil
---@return string|nil problem
function target.open(given)
  local sink, problem = sink_for(given)
  if not sink then return nil, problem end
  return setmetatable({sink = sink, pieces = {}, count = 0}, Target)
end

--- Writes a text, whole or not at all.
---@param given aliota.write.Given
---@param text string
---@return boolean|nil
---@return string|nil problem
function target.write(given, text)
  local out, problem = target.open(given)
  if not out then return nil, problem end
  out:write(text)
  local ok
  ok, problem = out:commit()
  if not ok then out:abort() end
  return ok, problem
end

return target
