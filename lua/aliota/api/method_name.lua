-- What an operation's method is called: list_ota_task_by_job for ListOTATaskByJob.

local ascii = require "aliota.util.ascii"

---@param action string the vendor's name
---@return string
return function(action)
  return ascii.lower((action:gsub("([a-z])([A-Z])", "%1_%2"):gsub("([A-Z])([A-Z][a-z])", "%1_%2")))
end
