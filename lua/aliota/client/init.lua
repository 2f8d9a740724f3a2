-- One configured account: its tasks and their pages. What else there is to ask or to do comes with the first use.
local lazy = require "aliota.util.lazy"
local Account = require "aliota.client.account"
local blame = lazy "aliota.util.blame"
local class = require "aliota.client.class"
local listing = require "aliota.listing"
local listing_options = require "aliota.listing.listing_options"
local public = require "aliota.util.public"
local select_tasks = lazy "aliota.listing.selection"
local source = require "aliota.call.source"
local task_list = require "aliota.api.task_list"

local Client, checked, of_batch = class.Methods, class.checked, class.of_batch

-- What a listing needs: where its requests come from, what was asked for, and how.
local function prepared(client, method, params, allowed)
  local operation = task_list
  local asked = listing.with_paging(params)
  local flat, ours = checked(client, method, operation, asked, allowed)
  return source.new(client.account, operation, flat, ours), asked, ours
end

--- The pages of a batch's tasks, 100 a page; of later passes those that show something new. Sends nothing before the
--- first page is asked for.
---@usage client:pages {JobId = job_id}
---@param params string|aliota.Batch|aliota.PagesParams  a JobId, a batch, or JobId with what else is wanted
---@return aliota.Each<aliota.Page, nil, aliota.Page> pages  with `coverage`
function Client:pages(params)
  params = of_batch(self, "pages", params)
  local pages, problem = listing.pages(prepared(self, "pages", params, listing_options.PAGES))
  if not pages then blame("pages: resume: " .. problem) end
  return pages
end

--- The tasks of a batch, each once, whatever changes meanwhile; `coverage` tells whether all were seen. Sends nothing
--- before the first task is asked for.
---@usage client:tasks {JobId = job_id, TaskStatus = "FAILED"}
---@param params string|aliota.Batch|aliota.TasksParams  a JobId, a batch, or JobId with what else is wanted:
---TaskStatus, DeviceNames, PageSize, CurrentPage (to begin with), and options
---@return aliota.Each<aliota.Task, nil, aliota.Task> tasks  with `coverage`
function Client:tasks(params)
  params = of_batch(self, "tasks", params)
  local from, asked, ours = prepared(self, "tasks", params, listing_options.TASKS)
  if ours.where then
    if ours.resume then
      blame("tasks: where and resume exclude each other: use tasks:where(…) to go on from a cursor")
    end
    return select_tasks(from, asked, ours.where, ours)
  end
  local tasks, problem = listing.tasks(from, asked, ours)
  if not tasks then blame("tasks: resume: " .. problem) end
  return tasks
end

lazy.methods(class.Client, "aliota.client.operation_calls", {"call", "explain"})
lazy.methods(class.Client, "aliota.client.listings", {"devices", "jobs"})
lazy.methods(class.Client, "aliota.client.batches", {"summary", "watch", "follow", "wait", "job", "board"})
lazy.methods(class.Client, "aliota.client.plans", {"plan_retry", "plan_confirm", "plan_cancel", "resume_plan"})
lazy.methods(class.Client, "aliota.client.rollouts", {"plan_rollout", "resume_rollout"})

-- Any other name may be that of an operation.
public.class(class.Client, "client", "aliota.client.operation_calls")

--- Makes a client of a configuration that options.lua has found good.
---@param config table
---@return aliota.Client
return function(config)
  return setmetatable({account = Account.new(config)}, class.Client)
end
