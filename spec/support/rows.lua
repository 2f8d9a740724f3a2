-- A sandbox whose listings are looked at: what the rows of their pages have that was read.
local aliota = require "aliota"
local sandbox = require "aliota.sandbox"

local PAGE_SIZE = 40

---@class spec.Rows
---@field service table  a sandbox
---@field pages aliota.Page[]  of the latest client
local Rows = {PAGE_SIZE = PAGE_SIZE}
Rows.__index = Rows

local rows = {}

---@param devices integer
---@return spec.Rows
function rows.new(devices)
  return setmetatable({service = assert(sandbox.start {devices = devices, seed = 8}), pages = {}}, Rows)
end

--- A client that answers are made for in one format, and whose requests go out one after the other, each once: what a
--- service gets wrong it gets wrong again.
---@param format "json"|"xml"|nil
function Rows:client(format)
  self.pages = {}
  return aliota.new {
    endpoint = self.service.endpoint, credentials = self.service.credentials, proxy = false, quota = false,
    format = format, prefetch = 1, retries = 0,
    on_event = function(event) if event.type == "page" then self.pages[#self.pages + 1] = event.page end end,
  }
end

--- Parameters of a listing, and more of them.
function Rows:asking(more)
  local params = {JobId = self.service.job_id, PageSize = PAGE_SIZE}
  for name, value in pairs(more or {}) do params[name] = value end
  return params
end

--- A row with no more than these fields.
---@param row table
---@param fields string[]
---@return table
function rows.projected(row, fields)
  local copy = {}
  for _, name in ipairs(fields) do copy[name] = row[name] end
  return copy
end

return rows
