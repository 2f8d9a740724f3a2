-- Listings of named devices and of batches.
local blame = require "aliota.util.blame"
local class = require "aliota.client.class"
local devices = require "aliota.listing.devices"
local job_list = require "aliota.listing.jobs"
local listing_options = require "aliota.listing.listing_options"
local merge = require "aliota.util.merge"
local source = require "aliota.call.source"
local task_list = require "aliota.api.task_list"

local Client, checked = class.Methods, class.checked

-- Of an iterator each name is looked at when it is read.
local function problem_with_names(names)
  if type(names) == "function" then return nil end
  if type(names) ~= "table" then return "DeviceNames must be an array or an iterator, not a " .. type(names) end
  for i, name in ipairs(names) do
    local problem = devices.problem_with_name(i, name)
    if problem then return problem end
  end
end

--- The tasks of named devices of a batch, however many names there are: 50 a request, in the order given. Sends nothing
--- before the first is asked for; names are read as they are needed.
---@usage client:devices {JobId = job_id, DeviceNames = {"device-000001", "elsewhere"}}
---@param params aliota.DevicesParams  with `strict`, that a device is not in the batch must be certain, too
---@return aliota.Each<string, aliota.Task|nil, {name: string, task: aliota.Task|nil}> devices  of a name and its task,
---which is nil for a device that is not in the batch; chains, reports, writers and plans work on the tasks
function Client:devices(params)
  local operation = task_list
  local names = type(params) == "table" and params.DeviceNames or nil
  local misuse = type(params) == "table" and problem_with_names(names)
  if misuse then blame("devices: " .. misuse) end
  local rest = params
  if names then
    rest = merge(params)
    rest.DeviceNames = nil
  end
  local flat, ours = checked(self, "devices", operation, rest, listing_options.DEVICES)
  for _, name in ipairs {"TaskStatus", "PageSize", "CurrentPage"} do
    if flat[name] then blame(("devices: %s makes no sense with names of devices"):format(name)) end
  end
  local found, problem = devices.list(source.new(self.account, operation, flat, ours),
    {JobId = params.JobId, DeviceNames = names}, ours)
  if not found then blame("devices: resume: " .. problem) end
  return found
end

--- The batches of a package, of a device, or of all packages of a product, each once: the way to a JobId. Sends nothing
--- before the first is asked for.
---@usage client:jobs {FirmwareId = client:job(job_id).FirmwareId}
---@param params aliota.JobsParams  FirmwareId; or ProductKey for all its packages; with ProductKey and DeviceName those
---batches that concern this device
---@return aliota.Each<aliota.Job, nil, aliota.Job> jobs  with `coverage`
function Client:jobs(params)
  local form = job_list.form(params)
  if form.problem then blame("jobs: " .. form.problem) end
  local flat, ours = checked(self, "jobs", form.operation, form.params, listing_options.JOBS)
  local limits = source.shared_limits(self.account, ours)
  return job_list.list(function(operation, asked)
    return source.new(self.account, operation, asked, ours, limits)
  end, form, flat, ours)
end
