-- Texts of tasks that are remembered: up to so many, then all are forgotten at once.
--
-- They lie in chunks of neighbours: one table of them all would be copied whenever it grows, which takes as long as
-- dozens of pages.

local text_memory = {}

local TextMemory = {}
TextMemory.__index = TextMemory

local CHUNK = 1024
local floor = math.floor

---@param most integer how many texts are remembered
function text_memory.new(most)
  return setmetatable({most = most, chunks = {}, size = 0}, TextMemory)
end

---@param task integer
---@return string? text
function TextMemory:get(task)
  local chunk = self.chunks[floor(task / CHUNK)]
  return chunk and chunk[task % CHUNK]
end

--- Remembers the text of a task that has none.
---@param task integer
---@param text string
function TextMemory:add(task, text)
  if self.size >= self.most then self:clear() end
  local number = floor(task / CHUNK)
  local chunk = self.chunks[number]
  if not chunk then
    chunk = {}
    self.chunks[number] = chunk
  end
  chunk[task % CHUNK], self.size = text, self.size + 1
end

---@param task integer
function TextMemory:remove(task)
  local chunk, offset = self.chunks[floor(task / CHUNK)], task % CHUNK
  if not chunk or not chunk[offset] then return end
  chunk[offset], self.size = nil, self.size - 1
end

function TextMemory:clear()
  self.chunks, self.size = {}, 0
end

return text_memory
