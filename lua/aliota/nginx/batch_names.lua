-- What people call a batch: its name, its product, its package, the version that it leads to. It takes two calls, of
-- other operations than looks, once: none of that changes.
local text = require "aliota.show.text"

local batch_names = {}

local AGAIN = 600 -- seconds until what could not be had is asked for again

local LONGEST = 80 -- columns of a name

---@class aliota.nginx.Names
---@field asked number|nil  when something could not be had, on the clock of loop.now
---@field Name string|nil         of the batch
---@field ProductKey string|nil
---@field ProductName string|nil
---@field FirmwareName string|nil
---@field DestVersion string|nil

--- Their names are those of QueryOTAJob and QueryOTAFirmware.
batch_names.FIELDS = {"Name", "ProductKey", "ProductName", "FirmwareName", "DestVersion"}

local function add(names, row)
  for _, field in ipairs(batch_names.FIELDS) do
    local value = row[field]
    if type(value) == "string" and value ~= "" then names[field] = text.line(value, LONGEST) end
  end
end

--- Whether there is something to ask for.
---@param names aliota.nginx.Names|nil  what is known
---@param now number seconds of loop.now
---@return boolean
function batch_names.are_wanted(names, now)
  return not names or names.asked ~= nil and math.abs(now - names.asked) >= AGAIN
end

--- Asks for the names of a batch.
---@param client aliota.Client
---@param params {JobId: string, deadline: number, cancel: aliota.Canceller|nil}
---@param now number seconds of loop.now
---@return aliota.nginx.Names  what could be had
---@return aliota.Error|nil    why that is not all
function batch_names.ask(client, params, now)
  local names = {}
  local job, err = client:job(params)
  if not job then return {asked = now}, err end
  add(names, job)
  if type(job.FirmwareId) ~= "string" then return names end
  local answer
  answer, err = client:query_ota_firmware {
    FirmwareId = job.FirmwareId, deadline = params.deadline, cancel = params.cancel,
  }
  if answer and type(answer.FirmwareInfo) == "table" then
    add(names, answer.FirmwareInfo)
  else
    names.asked = now
  end
  return names, err
end

return batch_names
