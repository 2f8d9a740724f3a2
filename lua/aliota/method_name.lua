-- What an operation's method is called: list_ota_task_by_job for ListOTATaskByJob.

---@param action string the vendor's name
---@return string
return function(action)
  return (action:gsub("(%l)(%u)", "%1_%2"):gsub("(%u)(%u%l)", "%1_%2"):lower())
end
