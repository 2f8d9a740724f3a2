-- What the system knows of a process.
local process = {}

local PAGE = 4 -- kilobytes

local function content_of(path)
  local file = io.open(path)
  local text = file and file:read "*a"
  if file then file:close() end
  return text
end

--- Its resident memory; nil when it is gone.
---@param pid integer
---@return number|nil kilobytes
function process.resident(pid)
  local pages = (content_of(("/proc/%d/statm"):format(pid)) or ""):match "^%d+ (%d+)"
  return pages and tonumber(pages) * PAGE
end

--- How many descriptors it has open.
---@param pid integer
---@return integer
function process.descriptors(pid)
  local pipe = io.popen(("ls /proc/%d/fd 2>/dev/null | wc -l"):format(pid))
  local count = tonumber(pipe:read "*a")
  pipe:close()
  return count
end

return process
