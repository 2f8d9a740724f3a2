-- A soak on one VM: a child process with one client, and a sandbox of its own.
local process = require "bench.soak.process"
local rounds = require "bench.soak.rounds"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local Program = {}
Program.__index = Program

local program = {}

---@param name string  shown
---@param vm string    the command
---@param seconds number
---@param keys_last number  seconds
---@return table
function program.start(name, vm, seconds, keys_last)
  local service = assert(sandbox.start {devices = rounds.DEVICES, chaos = rounds.CHAOS, keys_expire_in = keys_last})
  local output = os.tmpname()
  local pipe = io.popen(("%s bench/child/soak.lua %s %s %s >%s 2>&1"):format(
    vm, seconds, shell.quote(service.endpoint), service.job_id, output))
  return setmetatable({
    name = name, service = service, output = output, pipe = pipe, series = {}, position = 0,
  }, Program)
end

-- What it has said since.
local function new_lines(self)
  local file = assert(io.open(self.output))
  file:seek("set", self.position)
  local text = (file:read "*a"):match "^.*\n" or ""
  file:close()
  self.position = self.position + #text
  return text
end

--- Looks at it.
function Program:sample()
  for line in new_lines(self):gmatch "[^\n]+" do
    local at, pages, lost, heap = line:match "^(%d+%.%d) (%d+) (%-?%d+) (%d+%.%d)$"
    if at then
      self.pages, self.lost = tonumber(pages), tonumber(lost)
      local resident = process.resident(self.pid)
      if resident then
        table.insert(self.series, {
          at = tonumber(at), heap = tonumber(heap), resident = resident, descriptors = process.descriptors(self.pid),
        })
      end
    elseif line:find "^%d+$" then
      self.pid = tonumber(line)
    else
      self.problem = (self.problem and self.problem .. "\n" or "") .. line
    end
  end
end

--- Waits for its end.
function Program:finish()
  self.pipe:close()
  self:sample()
  self.faults = self.service:stats().requests - (self.pages or 0)
  self.service:stop()
  os.remove(self.output)
end

return program
