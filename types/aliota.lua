---@meta aliota
-- What aliota is, for editors: what its sources say, written by `make types`. See docs/editors.md.

---@class aliota
---@field _VERSION string
---
--- JSON's null, as it stands in the answers of `client:call`: equal to `cjson.null` and `ngx.null`, and true in a test
---@field null userdata
---@field filter aliota.filter
---@field nginx aliota.nginx
---@field report aliota.report
---@field sandbox aliota.sandbox
---@field write aliota.write
local aliota = {}

--- Makes a client for one account. Does no I/O; raises at the caller's line when an option is wrong or unknown.
--- ```lua
--- aliota.new {region = "cn-shanghai"}
--- ```
---@param options aliota.Options|nil
---@return aliota.Client
function aliota.new(options) end

--- Makes a quota that several clients share; of several processes, aliota.quota.shdict and aliota.quota.redis: see
--- docs/quotas.md.
--- ```lua
--- aliota.new {region = "cn-shanghai", quota = aliota.quota(5)}
--- ```
---@param qps number|nil calls a second of each operation; nil: as the vendor documents them
---@return aliota.Quota
function aliota.quota(qps) end

--- Makes a canceller, which ends calls and listings from outside: see docs/listings.md.
--- ```lua
--- client:tasks {JobId = job_id, cancel = aliota.canceller()}
--- ```
---@return aliota.Canceller
function aliota.canceller() end

--- Joins listings, each read when those before it are through: iterators or arrays, one by one or in an array, or an
--- iterator that hands them out, such as client:jobs(…):map(function(job) return (client:tasks {JobId = job.JobId})
--- end). `coverage` is that of all together. It has no cursor. When one fails, the others are closed.
--- ```lua
--- aliota.chain(client:tasks {JobId = job_id}, client:tasks {JobId = job_id, TaskStatus = "FAILED"}):take(5)
--- ```
---@param ... aliota.Tasks|aliota.Tasks[]
---@return aliota.Each<any, any, any>
function aliota.chain(...) end

--- What runs here: the versions of aliota, Lua, libcurl, its TLS library and libcrypto. Prints as lines; `warning` says
--- that they don't fit together.
--- ```lua
--- aliota.versions()
--- ```
---@return aliota.Versions
function aliota.versions() end

--- Prints what there is, or what is known of a name: a function, a method, an operation, a parameter, an option, a
--- field. Every line can be run at the prompt.
--- ```lua
--- aliota.help "tasks"
--- ```
---@param topic string|function|nil nil: an overview
function aliota.help(topic) end

---@alias aliota.AnyEvent aliota.RequestEvent|aliota.ResponseEvent|aliota.RetryEvent|aliota.WaitEvent|aliota.PageEvent|aliota.CoverageEvent|aliota.LookEvent|aliota.CredentialsEvent|aliota.WarningEvent|aliota.PlanEvent|aliota.RolloutEvent|aliota.ClockEvent

--- what has the id of a batch, such as one of client:jobs
---@class aliota.Batch
---@field JobId string

---@class aliota.BatchLine
---@field JobId string
---
--- what the batch says of itself, where that is known
---@field job {JobStatus: string}|nil
---
--- nil when the service refused to tell
---@field summary aliota.Summary|nil
---
--- false: the counts don't add up
---@field consistent boolean|nil
---
--- what went wrong when it was last looked at
---@field err aliota.Error|nil
---
--- where it is watched: how long it still takes
---@field time_left string|nil

--- prints as a table; board:render {width = 120, colour = false} for any terminal
---@class aliota.Board
---
--- in the order in which they were asked for
---@field lines aliota.BatchLine[]

---@class aliota.Breach
---
--- the figure
---@field name string
---@field limit number
---
--- what it is
---@field value number
---
--- what it can come to at best, where that is what breaks the limit
---@field best number|nil

--- those with open tasks of other batches
---@class aliota.BusyDevices
---
--- of the named devices, or where waves are for shares of all, of all
---@field count integer
---
--- some of them
---@field names string[]
---
--- of these batches
---@field JobIds string[]

--- what is told of a call; action and params tell the calls in flight apart
---@class aliota.CallEvent
---
--- epoch seconds, by this machine's clock
---@field at number
---@field action string
---@field params table<string, string>

--- What CancelOTAStrategyByJob answers, as the service sends it; what is null there is aliota.null.
---@class aliota.CancelOTAStrategyByJobAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What CancelOTAStrategyByJob takes.
---@class aliota.CancelOTAStrategyByJobParams: aliota.LimitOptions
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field JobId string

--- What CancelOTATaskByDevice answers, as the service sends it; what is null there is aliota.null.
---@class aliota.CancelOTATaskByDeviceAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What CancelOTATaskByDevice takes.
---@class aliota.CancelOTATaskByDeviceParams: aliota.LimitOptions
---
--- list of at most 200; must be given
---@field DeviceName string[]
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field IotInstanceId string|nil
---
--- string
---@field JobId string|nil
---
--- string; must be given
---@field ProductKey string

--- What CancelOTATaskByJob answers, as the service sends it; what is null there is aliota.null.
---@class aliota.CancelOTATaskByJobAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What CancelOTATaskByJob takes.
---@class aliota.CancelOTATaskByJobParams: aliota.LimitOptions
---
--- boolean
---@field CancelInProgressTask boolean|nil
---
--- boolean
---@field CancelNotifiedTask boolean|nil
---
--- boolean
---@field CancelQueuedTask boolean|nil
---
--- boolean
---@field CancelScheduledTask boolean|nil
---
--- boolean
---@field CancelUnconfirmedTask boolean|nil
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field JobId string

---@class aliota.CancelParams: aliota.PlanParams, aliota.CancelOTATaskByJobParams
---
--- where no `tasks` are given
---@field JobId string|nil

---@class aliota.Canceller
---
--- once cancelled
---@field reason string|nil
local aliota_Canceller = {}

--- Ends whatever was given this canceller, now and later: it comes back with an error of kind `cancelled`.
---@param reason string|nil for the error's message
function aliota_Canceller:cancel(reason) end

---@class aliota.ChoiceOptions
---
--- a predicate, a function of a task or a table of fields: only tasks for which it is true. The server is asked for
--- what it can filter: see docs/filters.md; default all
---@field where aliota.Where|nil
---
--- `false`: with `where`, tasks that change state meanwhile may be missed, if that is cheaper; default true
---@field exact boolean|nil

---@class aliota.ChosenParams: aliota.ListOTATaskByJobParams, aliota.StrictOption, aliota.PassesOption, aliota.ChoiceOptions

--- of one account
---@class aliota.Client
local aliota_Client = {}

--- How many tasks of a batch are in which state: eight requests of one row, whatever its size.
--- ```lua
--- client:summary(job_id)
--- ```
---@param params string|aliota.Batch|aliota.QueryOTAJobParams a JobId, a batch, or JobId with options
---@return aliota.Counts|nil
---@return aliota.Error|nil
function aliota_Client:summary(params) end

--- Looks at a batch again and again until it is over: a summary each time, and what QueryOTAJob says of the batch
--- (Data). Sends nothing before the first look is asked for. Ends after the look that shows the end of the batch; with
--- an error of kind timeout after the time-out or deadline, and with that of a look that failed for good.
--- ```lua
--- client:watch {JobId = job_id}
--- ```
---@param params string|aliota.Batch|aliota.WatchParams a JobId, a batch, or JobId with options
---@return aliota.Each<aliota.Counts, aliota.QueryOTAJobData, {counts: aliota.Counts, job: aliota.QueryOTAJobData}> looks
function aliota_Client:watch(params) end

--- Follows a batch: each change of a task's state once, with the task as it is now and the state in which it was last
--- seen (nil of one that is new), look after look until the batch is over. Sends nothing before the first change is
--- asked for. A look that fails is survived as in client:watch.
--- ```lua
--- client:follow {JobId = job_id, TaskStatus = "FAILED"}
--- ```
---@param params string|aliota.Batch|aliota.FollowParams a JobId, a batch, or JobId with what else is wanted
---@return aliota.Follow|fun(): aliota.Task, string|nil # of a task and a TaskStatus, with `coverage`, `some` and `snapshot`
function aliota_Client:follow(params) end

--- Waits until a batch is over, or until its success is impossible; stops it then, if that is wanted: a dynamic batch
--- takes no further devices (CancelOTAStrategyByJob), and what no device has begun is canceled (CancelOTATaskByJob).
--- ```lua
--- client:wait {JobId = job_id, timeout = "2h", fail_if = {failure_rate = 0.05, settled = 20}}
--- ```
---@param params string|aliota.Batch|aliota.WaitParams a JobId, a batch, or JobId with options
---@return aliota.Verdict # with `exit_code`: 0 done, 1 a limit of fail_if is broken, 2 time-out, 3 error, 4 canceled, 5 a limit is broken and the batch was to be stopped, but goes on: see `err`, and `plan`, which can be applied again
function aliota_Client:wait(params) end

--- One batch (QueryOTAJob).
--- ```lua
--- client:job(job_id)
--- ```
---@param job string|aliota.Batch|aliota.QueryOTAJobParams a JobId, a batch, or JobId with options
---@return aliota.Job|nil
---@return aliota.Error|nil
function aliota_Client:job(job) end

--- How many batches are doing, a line each: eight requests of one row for each of them, all under the account's quota.
--- ```lua
--- client:board {job_id}
--- ```
---@param jobs string|aliota.Job|(string|aliota.Job)[]|aliota.Each<aliota.Job, nil, aliota.Job> JobIds or batches, one or more
---@param options aliota.LimitOptions|nil
---@return aliota.Board|nil
---@return aliota.Error|nil
function aliota_Client:board(jobs, options) end

--- The pages of a batch's tasks, 100 a page; of later passes those that show something new. Sends nothing before the
--- first page is asked for.
--- ```lua
--- client:pages {JobId = job_id}
--- ```
---@param params string|aliota.Batch|aliota.PagesParams a JobId, a batch, or JobId with what else is wanted
---@return aliota.Each<aliota.Page, nil, aliota.Page> pages # with `coverage`
function aliota_Client:pages(params) end

--- The tasks of a batch, each once, whatever changes meanwhile; `coverage` tells whether all were seen. Sends nothing
--- before the first task is asked for.
--- ```lua
--- client:tasks {JobId = job_id, TaskStatus = "FAILED"}
--- ```
---@param params string|aliota.Batch|aliota.TasksParams a JobId, a batch, or JobId with what else is wanted: TaskStatus, DeviceNames, PageSize, CurrentPage (to begin with), and options
---@return aliota.Each<aliota.Task, nil, aliota.Task> tasks # with `coverage`
function aliota_Client:tasks(params) end

--- The tasks of named devices of a batch, however many names there are: 50 a request, in the order given. Sends nothing
--- before the first is asked for; names are read as they are needed.
--- ```lua
--- client:devices {JobId = job_id, DeviceNames = {"device-000001", "elsewhere"}}
--- ```
---@param params aliota.DevicesParams with `strict`, that a device is not in the batch must be certain, too
---@return aliota.Each<string, aliota.Task|nil, {name: string, task: aliota.Task|nil}> devices # of a name and its task, which is nil for a device that is not in the batch; chains, reports, writers and plans work on the tasks
function aliota_Client:devices(params) end

--- The batches of a package, of a device, or of all packages of a product, each once: the way to a JobId. Sends nothing
--- before the first is asked for.
--- ```lua
--- client:jobs {FirmwareId = client:job(job_id).FirmwareId}
--- ```
---@param params aliota.JobsParams FirmwareId; or ProductKey for all its packages; with ProductKey and DeviceName those batches that concern this device
---@return aliota.Each<aliota.Job, nil, aliota.Job> jobs # with `coverage`
function aliota_Client:jobs(params) end

--- Runs one operation.
--- ```lua
--- client:call("QueryOTAJob", {JobId = job_id})
--- ```
---@param action string the vendor's name, such as "QueryOTAJob"
---@param params table|nil the vendor's names; checked before anything is sent, misuse raises at the caller's line
---@return table|nil response # as the service sent it; what is null there is aliota.null
---@return aliota.Error|nil
function aliota_Client:call(action, params) end

--- Explains how a call is signed: canonical request, string to sign, headers, and scripts for curl, Lua, Python and
--- Node that run it; `:compare` finds where the service, which refused the signature, signed something else. No secret
--- is in it. Sends nothing.
--- ```lua
--- client:explain("QueryOTAJob", {JobId = job_id})
--- ```
---@param action string the vendor's name
---@param params table|nil as for client:call
---@return aliota.Explanation|nil
---@return aliota.Error|nil
function aliota_Client:explain(action, params) end

--- Plans to try failed or canceled tasks again (ReupgradeOTATask). Looks at the batch now; nothing is changed before
--- plan:apply().
--- ```lua
--- client:plan_retry {JobId = job_id}
--- ```
---@param params string|aliota.Batch|aliota.PlanParams a JobId, a batch, or what chooses tasks as in client:tasks (JobId, where, TaskStatus, DeviceNames), those that FAILED where no state is named; or tasks; and options
---@return aliota.Plan|nil
---@return aliota.Error|nil # also when the journal could not be written, or tasks lack what a plan needs
function aliota_Client:plan_retry(params) end

--- Plans to confirm tasks in CONFIRM (ConfirmOTATask). Else as plan_retry.
--- ```lua
--- client:plan_confirm {JobId = job_id}
--- ```
---@param params string|aliota.Batch|aliota.PlanParams
---@return aliota.Plan|nil
---@return aliota.Error|nil
function aliota_Client:plan_confirm(params) end

--- Plans to cancel tasks: chosen ones, in CONFIRM, QUEUED or NOTIFIED, by their devices (CancelOTATaskByDevice), or all
--- that a batch has in some states by one call (CancelOTATaskByJob). Else as plan_retry.
--- ```lua
--- client:plan_cancel {JobId = job_id, TaskStatus = "QUEUED"}
--- ```
---@param params string|aliota.Batch|aliota.CancelParams as in plan_retry; or JobId with switches such as CancelQueuedTask
---@return aliota.Plan|nil
---@return aliota.Error|nil
function aliota_Client:plan_cancel(params) end

--- Goes on with a plan where it was, in whatever process it was begun. Sends nothing before plan:apply().
--- ```lua
--- client:resume_plan {text = client:plan_retry({JobId = job_id}):journal()}
--- ```
---@param options aliota.ResumeParams
---@return aliota.Plan|nil
---@return aliota.Error|nil
function aliota_Client:resume_plan(options) end

--- Plans to roll a package out in waves: batches (CreateOTAStaticUpgradeJob) one after the other, each waited for with
--- its gate, with pauses between the waves. Looks at the package now, and for devices that have other open tasks;
--- nothing is changed before rollout:apply().
--- ```lua
--- client:plan_rollout {FirmwareId = client:job(job_id).FirmwareId, waves = {{percent = 5}, {percent = 100}}, gate = {failure_rate = 0.01}, soak = "30m"}
--- ```
---@param params aliota.RolloutParams FirmwareId, waves and what else CreateOTAStaticUpgradeJob takes, but for what chooses devices; and options
---@return aliota.Rollout|nil
---@return aliota.Error|nil # also with the code PackageUnfit
function aliota_Client:plan_rollout(params) end

--- Goes on with a rollout where it was, in whatever process it was begun. Sends nothing before rollout:apply().
--- ```lua
--- client:resume_rollout {text = client:plan_rollout({FirmwareId = client:job(job_id).FirmwareId, waves = {{percent = 5}, {percent = 100}}}):journal()}
--- ```
---@param request aliota.ResumeParams
---@return aliota.Rollout|nil
---@return aliota.Error|nil
function aliota_Client:resume_rollout(request) end

--- CancelOTAStrategyByJob. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:cancel_ota_strategy_by_job {JobId = job_id}
--- ```
---@param params aliota.CancelOTAStrategyByJobParams
---@return aliota.CancelOTAStrategyByJobAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:cancel_ota_strategy_by_job(params) end

--- CancelOTATaskByDevice. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:cancel_ota_task_by_device {DeviceName = {"…"}, FirmwareId = "…", ProductKey = "…"}
--- ```
---@param params aliota.CancelOTATaskByDeviceParams
---@return aliota.CancelOTATaskByDeviceAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:cancel_ota_task_by_device(params) end

--- CancelOTATaskByJob. Quota: 5 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:cancel_ota_task_by_job {CancelQueuedTask = true, JobId = job_id}
--- ```
---@param params aliota.CancelOTATaskByJobParams
---@return aliota.CancelOTATaskByJobAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:cancel_ota_task_by_job(params) end

--- ConfirmOTATask. Quota: 20 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:confirm_ota_task {TaskId = {"…"}}
--- ```
---@param params aliota.ConfirmOTATaskParams
---@return aliota.ConfirmOTATaskAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:confirm_ota_task(params) end

--- CreateOTADynamicUpgradeJob. Quota: 20 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:create_ota_dynamic_upgrade_job {FirmwareId = "…", ProductKey = "…"}
--- ```
---@param params aliota.CreateOTADynamicUpgradeJobParams
---@return aliota.CreateOTADynamicUpgradeJobAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:create_ota_dynamic_upgrade_job(params) end

--- CreateOTAFirmware. Quota: 10 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:create_ota_firmware {DestVersion = "…", FirmwareName = "…"}
--- ```
---@param params aliota.CreateOTAFirmwareParams
---@return aliota.CreateOTAFirmwareAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:create_ota_firmware(params) end

--- CreateOTAModule. Quota: 10 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:create_ota_module {ModuleName = "…", ProductKey = "…"}
--- ```
---@param params aliota.CreateOTAModuleParams
---@return aliota.CreateOTAModuleAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:create_ota_module(params) end

--- CreateOTAStaticUpgradeJob. Quota: 20 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:create_ota_static_upgrade_job {FirmwareId = "…", ProductKey = "…", TargetSelection = "ALL"}
--- ```
---@param params aliota.CreateOTAStaticUpgradeJobParams
---@return aliota.CreateOTAStaticUpgradeJobAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:create_ota_static_upgrade_job(params) end

--- CreateOTAVerifyJob. Quota: 10 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:create_ota_verify_job {FirmwareId = "…", ProductKey = "…", TargetDeviceName = {"…"}}
--- ```
---@param params aliota.CreateOTAVerifyJobParams
---@return aliota.CreateOTAVerifyJobAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:create_ota_verify_job(params) end

--- DeleteOTAFirmware. Quota: 10 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:delete_ota_firmware {FirmwareId = "…"}
--- ```
---@param params aliota.DeleteOTAFirmwareParams
---@return aliota.DeleteOTAFirmwareAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:delete_ota_firmware(params) end

--- DeleteOTAModule. Quota: 10 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:delete_ota_module {ModuleName = "…", ProductKey = "…"}
--- ```
---@param params aliota.DeleteOTAModuleParams
---@return aliota.DeleteOTAModuleAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:delete_ota_module(params) end

--- GenerateDeviceNameListURL. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:generate_device_name_list_url {}
--- ```
---@param params aliota.GenerateDeviceNameListURLParams
---@return aliota.GenerateDeviceNameListURLAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:generate_device_name_list_url(params) end

--- GenerateOTAUploadURL. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:generate_ota_upload_url {}
--- ```
---@param params aliota.GenerateOTAUploadURLParams
---@return aliota.GenerateOTAUploadURLAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:generate_ota_upload_url(params) end

--- ListOTAFirmware. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:list_ota_firmware {CurrentPage = 1, PageSize = 1}
--- ```
---@param params aliota.ListOTAFirmwareParams
---@return aliota.ListOTAFirmwareAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:list_ota_firmware(params) end

--- ListOTAJobByDevice. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:list_ota_job_by_device {CurrentPage = 1, DeviceName = "…", FirmwareId = "…", PageSize = 1, ProductKey = "…"}
--- ```
---@param params aliota.ListOTAJobByDeviceParams
---@return aliota.ListOTAJobByDeviceAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:list_ota_job_by_device(params) end

--- ListOTAJobByFirmware. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:list_ota_job_by_firmware {CurrentPage = 1, FirmwareId = "…", PageSize = 1}
--- ```
---@param params aliota.ListOTAJobByFirmwareParams
---@return aliota.ListOTAJobByFirmwareAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:list_ota_job_by_firmware(params) end

--- ListOTAModuleByProduct. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:list_ota_module_by_product {ProductKey = "…"}
--- ```
---@param params aliota.ListOTAModuleByProductParams
---@return aliota.ListOTAModuleByProductAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:list_ota_module_by_product(params) end

--- ListOTAModuleVersionsByDevice. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:list_ota_module_versions_by_device {CurrentPage = 1, PageSize = 1}
--- ```
---@param params aliota.ListOTAModuleVersionsByDeviceParams
---@return aliota.ListOTAModuleVersionsByDeviceAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:list_ota_module_versions_by_device(params) end

--- ListOTATaskByJob. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:list_ota_task_by_job {JobId = job_id}
--- ```
---@param params aliota.ListOTATaskByJobParams
---@return aliota.ListOTATaskByJobAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:list_ota_task_by_job(params) end

--- ListOTAUnfinishedTaskByDevice. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:list_ota_unfinished_task_by_device {IotId = "…", TaskStatus = "QUEUED"}
--- ```
---@param params aliota.ListOTAUnfinishedTaskByDeviceParams
---@return aliota.ListOTAUnfinishedTaskByDeviceAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:list_ota_unfinished_task_by_device(params) end

--- ModifyOTAFirmware. Quota: not documented. Run twice, it is the same as once.
--- ```lua
--- client:modify_ota_firmware {FirmwareId = "…", ProductKey = "…"}
--- ```
---@param params aliota.ModifyOTAFirmwareParams
---@return aliota.ModifyOTAFirmwareAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:modify_ota_firmware(params) end

--- QueryOTAFirmware. Quota: 20 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:query_ota_firmware {FirmwareId = "…"}
--- ```
---@param params aliota.QueryOTAFirmwareParams
---@return aliota.QueryOTAFirmwareAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:query_ota_firmware(params) end

--- QueryOTAJob. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:query_ota_job {JobId = job_id}
--- ```
---@param params aliota.QueryOTAJobParams
---@return aliota.QueryOTAJobAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:query_ota_job(params) end

--- ReupgradeOTATask. Quota: 20 calls a second for the whole account. Run twice, it is not the same as once.
--- ```lua
--- client:reupgrade_ota_task {JobId = job_id, TaskId = {"…"}}
--- ```
---@param params aliota.ReupgradeOTATaskParams
---@return aliota.ReupgradeOTATaskAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:reupgrade_ota_task(params) end

--- UpdateOTAJob. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:update_ota_job {JobId = job_id, MaximumPerMinute = 10, TargetSelection = "ALL", UpgradeType = "DYNAMIC"}
--- ```
---@param params aliota.UpdateOTAJobParams
---@return aliota.UpdateOTAJobAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:update_ota_job(params) end

--- UpdateOTAModule. Quota: 10 calls a second for the whole account. Run twice, it is the same as once.
--- ```lua
--- client:update_ota_module {ModuleName = "…", ProductKey = "…"}
--- ```
---@param params aliota.UpdateOTAModuleParams
---@return aliota.UpdateOTAModuleAnswer|nil answer
---@return aliota.Error|nil err
function aliota_Client:update_ota_module(params) end

--- the service's clock is another one than this machine's
---@class aliota.ClockEvent
---@field type "clock"
---@field at number
---
--- by how many seconds this machine is behind from now on; 0 when it is right again
---@field offset number

---@class aliota.ComparedBatch: aliota.PairedLook
---@field succeeded integer
---@field failed integer
---
--- both of these
---@field ended integer
---
--- succeeded of ended; nil when none ended, as are the next two
---@field success_rate number|nil
---
--- of its 95 % interval
---@field low number|nil
---@field high number|nil

---@class aliota.Comparison: aliota.Report
---@field a aliota.ComparedBatch
---@field b aliota.ComparedBatch
---
--- devices that both batches have
---@field both integer
---
--- FAILED in a, SUCCEEDED in b
---@field fixed aliota.Way
---
--- SUCCEEDED in a, FAILED in b
---@field broken aliota.Way
---@field still_failing aliota.Way
---@field still_succeeding aliota.Way
---
--- of the success rates, b's less a's, as if of different devices
---@field difference aliota.ShareDifference|nil
---
--- at least half of the tasks that ended did so in both batches: p is of fixed against broken (sign test), else it is
--- of the success rates (two-proportion test)
---@field by_device boolean
---
--- how likely chance alone makes at least such a difference; nil when nothing ended
---@field p number|nil
---
--- p is 5 % or more
---@field likely_chance boolean|nil

--- What ConfirmOTATask answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ConfirmOTATaskAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What ConfirmOTATask takes.
---@class aliota.ConfirmOTATaskParams: aliota.LimitOptions
---
--- string
---@field IotInstanceId string|nil
---
--- list of at most 10; must be given
---@field TaskId string[]

--- of a batch; prints as the report `summary`
---@class aliota.Counts
---@field JobId string
---
--- tasks of the batch
---@field total integer
---
--- of the seven documented states
---@field by_status table<string, integer>
---
--- tasks in states that are not among these; negative while counts don't add up
---@field other integer
---
--- whether all counts are of the same moment, as far as adding up shows
---@field consistent boolean
---
--- that were sent
---@field requests integer
local aliota_Counts = {}

--- The same as the report `summary` of a listing: printed, it has bars for the states, and the rates.
---@return aliota.Summary
function aliota_Counts:report() end

---@class aliota.Coverage
---
--- the batch that is listed, where it is one
---@field JobId string|nil
---
--- rows that came and were asked for, in all passes
---@field rows integer
---
--- different tasks among them: those that were handed out
---@field unique integer
---
--- of a listing that goes on from a cursor: those of them that were before it
---@field earlier integer|nil
---
--- rows of tasks that were handed out before
---@field duplicates integer
---
--- rows that came and were not asked for: of another state, another batch
---@field refused integer
---
--- texts that came with what is no character; it became U+FFFD
---@field replaced integer
---
--- the service's Total at first …
---@field total_first integer|nil
---
--- … and at last
---@field total_last integer|nil
---
--- how often the pages were gone through, in whole or in part
---@field passes integer
---
--- requests that were sent, repeated ones included
---@field requests integer
---
--- what a batch beyond the window was listed by
---@field partitions {TaskStatus: string, total: integer}[]|nil
---
--- as far as the pages tell
---@field order "unknown"|"stable"|"newest_change_first"|"oldest_change_first"|nil
---
--- of a list of devices: names that were handed out without a task
---@field absent integer|nil
---
--- states with more tasks than can be reached by pages: TaskStatus → Total
---@field over_cap table<string, integer>
---
--- in what the service contradicted itself, also where that was made good later: the first 20 different ones
---@field problems aliota.Problem[]
---
--- how many there were, each as often as it was met
---@field problem_count integer
---
--- what is listed, in the plural: "tasks"
---@field things string
---
--- whether every task that there is was handed out; false until the end
---@field complete boolean

--- a listing has ended
---@class aliota.CoverageEvent
---@field type "coverage"
---@field at number
---@field coverage aliota.Coverage

--- What CreateOTADynamicUpgradeJob answers, as the service sends it; what is null there is aliota.null.
---@class aliota.CreateOTADynamicUpgradeJobAnswer
---@field Code string|nil
---@field Data aliota.CreateOTADynamicUpgradeJobData|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of CreateOTADynamicUpgradeJob.
---@class aliota.CreateOTADynamicUpgradeJobData
---@field JobId string|nil
---@field UtcCreate string|nil

--- What CreateOTADynamicUpgradeJob takes.
---@class aliota.CreateOTADynamicUpgradeJobParams: aliota.LimitOptions
---
--- one of HTTPS, MQTT
---@field DownloadProtocol "HTTPS"|"MQTT"|nil
---
--- one of 1, 2
---@field DynamicMode 1|2|nil
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field GroupId string|nil
---
--- one of LINK_PLATFORM, LINK_PLATFORM_DYNAMIC
---@field GroupType "LINK_PLATFORM"|"LINK_PLATFORM_DYNAMIC"|nil
---
--- string
---@field IotInstanceId string|nil
---
--- integer from 10 to 10000
---@field MaximumPerMinute integer|nil
---
--- boolean
---@field MultiModuleMode boolean|nil
---
--- boolean
---@field NeedConfirm boolean|nil
---
--- boolean
---@field NeedPush boolean|nil
---
--- one of 1, 2
---@field OverwriteMode 1|2|nil
---
--- string; must be given
---@field ProductKey string
---
--- one of 1, 2, 5
---@field RetryCount 1|2|5|nil
---
--- one of 0, 10, 30, 60, 1440
---@field RetryInterval 0|10|30|60|1440|nil
---
--- list of at most 10
---@field SrcVersion string[]|nil
---
--- list of {Key, Value}, at most 10
---@field Tag {Key: string, Value: string}[]|nil
---
--- integer from 1 to 1440
---@field TimeoutInMinutes integer|nil

--- What CreateOTAFirmware answers, as the service sends it; what is null there is aliota.null.
---@class aliota.CreateOTAFirmwareAnswer
---@field Code string|nil
---@field Data aliota.CreateOTAFirmwareData|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of CreateOTAFirmware.
---@class aliota.CreateOTAFirmwareData
---@field FirmwareId string|nil
---@field UtcCreate string|nil

--- What CreateOTAFirmware takes.
---@class aliota.CreateOTAFirmwareParams: aliota.LimitOptions
---
--- string; must be given
---@field DestVersion string
---
--- string
---@field FirmwareDesc string|nil
---
--- string; must be given
---@field FirmwareName string
---
--- string
---@field FirmwareSign string|nil
---
--- integer from 0
---@field FirmwareSize integer|nil
---
--- string
---@field FirmwareUrl string|nil
---
--- string
---@field IotInstanceId string|nil
---
--- string
---@field ModuleName string|nil
---
--- list of {FileMd5, Name, SignValue, Size, Url}
---@field MultiFiles {FileMd5: string|nil, Name: string|nil, SignValue: string|nil, Size: integer|nil, Url: string|nil}[]|nil
---
--- boolean
---@field NeedToVerify boolean|nil
---
--- string
---@field ProductKey string|nil
---
--- string
---@field SignMethod string|nil
---
--- string
---@field SrcVersion string|nil
---
--- one of 0, 1
---@field Type 0|1|nil
---
--- string
---@field Udi string|nil

--- What CreateOTAModule answers, as the service sends it; what is null there is aliota.null.
---@class aliota.CreateOTAModuleAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What CreateOTAModule takes.
---@class aliota.CreateOTAModuleParams: aliota.LimitOptions
---
--- string
---@field AliasName string|nil
---
--- string
---@field Desc string|nil
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field ModuleName string
---
--- string; must be given
---@field ProductKey string

--- What CreateOTAStaticUpgradeJob answers, as the service sends it; what is null there is aliota.null.
---@class aliota.CreateOTAStaticUpgradeJobAnswer
---@field Code string|nil
---@field Data aliota.CreateOTAStaticUpgradeJobData|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of CreateOTAStaticUpgradeJob.
---@class aliota.CreateOTAStaticUpgradeJobData
---@field JobId string|nil
---@field UtcCreate string|nil

--- What CreateOTAStaticUpgradeJob takes.
---@class aliota.CreateOTAStaticUpgradeJobParams: aliota.LimitOptions
---
--- string
---@field DnListFileUrl string|nil
---
--- one of HTTPS, MQTT
---@field DownloadProtocol "HTTPS"|"MQTT"|nil
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field GrayPercent string|nil
---
--- string
---@field GroupId string|nil
---
--- one of LINK_PLATFORM, LINK_PLATFORM_DYNAMIC
---@field GroupType "LINK_PLATFORM"|"LINK_PLATFORM_DYNAMIC"|nil
---
--- string
---@field IotInstanceId string|nil
---
--- integer from 10 to 10000
---@field MaximumPerMinute integer|nil
---
--- boolean
---@field MultiModuleMode boolean|nil
---
--- boolean
---@field NeedConfirm boolean|nil
---
--- boolean
---@field NeedPush boolean|nil
---
--- one of 1, 2
---@field OverwriteMode 1|2|nil
---
--- string; must be given
---@field ProductKey string
---
--- one of 1, 2, 5
---@field RetryCount 1|2|5|nil
---
--- one of 0, 10, 30, 60, 1440
---@field RetryInterval 0|10|30|60|1440|nil
---
--- integer from 1000000000000
---@field ScheduleFinishTime integer|nil
---
--- integer from 1000000000000
---@field ScheduleTime integer|nil
---
--- list of at most 10
---@field SrcVersion string[]|nil
---
--- list of {Key, Value}, at most 10
---@field Tag {Key: string, Value: string}[]|nil
---
--- list of at most 200
---@field TargetDeviceName string[]|nil
---
--- one of ALL, GRAY, GROUP, SPECIFIC; must be given
---@field TargetSelection "ALL"|"GRAY"|"GROUP"|"SPECIFIC"
---
--- integer from 1 to 1440
---@field TimeoutInMinutes integer|nil

--- What CreateOTAVerifyJob answers, as the service sends it; what is null there is aliota.null.
---@class aliota.CreateOTAVerifyJobAnswer
---@field Code string|nil
---@field Data aliota.CreateOTAVerifyJobData|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of CreateOTAVerifyJob.
---@class aliota.CreateOTAVerifyJobData
---@field JobId string|nil
---@field UtcCreate string|nil

--- What CreateOTAVerifyJob takes.
---@class aliota.CreateOTAVerifyJobParams: aliota.LimitOptions
---
--- one of HTTPS, MQTT
---@field DownloadProtocol "HTTPS"|"MQTT"|nil
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field IotInstanceId string|nil
---
--- boolean
---@field NeedConfirm boolean|nil
---
--- boolean
---@field NeedPush boolean|nil
---
--- string; must be given
---@field ProductKey string
---
--- list of {Key, Value}, at most 10
---@field Tag {Key: string, Value: string}[]|nil
---
--- list of at most 10; must be given
---@field TargetDeviceName string[]
---
--- integer from 1 to 1440
---@field TimeoutInMinutes integer|nil

---@class aliota.Credentials
---@field access_key_id string
---@field access_key_secret string
---
--- with temporary keys (STS)
---@field security_token string|nil

--- keys were fetched or renewed
---@class aliota.CredentialsEvent
---@field type "credentials"
---@field at number
---
--- of the chain
---@field provider string
---
--- epoch seconds
---@field expires_at number|nil

--- What DeleteOTAFirmware answers, as the service sends it; what is null there is aliota.null.
---@class aliota.DeleteOTAFirmwareAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What DeleteOTAFirmware takes.
---@class aliota.DeleteOTAFirmwareParams: aliota.LimitOptions
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field IotInstanceId string|nil

--- What DeleteOTAModule answers, as the service sends it; what is null there is aliota.null.
---@class aliota.DeleteOTAModuleAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What DeleteOTAModule takes.
---@class aliota.DeleteOTAModuleParams: aliota.LimitOptions
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field ModuleName string
---
--- string; must be given
---@field ProductKey string

---@class aliota.DevicesParams: aliota.LimitOptions, aliota.StrictOption, aliota.ResumeOption, aliota.FieldsOption
---@field JobId string
---
--- any number of them, in the order in which they are wanted
---@field DeviceNames string[]|fun(): string|nil
---@field IotInstanceId string|nil

---@class aliota.Diff: aliota.Report
---@field before aliota.PairedLook
---@field after aliota.PairedLook
---
--- from one state to another, the most frequent first
---@field changes aliota.Way[]
---
--- devices in another state than before
---@field changed integer
---
--- devices in the same state
---@field unchanged integer
---
--- devices that were not there before
---@field appeared integer
---
--- devices that are there no more
---@field vanished integer

---@class aliota.Difference
---
--- whether both sides signed the same text
---@field same boolean
---
--- the first that differs, from 1
---@field byte integer|nil
---
--- that it is in, from 1
---@field line integer|nil
---
--- what it belongs to, such as "the parameter JobId"
---@field part string|nil
---
--- our text around the byte, in which it is at `column`
---@field ours string|nil
---
--- the service's
---@field theirs string|nil
---@field column integer|nil
---
--- in plain words
---@field cause string

--- which a `for` loop can go over
---@alias aliota.Each<V, M, R> aliota.Iterator<V, M, R>|fun(): V, M

--- What goes wrong at run time. Returned as `nil, err`, raised in a `for` loop, printable with `tostring`.
---@class aliota.Error
---@field kind "credentials"|"network"|"tls"|"timeout"|"throttled"|"http"|"api"|"decode"|"cancelled"|"file"|"rollout"|"sandbox"
---
--- without secrets; may quote what the service said, in several lines
---@field message string
---
--- the service's own code (`api`, `throttled`), or one of ours, see api/error_codes.lua
---@field code string|nil
---
--- the operation
---@field action string|nil
---
--- HTTP status, if there was an answer; of a proxy that refused, the proxy's
---@field status integer|nil
---
--- the service's RequestId
---@field request_id string|nil
---
--- of a refusal for want of permission: AccessDeniedDetail as the service sent it, with members such as AuthAction,
--- AuthPrincipalDisplayName, NoPermissionType, PolicyType, EncodedDiagnosticMessage
---@field detail table|string|nil
---
--- what was tried: {at = epoch seconds, seconds = duration, outcome = text}
---@field attempts table[]|nil
---
--- whether the same call may succeed later, and does no harm if it has run already
---@field retryable boolean
---
--- of a call: whether the operation may have been carried out all the same
---@field may_have_run boolean|nil
---
--- of a deadline that passed: how the last attempt ended; of a plan: why its journal could not be written
---@field cause aliota.Error|nil
---
--- of a listing: goes on after the last row that was handed out
---@field cursor string|nil
---
--- what to do
---@field hint string|nil

---@class aliota.Eta: aliota.Report
---
--- done: no task is open; stalled: none was settled within the window; unknown: none was settled yet, but the batch has
--- only just begun
---@field state "done"|"stalled"|"running"|"unknown"
---
--- epoch seconds of the time that it is made for
---@field now number
---@field open integer
---@field settled integer
---
--- settled within the window
---@field recent integer
---
--- of the window, or since the first task was settled if that is less; where that is unknown, since the first change
---@field seconds number
---
--- epoch seconds
---@field last_settled number|nil
---
--- nil unless running, as are the next three
---@field per_hour number|nil
---
--- epoch seconds
---@field finish number|nil
---
--- the 95 % interval of that
---@field earliest number|nil
---
--- nil also where too few were settled to tell
---@field latest number|nil

---@class aliota.Explanation
---@field action string
---@field signature "v3"|"v1"
---@field method string
---@field url string
---
--- "Name: value" lines
---@field headers string[]
---@field canonical_query string
---
--- of V3
---@field canonical_request string|nil
---@field string_to_sign string
---
--- a shell script that signs the same call anew by openssl, with keys of the environment
---@field curl string
---
--- the same with this library
---@field lua string
---
--- and with Python's own library
---@field python string
---
--- and with Node's
---@field node string
local aliota_Explanation = {}

--- Finds the first byte in which our text differs from the one that the service says it has signed. Time and nonce are
--- taken from the service's text, as they are new in each request.
--- ```lua
--- client:explain("QueryOTAJob", {JobId = job_id}):compare "server canonical request is:…"
--- ```
---@param message string|aliota.Error a refusal with code SignatureDoesNotMatch or IncompleteSignature, or its message
---@return aliota.Difference|nil
---@return aliota.Error|nil # why they can't be compared
function aliota_Explanation:compare(message) end

---@class aliota.FieldsOption
---
--- the names of the fields that rows are to have, such as `{"DeviceName", "TaskStatus"}`; the others are not read: see
--- docs/listings.md#fields; default all
---@field fields string[]|nil

---@class aliota.FilterPlan
---
--- one listing each: what to add to the parameters of ListOTATaskByJob. {{}} is the whole batch; {} means that no task
--- can match
---@field listings table[]
---
--- one more listing, for when those did not come out complete
---@field otherwise table|nil
---
--- to be checked on every row, whatever was asked
---@field where aliota.Predicate
---@field why string
local aliota_FilterPlan = {}

--- What is asked of the server, what is checked here, and why.
---@return string lines
function aliota_FilterPlan:explain() end

--- of a task and the state in which it was last seen
---@class aliota.Follow: aliota.Iterator<aliota.Task, string|nil, {task: aliota.Task, before: string|nil}>
---@field coverage aliota.FollowCoverage
local aliota_Follow = {}

--- The next changes, at least one: waits for it, and takes with it what the same look has found besides.
---@param most integer at once
---@return {task: aliota.Task, before: string|nil}[]|nil # nil when the batch is over
---@return aliota.Error|nil
function aliota_Follow:some(most) end

--- What is known, as a text: pass it as `since` to go on in another process, another day, with nothing told twice.
---@return string
function aliota_Follow:snapshot() end

---@class aliota.FollowCoverage
---@field JobId string
---
--- that were finished
---@field looks integer
---
--- that were handed out
---@field changes integer
---@field requests integer
---
--- tasks of the batch, as far as is known
---@field total integer|nil
---
--- tasks that have left a state, and were not seen in another one since
---@field unseen integer
---
--- whether the latest look has found all there was, as far as counts tell
---@field complete boolean

---@class aliota.FollowParams: aliota.LookOptions, aliota.QueryOTAJobParams
---
--- only what comes into this state is told, and again where it had left; `before` is nil then; default all
---@field TaskStatus string|nil
---
--- what `follow:snapshot()` returned: goes on from there. `"now"`: what the first look shows is not told; default none
---@field since string|nil
---
--- a predicate, a function of a task or a table of fields: only tasks for which it is true. The server is asked for
--- what it can filter: see docs/filters.md; default all
---@field where aliota.Where|nil
---
--- a text that holds what is no character is an error. A follow ends only where counts show that all was seen, strict
--- or not; default false
---@field strict boolean|nil

--- What GenerateDeviceNameListURL answers, as the service sends it; what is null there is aliota.null.
---@class aliota.GenerateDeviceNameListURLAnswer
---@field Code string|nil
---@field Data aliota.GenerateDeviceNameListURLData|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of GenerateDeviceNameListURL.
---@class aliota.GenerateDeviceNameListURLData
---@field AccessKeyId string|nil
---@field FileUrl string|nil
---@field Host string|nil
---@field Key string|nil
---@field ObjectStorage string|nil
---@field Policy string|nil
---@field Signature string|nil
---@field UtcCreate string|nil

--- What GenerateDeviceNameListURL takes.
---@class aliota.GenerateDeviceNameListURLParams: aliota.LimitOptions
---
--- string
---@field IotInstanceId string|nil

--- What GenerateOTAUploadURL answers, as the service sends it; what is null there is aliota.null.
---@class aliota.GenerateOTAUploadURLAnswer
---@field Code string|nil
---@field Data aliota.GenerateOTAUploadURLData|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of GenerateOTAUploadURL.
---@class aliota.GenerateOTAUploadURLData
---@field FirmwareUrl string|nil
---@field Host string|nil
---@field Key string|nil
---@field OSSAccessKeyId string|nil
---@field ObjectStorage string|nil
---@field Policy string|nil
---@field Signature string|nil
---@field UtcCreate string|nil

--- What GenerateOTAUploadURL takes.
---@class aliota.GenerateOTAUploadURLParams: aliota.LimitOptions
---
--- string
---@field FileSuffix string|nil
---
--- string
---@field IotInstanceId string|nil

---@class aliota.GivenTasksOption
---
--- those that are meant, rather than what else chooses them: an iterator or an array of tasks; default none
---@field tasks aliota.Tasks|nil

--- values that come one by one (V), some with another that goes with it (M), of both of which collections have a record
--- (R)
---@class aliota.Iterator<V, M, R>
---
--- of a listing: what it has seen
---@field coverage aliota.Coverage|nil
local aliota_Iterator = {}

--- The next value; nil at the end; nil and an error when something went wrong, and so again on every later call.
--- ```lua
--- client:tasks {JobId = job_id}:next()
--- ```
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@return A|nil value
---@return B|aliota.Error|nil more # what goes with the value, or the error
function aliota_Iterator:next() end

--- Where a listing is: pass it as `resume` to go on after the last value handed out, in another process, another day.
--- Of what client:tasks, pages and devices return, unless `where` is among their options.
--- ```lua
--- client:tasks {JobId = job_id}:cursor()
--- ```
---@return string
function aliota_Iterator:cursor() end

--- Ends the sequence: whatever comes after is nil. Closing twice is fine.
--- ```lua
--- client:tasks {JobId = job_id}:close()
--- ```
function aliota_Iterator:close() end

--- For a `for` loop that may be left: with Lua 5.4 a `break` then closes the sequence at once. Without, what is in
--- flight ends when the sequence is collected.
--- ```lua
--- client:tasks({JobId = job_id}):loop()
--- ```
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@return aliota.Each<A, B, C>, nil, nil, aliota.Iterator<A, B, C>
function aliota_Iterator:loop() end

--- Looks ahead: the next values, which come again; names with their tasks as `collect` gives them, in tables such as
--- {name = "device-000001", task = …}. Only at a prompt is that worth what it costs: the place of a listing is written
--- down for each of them.
--- ```lua
--- client:tasks {JobId = job_id}:peek(5)
--- ```
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@param count integer one or more
---@return C[] values # fewer where the end comes sooner
---@return boolean ended # whether there are no more
---@return aliota.Error|nil err # that the end is
function aliota_Iterator:peek(count) end

--- At most the first `count` values. This iterator is closed as soon as they are through.
--- ```lua
--- client:tasks {JobId = job_id}:take(5)
--- ```
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@param count integer zero or more
---@return aliota.Each<A, B, C>
function aliota_Iterator:take(count) end

--- The values for which a predicate is true; of names with their tasks, those whose task is such, so that a name
--- without one never is.
--- ```lua
--- client:tasks {JobId = job_id}:where(aliota.filter.older_than "6h")
--- ```
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@param wanted aliota.Predicate|(fun(value: any): any)|aliota.WantedFields what aliota.filter understands: a predicate, a function that is given the value (the task, of a name with its task), or a table of fields
---@return aliota.Each<A, B, C>
function aliota_Iterator:where(wanted) end

--- What a function makes of each value; it is given what a loop is given, of names with their tasks both.
--- ```lua
--- client:tasks {JobId = job_id}:map(function(task) return task.DeviceName end)
--- ```
---@generic A, B, C, U
---@param self aliota.Iterator<A, B, C>
---@param f fun(value: A, more: B): U must not return nil, which would be the end; if it does, that is raised
---@return aliota.Each<U, nil, U>
function aliota_Iterator:map(f) end

--- The first value; closes the iterator.
--- ```lua
--- client:tasks {JobId = job_id}:first()
--- ```
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@return A|nil value # nil when there is none
---@return B|aliota.Error|nil more # what goes with the value, or the error
function aliota_Iterator:first() end

--- How many values there are; nil and an error if they could not all be had.
--- ```lua
--- client:tasks {JobId = job_id}:count()
--- ```
---@return integer|nil
---@return aliota.Error|nil
function aliota_Iterator:count() end

--- All values in arrays by what they have in common; nil and an error if they could not all be had. Values without a
--- key are under `false`. Names with their tasks are told apart by the task, and kept as `collect` keeps them; those
--- without one have no key.
--- ```lua
--- client:tasks {JobId = job_id}:group_by "SrcVersion"
--- ```
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@param key string|fun(value: any): any a field of the value (of the task, of a name with its task), or a function that tells its key
---@return table<any, C[]>|nil
---@return aliota.Error|nil
function aliota_Iterator:group_by(key) end

--- All values in an array; nil and an error if they could not all be had. Names with their tasks become tables such as
--- {name = "device-000001", task = …}, which reports, writers and plans take as they take tasks.
--- ```lua
--- client:tasks {JobId = job_id}:collect()
--- ```
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@return C[]|nil
---@return aliota.Error|nil
function aliota_Iterator:collect() end

---@class aliota.Job: aliota.Batch, aliota.QueryOTAJobData
---@field JobId string
---
--- COMPLETED also where a list says COMPLETE
---@field JobStatus "PLANNED"|"IN_PROGRESS"|"COMPLETED"|"CANCELED"|string
---
--- as the vendor spells it
---@field JobType "VERFIY_FIRMWARE"|"UPGRADE_FIRMWARE"|string
---@field SelectionType "STATIC"|"DYNAMIC"|string
---@field TargetSelection "ALL"|"SPECIFIC"|"GRAY"|"GROUP"|string
---@field FirmwareId string
---@field ProductKey string
---
--- of QueryOTAJob, as are further members
---@field DestVersion string|nil
---
--- ISO 8601, UTC; as are UtcModified, UtcStartTime, UtcEndTime where they are known
---@field UtcCreate string

---@class aliota.JobsParams: aliota.LimitOptions, aliota.StrictOption, aliota.PassesOption, aliota.FieldsOption
---
--- the batches of this package
---@field FirmwareId string|nil
---
--- of all packages of this product
---@field ProductKey string|nil
---
--- with ProductKey: those that concern this device
---@field DeviceName string|nil
---@field PageSize integer|nil
---@field IotInstanceId string|nil

---@class aliota.JournalOption
---
--- the path of a file that is not there yet, or a function that is given each piece of text: what `client:resume_plan`
--- goes on with; default none
---@field journal string|(fun(text: string): any, any)|nil

---@class aliota.LimitOptions
---
--- how long all of it may take, retries, waits and what you do in between included: seconds, or a text such as "90s";
--- default the client's
---@field deadline number|string|nil
---
--- an `aliota.canceller()`; `canceller:cancel(reason)` ends it from outside; default none
---@field cancel aliota.Canceller|nil

--- What ListOTAFirmware answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ListOTAFirmwareAnswer
---@field Code string|nil
---@field CurrentPage number|nil
---@field ErrorMessage string|nil
---@field FirmwareInfo aliota.ListOTAFirmwareFirmwareInfo|nil
---@field PageCount number|nil
---@field PageSize number|nil
---@field RequestId string|nil
---@field Success boolean|nil
---@field Total number|nil

--- FirmwareInfo in an answer of ListOTAFirmware.
---@class aliota.ListOTAFirmwareFirmwareInfo
---@field SimpleFirmwareInfo aliota.ListOTAFirmwareSimpleFirmwareInfo[]|nil

--- What ListOTAFirmware takes.
---@class aliota.ListOTAFirmwareParams: aliota.LimitOptions
---
--- integer from 1; must be given
---@field CurrentPage integer
---
--- string
---@field DestVersion string|nil
---
--- string
---@field IotInstanceId string|nil
---
--- integer from 1; must be given
---@field PageSize integer
---
--- string
---@field ProductKey string|nil

--- SimpleFirmwareInfo in an answer of ListOTAFirmware.
---@class aliota.ListOTAFirmwareSimpleFirmwareInfo
---@field DestVersion string|nil
---@field FirmwareDesc string|nil
---@field FirmwareId string|nil
---@field FirmwareName string|nil
---@field FirmwareSign string|nil
---@field FirmwareSize number|nil
---@field ModuleName string|nil
---@field ProductKey string|nil
---@field ProductName string|nil
---@field SignMethod string|nil
---@field SrcVersion string|nil
---@field Status number|nil
---@field Type number|nil
---@field UtcCreate string|nil
---@field UtcModified string|nil

--- What ListOTAJobByDevice answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ListOTAJobByDeviceAnswer
---@field Code string|nil
---@field CurrentPage number|nil
---@field Data aliota.ListOTAJobByDeviceData|nil
---@field ErrorMessage string|nil
---@field PageCount number|nil
---@field PageSize number|nil
---@field RequestId string|nil
---@field Success boolean|nil
---@field Total number|nil

--- Data in an answer of ListOTAJobByDevice.
---@class aliota.ListOTAJobByDeviceData
---@field SimpleOTAJobInfo aliota.ListOTAJobByDeviceSimpleOTAJobInfo[]|nil

--- OtaTagDTO in an answer of ListOTAJobByDevice.
---@class aliota.ListOTAJobByDeviceOtaTagDTO
---@field Key string|nil
---@field Value string|nil

--- What ListOTAJobByDevice takes.
---@class aliota.ListOTAJobByDeviceParams: aliota.LimitOptions
---
--- integer from 1; must be given
---@field CurrentPage integer
---
--- string; must be given
---@field DeviceName string
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field IotInstanceId string|nil
---
--- integer from 1; must be given
---@field PageSize integer
---
--- string; must be given
---@field ProductKey string

--- SimpleOTAJobInfo in an answer of ListOTAJobByDevice.
---@class aliota.ListOTAJobByDeviceSimpleOTAJobInfo
---@field FirmwareId string|nil
---@field JobId string|nil
---@field JobStatus string|nil
---@field JobType string|nil
---@field ProductKey string|nil
---@field SelectionType string|nil
---@field Tags aliota.ListOTAJobByDeviceTags|nil
---@field TargetSelection string|nil
---@field UtcCreate string|nil
---@field UtcEndTime string|nil
---@field UtcModified string|nil
---@field UtcStartTime string|nil

--- Tags in an answer of ListOTAJobByDevice.
---@class aliota.ListOTAJobByDeviceTags
---@field OtaTagDTO aliota.ListOTAJobByDeviceOtaTagDTO[]|nil

--- What ListOTAJobByFirmware answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ListOTAJobByFirmwareAnswer
---@field Code string|nil
---@field CurrentPage number|nil
---@field Data aliota.ListOTAJobByFirmwareData|nil
---@field ErrorMessage string|nil
---@field PageCount number|nil
---@field PageSize number|nil
---@field RequestId string|nil
---@field Success boolean|nil
---@field Total number|nil

--- Data in an answer of ListOTAJobByFirmware.
---@class aliota.ListOTAJobByFirmwareData
---@field SimpleOTAJobInfo aliota.ListOTAJobByFirmwareSimpleOTAJobInfo[]|nil

--- OtaTagDTO in an answer of ListOTAJobByFirmware.
---@class aliota.ListOTAJobByFirmwareOtaTagDTO
---@field Key string|nil
---@field Value string|nil

--- What ListOTAJobByFirmware takes.
---@class aliota.ListOTAJobByFirmwareParams: aliota.LimitOptions
---
--- integer from 1; must be given
---@field CurrentPage integer
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field IotInstanceId string|nil
---
--- integer from 1; must be given
---@field PageSize integer

--- SimpleOTAJobInfo in an answer of ListOTAJobByFirmware.
---@class aliota.ListOTAJobByFirmwareSimpleOTAJobInfo
---@field FirmwareId string|nil
---@field JobId string|nil
---@field JobStatus string|nil
---@field JobType string|nil
---@field ProductKey string|nil
---@field SelectionType string|nil
---@field Tags aliota.ListOTAJobByFirmwareTags|nil
---@field TargetSelection string|nil
---@field UtcCreate string|nil
---@field UtcEndTime string|nil
---@field UtcModified string|nil
---@field UtcStartTime string|nil

--- Tags in an answer of ListOTAJobByFirmware.
---@class aliota.ListOTAJobByFirmwareTags
---@field OtaTagDTO aliota.ListOTAJobByFirmwareOtaTagDTO[]|nil

--- What ListOTAModuleByProduct answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ListOTAModuleByProductAnswer
---@field Code string|nil
---@field Data aliota.ListOTAModuleByProductData[]|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of ListOTAModuleByProduct.
---@class aliota.ListOTAModuleByProductData
---@field AliasName string|nil
---@field Desc string|nil
---@field GmtCreate string|nil
---@field GmtModified string|nil
---@field ModuleName string|nil
---@field ProductKey string|nil

--- What ListOTAModuleByProduct takes.
---@class aliota.ListOTAModuleByProductParams: aliota.LimitOptions
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field ProductKey string

--- What ListOTAModuleVersionsByDevice answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ListOTAModuleVersionsByDeviceAnswer
---@field Code string|nil
---@field CurrentPage number|nil
---@field Data aliota.ListOTAModuleVersionsByDeviceData|nil
---@field ErrorMessage string|nil
---@field PageCount number|nil
---@field PageSize number|nil
---@field RequestId string|nil
---@field Success boolean|nil
---@field Total number|nil

--- Data in an answer of ListOTAModuleVersionsByDevice.
---@class aliota.ListOTAModuleVersionsByDeviceData
---@field SimpleOTAModuleInfo aliota.ListOTAModuleVersionsByDeviceSimpleOTAModuleInfo[]|nil

--- What ListOTAModuleVersionsByDevice takes.
---@class aliota.ListOTAModuleVersionsByDeviceParams: aliota.LimitOptions
---
--- integer from 1; must be given
---@field CurrentPage integer
---
--- string
---@field DeviceName string|nil
---
--- string
---@field IotId string|nil
---
--- string
---@field IotInstanceId string|nil
---
--- integer from 1; must be given
---@field PageSize integer
---
--- string
---@field ProductKey string|nil

--- SimpleOTAModuleInfo in an answer of ListOTAModuleVersionsByDevice.
---@class aliota.ListOTAModuleVersionsByDeviceSimpleOTAModuleInfo
---@field DeviceName string|nil
---@field IotId string|nil
---@field ModuleName string|nil
---@field ModuleVersion string|nil
---@field ProductKey string|nil

--- What ListOTATaskByJob answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ListOTATaskByJobAnswer
---@field Code string|nil
---@field CurrentPage number|nil
---@field Data aliota.ListOTATaskByJobData|nil
---@field ErrorMessage string|nil
---@field PageCount number|nil
---@field PageSize number|nil
---@field RequestId string|nil
---@field Success boolean|nil
---@field Total number|nil

--- Data in an answer of ListOTATaskByJob.
---@class aliota.ListOTATaskByJobData
---@field SimpleOTATaskInfo aliota.ListOTATaskByJobSimpleOTATaskInfo[]|nil

--- What ListOTATaskByJob takes.
---@class aliota.ListOTATaskByJobParams: aliota.LimitOptions
---
--- integer from 1
---@field CurrentPage integer|nil
---
--- list of at most 50
---@field DeviceNames string[]|nil
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field JobId string
---
--- integer from 1 to 100
---@field PageSize integer|nil
---
--- one of CONFIRM, QUEUED, NOTIFIED, IN_PROGRESS, SUCCEEDED, FAILED, CANCELED
---@field TaskStatus "CONFIRM"|"QUEUED"|"NOTIFIED"|"IN_PROGRESS"|"SUCCEEDED"|"FAILED"|"CANCELED"|nil

--- SimpleOTATaskInfo in an answer of ListOTATaskByJob.
---@class aliota.ListOTATaskByJobSimpleOTATaskInfo
---@field DestVersion string|nil
---@field DeviceName string|nil
---@field FirmwareId string|nil
---@field IotId string|nil
---@field JobId string|nil
---@field ProductKey string|nil
---@field ProductName string|nil
---@field Progress string|nil
---@field SrcVersion string|nil
---@field TaskDesc string|nil
---@field TaskId string|nil
---@field TaskStatus string|nil
---@field Timeout string|nil
---@field UtcCreate string|nil
---@field UtcModified string|nil

--- What ListOTAUnfinishedTaskByDevice answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ListOTAUnfinishedTaskByDeviceAnswer
---@field Code string|nil
---@field Data aliota.ListOTAUnfinishedTaskByDeviceData|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of ListOTAUnfinishedTaskByDevice.
---@class aliota.ListOTAUnfinishedTaskByDeviceData
---@field SimpleOTATaskInfo aliota.ListOTAUnfinishedTaskByDeviceSimpleOTATaskInfo[]|nil

--- What ListOTAUnfinishedTaskByDevice takes.
---@class aliota.ListOTAUnfinishedTaskByDeviceParams: aliota.LimitOptions
---
--- string
---@field DeviceName string|nil
---
--- string
---@field IotId string|nil
---
--- string
---@field IotInstanceId string|nil
---
--- string
---@field ModuleName string|nil
---
--- string
---@field ProductKey string|nil
---
--- one of CONFIRM, IN_PROGRESS, NOTIFIED, QUEUED
---@field TaskStatus "CONFIRM"|"IN_PROGRESS"|"NOTIFIED"|"QUEUED"|nil
---
--- list of at most 4 of CONFIRM, IN_PROGRESS, NOTIFIED, QUEUED
---@field TaskStatusList ("CONFIRM"|"IN_PROGRESS"|"NOTIFIED"|"QUEUED")[]|nil

--- SimpleOTATaskInfo in an answer of ListOTAUnfinishedTaskByDevice.
---@class aliota.ListOTAUnfinishedTaskByDeviceSimpleOTATaskInfo
---@field DestVersion string|nil
---@field DeviceName string|nil
---@field FirmwareId string|nil
---@field IotId string|nil
---@field JobId string|nil
---@field ModuleName string|nil
---@field ProductKey string|nil
---@field ProductName string|nil
---@field SrcVersion string|nil
---@field TaskId string|nil
---@field TaskStatus string|nil
---@field UtcCreate string|nil
---@field UtcModified string|nil

--- a watch has looked, or a follow
---@class aliota.LookEvent
---@field type "look"
---@field at number
---
--- of a watch
---@field counts aliota.Counts|nil
---
--- of a watch
---@field job aliota.QueryOTAJobData|nil
---
--- of a follow: how many were found
---@field changes integer|nil
---
--- of a follow
---@field coverage aliota.FollowCoverage|nil
---
--- where there will be another look
---@field err aliota.Error|nil

---@class aliota.LookOptions: aliota.LimitOptions
---
--- after this it ends with an error of kind `timeout`; default none
---@field timeout number|string|nil
---
--- the same; the nearer of the two counts; default none
---@field deadline number|string|nil
---
--- between two looks while something moves; default "10s"
---@field interval number|string|nil
---
--- between two looks at most, while nothing moves; default "2m"
---@field longest_interval number|string|nil

--- how to wait
---@class aliota.Loop
---
--- returns when `http:step()` may have something to do, or earlier
---@field wait fun(http: userdata, seconds: number)
---
--- instead of `http:step()`, where several coroutines wait: returns when the running one may look at what has moved
---@field turn fun(http: userdata)|nil
---
--- tells that the running coroutine waits for this one's end
---@field watch fun(transfer: userdata)|nil
---
--- why the running code cannot wait, and what to do; nil when it can
---@field problem (fun(): string|nil, string|nil)|nil

--- What ModifyOTAFirmware answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ModifyOTAFirmwareAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What ModifyOTAFirmware takes.
---@class aliota.ModifyOTAFirmwareParams: aliota.LimitOptions
---
--- string
---@field FirmwareDesc string|nil
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field FirmwareName string|nil
---
--- string
---@field FirmwareUdi string|nil
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field ProductKey string

---@class aliota.Options
---
--- `{access_key_id =, access_key_secret =, security_token =}`; one provider, by its `type`; or a function that returns
--- keys and is asked before each request: see docs/credentials.md; default the vendor's chain
---@field credentials table|(fun(expired: aliota.Credentials|nil): aliota.Credentials|nil, string|nil)|nil
---
--- a profile of the vendor's command line: its keys, region and endpoint, where no option says otherwise; default none
---@field profile string|nil
---
--- such as "cn-shanghai": see docs/credentials.md#region; default that of the profile that has the keys, or
--- `ALIBABA_CLOUD_REGION_ID`
---@field region string|nil
---
--- or `"vpc"`: which of a region's addresses. Where the region comes from a profile or the environment, so may the
--- network; default "public"
---@field network "public"|"vpc"|nil
---
--- scheme, host, port and path, such as "http://127.0.0.1:8080". Option and variable override any region; with the
--- variable, `ALIOTA_CA_FILE` stands for `ca_file`; default `ALIOTA_ENDPOINT`, or the region's
---@field endpoint string|nil
---
--- or `"tuya"`: whose service answers, for how it spells members and which operations it lacks; you go on with the
--- documented names. It has no region here, so an endpoint must be given, and what else of it is not known: see
--- docs/compatibility.md#dialects; default "alibaba"
---@field dialect "alibaba"|"tuya"|nil
---
--- sent as `IotInstanceId` with every call that names none; default none
---@field instance_id string|nil
---
--- or `"v1"`, the older RPC signature; default "v3"
---@field signature "v3"|"v1"|nil
---
--- or `"xml"`: what to ask for. Tables, pages, tasks and errors are the same, but for members that are null: XML leaves
--- them out. Either is understood whatever was asked. XML needs luaexpat; default "json"
---@field format "json"|"xml"|nil
---
--- for connecting, of one attempt: seconds, or a text such as "5s"; default 5
---@field connect_timeout number|string|nil
---
--- for one attempt: seconds, or a text such as "30s"; default 15
---@field timeout number|string|nil
---
--- for one call or one whole listing, with all retries and waits; default none
---@field deadline number|string|nil
---
--- attempts of one call after the first; default 5
---@field retries integer|nil
---
--- calls a second of each operation; a fraction for less than one; default as documented
---@field qps number|nil
---
--- `aliota.quota()` or `aliota.quota(qps)`, for clients to share, or one that processes share; `false`: nothing is
--- paced: see docs/quotas.md; default one for each access key
---@field quota aliota.Quota|false|nil
---
--- requests of a listing in flight, 16 at most; `"auto"`: as many as the quota and the round trip call for; default
--- "auto"
---@field prefetch integer|"auto"|nil
---
--- a function that is told of everything: see docs/events.md; default none
---@field on_event (fun(event: aliota.AnyEvent))|nil
---
--- certificate authorities to trust; default the system's
---@field ca_file string|nil
---
--- the address of a proxy; `false` for none: see docs/calls.md#proxies; default the environment's
---@field proxy string|false|nil
---
--- a certificate of the client's own: PEM, or PKCS#12 by its ending .p12 or .pfx: see docs/calls.md#tls; default none
---@field cert_file string|nil
---
--- its private key in PEM; default in `cert_file`
---@field key_file string|nil
---
--- the key's, or a function that gives it when it is needed; default none
---@field key_password string|(fun(): string|nil, string|nil)|nil
---
--- certificate authorities to trust for a proxy of https; default the system's
---@field proxy_ca_file string|nil
---
--- as `cert_file`, for a proxy of https; default none
---@field proxy_cert_file string|nil
---
--- as `key_file`; default in `proxy_cert_file`
---@field proxy_key_file string|nil
---
--- as `key_password`; default none
---@field proxy_key_password string|(fun(): string|nil, string|nil)|nil
---
--- how to log in to a proxy, `"any"`: the safest way that it offers; default "basic"
---@field proxy_auth "basic"|"digest"|"ntlm"|"negotiate"|"any"|nil
---
--- the oldest version of TLS that will do; default libcurl's and OpenSSL's
---@field tls_min "1.2"|"1.3"|nil
---
--- `"2"`: requests in flight share one connection where the service agrees, else as ever; default "1.1"
---@field http "1.1"|"2"|nil
---
--- the header; default `aliota/…`
---@field user_agent string|nil
---
--- how to wait: see docs/event-loops.md; default nginx's own there, else blocks the thread
---@field loop aliota.Loop|nil
---
--- a function: epoch seconds; default `os.time`
---@field clock (fun(): number)|nil
---
--- a function: a text that was never used before; default random
---@field nonce (fun(): string)|nil

---@class aliota.Page
---@field CurrentPage integer
---@field PageSize integer
---@field PageCount integer|nil
---
--- tasks in the batch that match the request
---@field Total integer
---@field RequestId string|nil
---
--- those that were not handed out before; the rows of lists of other things, too
---@field tasks aliota.Task[]
---
--- in what it contradicts itself
---@field problems aliota.Problem[]|nil

--- a page of a listing was handed out
---@class aliota.PageEvent
---@field type "page"
---@field at number
---@field page aliota.Page
---@field coverage aliota.Coverage

---@class aliota.PagesParams: aliota.ListOTATaskByJobParams, aliota.StrictOption, aliota.PassesOption, aliota.ResumeOption, aliota.FieldsOption

---@class aliota.PairedLook
---@field tasks integer
---@field batches string[]
---
--- "(none)": tasks without TaskStatus
---@field by_status table<string, integer>
---
--- devices that the other look does not have
---@field only integer
---
--- further tasks of a device that has one: paired are the last in the first look, and the first in the second
---@field repeated integer
---
--- tasks without DeviceName, which can't be paired
---@field nameless integer
---@field coverage aliota.ReportCoverage

--- named devices that the service passes over, as their version is not one to follow
---@class aliota.PassedOver
---
--- nil: these are too many to be looked at
---@field count integer|nil
---
--- some of them
---@field names string[]

---@class aliota.PassesOption
---
--- how often to read everything at most, parts of it added up, before giving up on what is missing; default 3
---@field passes integer|nil

---@class aliota.Plan
---@field items aliota.PlanItem[]
---@field batches table[]
---
--- how many tasks it is for, by their TaskStatus when it was planned
---@field by_status table<string, integer>
---
--- tasks that it was asked for, and is not: TaskStatus → how many
---@field left_out table<string, integer>
---
--- which tasks were asked for, in words; nil where they were given
---@field where string|nil
---
--- of the listing that it is made of
---@field coverage aliota.ReportCoverage|nil
---
--- for a whole batch: what it was last seen to have, in this process
---@field latest {counts: aliota.Counts, job: table, figures: aliota.Summary}|nil
---
--- what it prints as, of a width and with colours or without
---@field render fun(self: aliota.Plan, options: aliota.RenderOptions|nil): string
local aliota_Plan = {}

--- How many items are in which state.
---@return {to_do: integer, sending: integer, done: integer, moved: integer, unknown: integer}
function aliota_Plan:counts() end

--- Whether nothing is left to do, nor to find out.
---@return boolean
function aliota_Plan:is_complete() end

--- The calls that what is left to do takes: those that look, and those that change something.
---@return aliota.PlanCalls[]
function aliota_Plan:calls() end

--- The plan and what became of it so far, as text that `client:resume_plan {text = …}` takes.
---@return string
function aliota_Plan:journal() end

--- Makes the change: looks at the tasks that are left, sends those that are still as planned, and stops at the first
--- answer that is not yes, unless tasks that have moved on explain it; of calls for a whole batch it makes all, and
--- returns the first error. What was done is not done again, so it can be called until the plan is complete, also after
--- an error or an interrupt, also in another process with the journal.
---@param options aliota.LimitOptions|nil
---@return aliota.Plan|nil # that nothing more can be done of now; see is_complete
---@return aliota.Error|nil
function aliota_Plan:apply(options) end

---@class aliota.PlanCalls
---@field operation {name: string}
---@field count integer
---
--- nil: nothing is paced
---@field per_second number|nil
---
--- until the last of them may go out, by the quota
---@field seconds number|nil

--- after each call of `plan:apply()`
---@class aliota.PlanEvent
---@field type "plan"
---@field at number
---@field plan aliota.Plan

--- a task, or with the kind "cancel_batch" a call for all of a batch
---@class aliota.PlanItem
---
--- in the plan, from 1
---@field number integer
---
--- what it has in common with others, by the names of parameters
---@field batch table
---
--- as is what follows: of the task when it was planned
---@field TaskId string|nil
---@field DeviceName string|nil
---@field TaskStatus string|nil
---@field UtcModified string|nil
---
--- sending: `apply` was interrupted; moved: it was not done, as the task has moved on; unknown: whether it was done,
--- nobody can tell yet
---@field state "to_do"|"sending"|"done"|"moved"|"unknown"
---
--- epoch seconds of the latest call
---@field sent number|nil
---
--- TaskStatus that it was found in by a look that decided its state; "gone": not in its batch; of a whole batch that
--- has ended, its JobStatus
---@field seen string|nil
---
--- of a whole batch: the operation
---@field action string|nil
---
--- of a whole batch: how many tasks it has in which state, seen after the call
---@field counts table<string, integer>|nil

---@class aliota.PlanOptions
---
--- true; false accepts that tasks which change state meanwhile may be missed
---@field exact boolean|nil
---
--- how many tasks the batch has, if that is known
---@field total integer|nil
---
--- how many of them are in each state, if that is known
---@field by_status table<string, integer>|nil

---@class aliota.PlanParams: aliota.ChosenParams, aliota.GivenTasksOption, aliota.JournalOption
---
--- where no `tasks` are given
---@field JobId string|nil

--- callable with a task
---@class aliota.Predicate
---@field test fun(task: aliota.Task): boolean
---
--- what it tests, for a reader
---@field text string
---
--- false for tasks in any other TaskStatus; nil: it may be true for all
---@field statuses table<string, true>|nil
---
--- false for tasks of any other DeviceName; nil: it may be true for all
---@field devices table<string, true>|nil
---
--- that it looks at; nil: nobody knows
---@field fields table<string, true>|nil
---
--- true: nothing is asked of a task; false: nobody could meet it; nil: it depends on the task
---@field always boolean|nil
---
--- of one that depends on what time it is: the same where it is so many seconds later than this machine's clock says
---@field shift (fun(seconds: number): aliota.Predicate)|nil
local aliota_Predicate = {}

--- What the server is asked for, what is checked here, and why.
---@param options aliota.PlanOptions|nil
---@return string lines
function aliota_Predicate:explain(options) end

--- in what a service contradicts itself
---@class aliota.Problem
---
--- "RowsMissing", "RowsBeyond", "OtherPage", "RowInvalid" of a page; "RowsMissing", "RowsBeyond" and "TotalShrank" of a
--- listing; see api/error_codes.lua
---@field code string
---@field message string
---@field page integer|nil
---
--- of a page of what is in one state
---@field TaskStatus string|nil
---@field expected integer|nil
---@field got integer|nil
---
--- how often it was met
---@field times integer|nil

--- What QueryOTAFirmware answers, as the service sends it; what is null there is aliota.null.
---@class aliota.QueryOTAFirmwareAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field FirmwareInfo aliota.QueryOTAFirmwareFirmwareInfo|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- FirmwareInfo in an answer of QueryOTAFirmware.
---@class aliota.QueryOTAFirmwareFirmwareInfo
---@field DestVersion string|nil
---@field FirmwareDesc string|nil
---@field FirmwareId string|nil
---@field FirmwareName string|nil
---@field FirmwareSign string|nil
---@field FirmwareSize number|nil
---@field FirmwareUrl string|nil
---@field ModuleName string|nil
---@field MultiFiles aliota.QueryOTAFirmwareMultiFiles[]|nil
---@field ProductKey string|nil
---@field ProductName string|nil
---@field SignMethod string|nil
---@field SrcVersion string|nil
---@field Status number|nil
---@field Type number|nil
---@field Udi string|nil
---@field UtcCreate string|nil
---@field UtcModified string|nil
---@field VerifyProgress number|nil

--- MultiFiles in an answer of QueryOTAFirmware.
---@class aliota.QueryOTAFirmwareMultiFiles
---@field FileMd5 string|nil
---@field Name string|nil
---@field SignValue string|nil
---@field Size number|nil
---@field Url string|nil

--- What QueryOTAFirmware takes.
---@class aliota.QueryOTAFirmwareParams: aliota.LimitOptions
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field IotInstanceId string|nil

--- What QueryOTAJob answers, as the service sends it; what is null there is aliota.null.
---@class aliota.QueryOTAJobAnswer
---@field Code string|nil
---@field Data aliota.QueryOTAJobData|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- Data in an answer of QueryOTAJob.
---@class aliota.QueryOTAJobData
---@field DestVersion string|nil
---@field DownloadProtocol string|nil
---@field DynamicMode number|nil
---@field FirmwareId string|nil
---@field GrayPercent string|nil
---@field GroupId string|nil
---@field GroupName string|nil
---@field JobDesc string|nil
---@field JobId string|nil
---@field JobStatus string|nil
---@field JobType string|nil
---@field MaximumPerMinute number|nil
---@field MultiModuleMode boolean|nil
---@field Name string|nil
---@field NeedConfirm boolean|nil
---@field NeedPush boolean|nil
---@field OverwriteMode number|nil
---@field ProductKey string|nil
---@field RetryCount number|nil
---@field RetryInterval number|nil
---@field SelectionType string|nil
---@field SrcVersions aliota.QueryOTAJobSrcVersions|nil
---@field Tags aliota.QueryOTAJobTags|nil
---@field TargetSelection string|nil
---@field TimeoutInMinutes number|nil
---@field UtcCreate string|nil
---@field UtcEndTime string|nil
---@field UtcModified string|nil
---@field UtcScheduleFinishTime string|nil
---@field UtcScheduleTime string|nil
---@field UtcStartTime string|nil

--- OtaTagDTO in an answer of QueryOTAJob.
---@class aliota.QueryOTAJobOtaTagDTO
---@field Key string|nil
---@field Value string|nil

--- What QueryOTAJob takes.
---@class aliota.QueryOTAJobParams: aliota.LimitOptions
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field JobId string

--- SrcVersions in an answer of QueryOTAJob.
---@class aliota.QueryOTAJobSrcVersions
---@field SrcVersion string[]|nil

--- Tags in an answer of QueryOTAJob.
---@class aliota.QueryOTAJobTags
---@field OtaTagDTO aliota.QueryOTAJobOtaTagDTO[]|nil

--- the calls of one account; clients may share it
---@class aliota.Quota
---
--- calls a second of each operation; nil: as the vendor documents them
---@field qps number|nil

---@class aliota.Reason
---
--- one of those that aliota.reason names
---@field cause string|nil
---
--- the folded text, which aliota.filter.reason understands; empty: none was given
---@field reason string
---@field count integer
---
--- of all that failed or were canceled
---@field share number
---
--- the DeviceName of the first one
---@field example string|nil

---@class aliota.Reasons: aliota.Report
---
--- lines that are printed
---@field most integer
---
--- the most frequent first; of more than 1,000 the rest is one, "(others)"
---@field reasons aliota.Reason[]
---@field failed integer
---@field canceled integer

---@class aliota.RedisPlace
---
--- where Redis listens; default "127.0.0.1"
---@field host string|nil
---
--- where Redis listens; default 6379
---@field port integer|nil
---
--- the path of a Unix socket instead; default none
---@field socket string|nil
---
--- where Sentinels listen, such as "10.0.0.5:26379", who know the master instead; default none
---@field sentinels string[]|nil
---
--- the master's name there; default none
---@field master string|nil
---
--- of the Sentinels; default none
---@field sentinel_username string|nil
---
--- of the Sentinels; default none
---@field sentinel_password string|nil
---
--- where nodes of a Redis cluster listen, such as "10.0.0.5:6379", instead; default none
---@field cluster string[]|nil
---
--- which of its databases; default none
---@field database integer|nil
---
--- of Redis; default none
---@field username string|nil
---
--- of Redis; default none
---@field password string|nil
---
--- whether to speak TLS, and with the host that the certificate is for only; default false
---@field ssl boolean|nil
---
--- certificates of the authorities to trust; default the system's
---@field ca_file string|nil
---
--- a certificate of the client's own: PEM, or PKCS#12 by its ending .p12 or .pfx; default none
---@field cert_file string|nil
---
--- its private key in PEM; default in `cert_file`
---@field key_file string|nil
---
--- the key's, or a function that gives it when it is needed; default none
---@field key_password string|(fun(): string|nil, string|nil)|nil
---
--- how long Redis may take to answer: seconds, or a text such as "2s"; default 0.5
---@field timeout number|string|nil

---@class aliota.RenderOptions
---
--- columns, 40 to 1,000; default the terminal's
---@field width number|nil
---
--- default false
---@field colour boolean|nil

--- of one source
---@class aliota.Report
---
--- tasks that it is made of
---@field tasks integer
---
--- their JobIds (the first 100)
---@field batches string[]
---@field coverage aliota.ReportCoverage
---
--- what it prints as, of a width and with colours or without
---@field render fun(self: aliota.Report, options: aliota.RenderOptions|nil): string

---@class aliota.ReportCoverage
---
--- tasks that the report is made of
---@field tasks integer
---
--- tasks that were read, before any filter; nil: not known
---@field unique integer|nil
---
--- those of them that were handed out before the cursor that the listing goes on from
---@field earlier integer|nil
---
--- tasks that there are; nil: not known
---@field total integer|nil
---
--- whether all of them were read; nil: not known
---@field complete boolean|nil
---
--- names of devices that were asked for and have no task; nil: none was asked for by name
---@field absent integer|nil
---
--- what to say instead, where it is not a matter of more or fewer
---@field caveat string|nil
---
--- what was wrong with what was read, in words
---@field flaws string[]|nil
---
--- states with more tasks than the service shows, and how many these have
---@field over_cap table<string, integer>|nil

---@class aliota.Reports
---@field summary aliota.Summary|nil
---@field reasons aliota.Reasons|nil
---@field versions aliota.VersionReport|nil
---@field stuck aliota.Stuck|nil
---@field timeline aliota.Timeline|nil
---@field eta aliota.Eta|nil
---@field snapshot aliota.Snapshot|nil

--- an attempt is sent
---@class aliota.RequestEvent: aliota.CallEvent
---@field type "request"
---@field attempt integer

--- it has ended
---@class aliota.ResponseEvent: aliota.CallEvent
---@field type "response"
---@field attempt integer
---@field seconds number
---@field status integer|nil
---@field err aliota.Error|nil

---@class aliota.ResumeOption
---
--- what `tasks:cursor()` returned: goes on after the last value that was handed out: see docs/exactness.md#cursors;
--- default none
---@field resume string|nil

---@class aliota.ResumeParams: aliota.JournalOption
---
--- the path of the journal to go on with, which is continued; or with `text`, where it is to be continued
---@field journal string|(fun(text: string): any, any)|nil
---
--- what `plan:journal()` returned; default none
---@field text string|nil

--- there will be another attempt
---@class aliota.RetryEvent: aliota.CallEvent
---@field type "retry"
---
--- the next one
---@field attempt integer
---
--- until then
---@field seconds number
---@field err aliota.Error

--- What ReupgradeOTATask answers, as the service sends it; what is null there is aliota.null.
---@class aliota.ReupgradeOTATaskAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What ReupgradeOTATask takes.
---@class aliota.ReupgradeOTATaskParams: aliota.LimitOptions
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field JobId string
---
--- list of at most 10; must be given
---@field TaskId string[]

---@class aliota.Rollout
---
--- that the tags of its batches begin with
---@field id string
---
--- of CreateOTAStaticUpgradeJob, but for those that choose devices
---@field params table
---
--- as it was when the rollout was planned
---@field package aliota.RolloutPackage
---
--- then
---@field unfit aliota.PassedOver
---
--- then
---@field busy aliota.BusyDevices
---@field waves aliota.Wave[]
---@field window aliota.TimeWindow|nil
---
--- whether a broken gate cancels what is being installed, too
---@field CancelInProgressTask boolean|nil
---
--- its batches; of one: `state` ("to_do"; "creating": `apply` was interrupted; "unknown": an answer was lost;
--- "running"; "done"; "broken": its gate, and it is yet to be stopped; "stopped"; "canceled": by somebody else), JobId,
--- `sent` and `ended` (epoch seconds), by_status, `why` it was stopped, `told` (what has happened last, as a sentence)
---@field steps aliota.WaveStep[]
---
--- how `apply` ended
---@field outcome "done"|"gate"|"timeout"|"error"|"canceled"|nil
---
--- the same for a pipeline: 0 done, 1 gate, 2 time-out, 3 error, 4 canceled, 5 a gate whose batch could not be stopped
--- yet
---@field exit_code integer|nil
---
--- on the batch that was last waited for
---@field verdict aliota.Verdict|nil
local aliota_Rollout = {}

--- Whether all its batches are over, as they should be.
---@return boolean
function aliota_Rollout:is_complete() end

--- The rollout and what became of it so far, as text that `client:resume_rollout {text = …}` takes.
---@return string
function aliota_Rollout:journal() end

--- Carries the rollout out: creates batch after batch, waits for each, pauses, and stops at a broken gate, where it
--- cancels what no device of the batch has begun (with CancelInProgressTask all that is open). It can be called again
--- after an error or an interrupt, also in another process with the journal, and goes on where it was; once a gate is
--- broken, or somebody has canceled a batch, it returns the same error and sends nothing.
---@param ours aliota.RolloutApplyOptions|nil deadline: for all of it
---@return aliota.Rollout|nil # once it is complete
---@return aliota.Error|nil # with the code GateBroken or BatchCanceled where it is stopped; see exit_code
function aliota_Rollout:apply(ours) end

---@class aliota.RolloutApplyOptions: aliota.LookOptions
---
--- as in client:watch; default false
---@field show boolean|file*|nil

--- What RolloutBatch takes.
---@class aliota.RolloutBatchParams: aliota.LimitOptions
---
--- boolean
---@field CancelInProgressTask boolean|nil
---
--- one of HTTPS, MQTT
---@field DownloadProtocol "HTTPS"|"MQTT"|nil
---
--- string; must be given
---@field FirmwareId string
---
--- string
---@field IotInstanceId string|nil
---
--- integer from 10 to 10000
---@field MaximumPerMinute integer|nil
---
--- boolean
---@field MultiModuleMode boolean|nil
---
--- boolean
---@field NeedConfirm boolean|nil
---
--- boolean
---@field NeedPush boolean|nil
---
--- one of 1, 2
---@field OverwriteMode 1|2|nil
---
--- string from 1
---@field ProductKey string|nil
---
--- one of 1, 2, 5
---@field RetryCount 1|2|5|nil
---
--- one of 0, 10, 30, 60, 1440
---@field RetryInterval 0|10|30|60|1440|nil
---
--- list of at most 10
---@field SrcVersion string[]|nil
---
--- list of {Key, Value}, at most 9
---@field Tag {Key: string, Value: string}[]|nil
---
--- integer from 1 to 1440
---@field TimeoutInMinutes integer|nil

--- whatever happens in `rollout:apply()`
---@class aliota.RolloutEvent
---@field type "rollout"
---@field at number
---@field rollout aliota.Rollout
---
--- a sentence, as the journal has it
---@field text string

---@class aliota.RolloutOptions: aliota.WaveOptions, aliota.LimitOptions, aliota.JournalOption
---
--- one after the other; shares must rise, and nothing comes after 100
---@field waves aliota.WantedWave[]
---
--- hours of a day, over midnight or not, outside of which no batch begins. They end in their offset from UTC, as no
--- time zone of a machine is meant: `"22:00-05:00+08:00"`, `"01:00-04:00Z"`; default none
---@field between string|nil
---
--- the offset, for a `between` without one; default none
---@field utc_offset string|nil

--- what a rollout keeps of QueryOTAFirmware's FirmwareInfo
---@class aliota.RolloutPackage
---@field FirmwareName string|nil
---@field DestVersion string|nil
---@field ModuleName string|nil

---@class aliota.RolloutParams: aliota.RolloutOptions, aliota.RolloutBatchParams

--- of two shares, b's less a's
---@class aliota.ShareDifference
---@field difference number
---
--- of its 95 % interval (Newcombe's, from Wilson's)
---@field low number
---@field high number
---
--- how likely chance alone makes at least such a difference (two-proportion z-test)
---@field p number

---@class aliota.SharedQuota: aliota.Quota

---@class aliota.Snapshot: aliota.Report
---@field path string
---
--- epoch seconds
---@field taken integer
---
--- of the file
---@field bytes integer

--- what became of a batch that was to be stopped
---@class aliota.Stop
---
--- tasks that have been canceled since the gate broke
---@field canceled integer
---
--- that are being installed (IN_PROGRESS)
---@field under_way integer
---
--- that were to be canceled, and are open
---@field left integer
---
--- that failed, and that the service may try again by itself (RetryCount)
---@field retries integer

---@class aliota.StrictOption
---
--- an end that is not known to be complete is an error (`decode`, code `Incomplete`), and so is a text that holds what
--- is no character (`TextInvalid`): see docs/exactness.md; default false
---@field strict boolean|nil

---@class aliota.Stuck: aliota.Report
---
--- epoch seconds of the time that ages are counted to
---@field now number
---
--- tasks in CONFIRM, QUEUED, NOTIFIED or IN_PROGRESS
---@field open integer
---
--- those of them that did not change for `after`, or else for their Timeout, or else for a day
---@field stuck integer
---
--- those of them whose UtcModified does not parse; they are in no age class and not stuck
---@field ageless integer
---
--- ages: below 1 h, 6 h, 24 h, 7 d, and above
---@field statuses {status: string, count: integer, stuck: integer, ageless: integer, ages: integer[]}[]
---
--- seconds
---@field oldest {DeviceName: string, TaskStatus: string, Progress: number, age: number, limit: number}[]

---@class aliota.Summary: aliota.Report
---@field total integer
---
--- the documented states, then others by name
---@field statuses {status: string, count: integer, share: number|nil}[]
---
--- 0 for a documented state without tasks; "(none)": tasks without TaskStatus
---@field by_status table<string, integer>
---
--- SUCCEEDED, FAILED and CANCELED
---@field settled integer
---
--- CONFIRM, QUEUED, NOTIFIED and IN_PROGRESS
---@field open integer
---
--- SUCCEEDED and FAILED: what came to an end by itself
---@field ended integer
---
--- settled of total; nil of nothing, as are the next two
---@field settled_rate number|nil
---
--- SUCCEEDED of ended
---@field success_rate number|nil
---
--- FAILED of ended
---@field failure_rate number|nil

---@class aliota.Task
---@field TaskId string
---@field JobId string
---@field DeviceName string
---@field ProductKey string
---@field ProductName string
---@field IotId string
---@field FirmwareId string
---@field SrcVersion string
---@field DestVersion string
---@field TaskStatus "CONFIRM"|"QUEUED"|"NOTIFIED"|"IN_PROGRESS"|"SUCCEEDED"|"FAILED"|"CANCELED"|string
---@field TaskDesc string
---
--- percent; nil when what was sent is no number
---@field Progress number|nil
---
--- minutes; nil when the batch has none, or when what was sent is no number
---@field Timeout integer|nil
---
--- ISO 8601, UTC
---@field UtcCreate string
---@field UtcModified string
---
--- of tasks of modules, though not documented
---@field ModuleName string|nil

---@alias aliota.Tasks aliota.Iterator<any, any, any>|aliota.Task[]|fun(): any, any

---@class aliota.TasksParams: aliota.PagesParams, aliota.ChoiceOptions

---@class aliota.TimeWindow
---
--- as it was written
---@field text string
---
--- seconds of the day at which it opens
---@field first integer
---
--- at which it closes; smaller than first where that is on the next day
---@field last integer
---
--- seconds by which the clock that is meant is ahead of UTC
---@field offset integer

---@class aliota.Timeline: aliota.Report
---
--- tasks in SUCCEEDED, FAILED or CANCELED
---@field settled integer
---
--- those of them whose UtcModified does not parse; they are in no bucket
---@field timeless integer
---
--- seconds a bucket, a minute or as much more as keeps them below 1,000
---@field width integer
---
--- without gaps, `from` in epoch seconds; empty when nothing is settled
---@field buckets {from: number, SUCCEEDED: integer, FAILED: integer, CANCELED: integer}[]

--- What UpdateOTAJob answers, as the service sends it; what is null there is aliota.null.
---@class aliota.UpdateOTAJobAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What UpdateOTAJob takes.
---@class aliota.UpdateOTAJobParams: aliota.LimitOptions
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field JobId string
---
--- integer from 10 to 10000; must be given
---@field MaximumPerMinute integer
---
--- list of at most 10
---@field SrcVersionList string[]|nil
---
--- list of {Key, Value}, at most 10
---@field Tags {Key: string, Value: string}[]|nil
---
--- one of ALL, GRAY, GROUP, SPECIFIC; must be given
---@field TargetSelection "ALL"|"GRAY"|"GROUP"|"SPECIFIC"
---
--- integer from 1 to 1440
---@field TimeoutInMinutes integer|nil
---
--- one of DYNAMIC, STATIC; must be given
---@field UpgradeType "DYNAMIC"|"STATIC"

--- What UpdateOTAModule answers, as the service sends it; what is null there is aliota.null.
---@class aliota.UpdateOTAModuleAnswer
---@field Code string|nil
---@field ErrorMessage string|nil
---@field RequestId string|nil
---@field Success boolean|nil

--- What UpdateOTAModule takes.
---@class aliota.UpdateOTAModuleParams: aliota.LimitOptions
---
--- string
---@field AliasName string|nil
---
--- string
---@field Desc string|nil
---
--- string
---@field IotInstanceId string|nil
---
--- string; must be given
---@field ModuleName string
---
--- string; must be given
---@field ProductKey string

---@class aliota.Verdict: aliota.Report
---@field JobId string
---@field outcome "done"|"gate"|"timeout"|"error"|"canceled"
---
--- 0 done, 1 gate, 2 time-out, 3 error, 4 canceled, 5 a gate whose batch was to be stopped, and goes on
---@field exit_code integer
---
--- of a gate: the limit that was broken
---@field broken aliota.Breach|nil
---
--- of an error, or a time-out that has come; of a gate: why the batch goes on, or what on_gate has returned behind nil
---@field err aliota.Error|any
---
--- of a gate with on_gate: what stops the batch
---@field plan aliota.Plan|nil
---
--- of a gate: what the plan has done, as far as a look at the batch has shown
---@field stop aliota.Stop|nil
---
--- of a gate with on_gate: what was done, in sentences
---@field reaction string[]|nil
---
--- what was last seen, of a gate after it was acted upon; nil where nothing was
---@field counts aliota.Counts|nil
---
--- what QueryOTAJob then said (Data)
---@field job table|nil
---
--- of these, in seconds
---@field age number|nil
---
--- that it took
---@field seconds number
---@field looks integer

---@class aliota.Version
---
--- SrcVersion; "(none)": tasks without; "(others)": what came after 1,000 others
---@field version string
---@field total integer
---@field by_status table<string, integer>
---
--- SUCCEEDED and FAILED
---@field ended integer
---@field open integer
---
--- FAILED of ended; nil when none ended, as are the next two
---@field failure_rate number|nil
---
--- of its 95 % interval
---@field low number|nil
---@field high number|nil

---@class aliota.VersionReport: aliota.Report
---
--- lines that are printed
---@field most integer
---
--- the highest `low` first, those of which none ended last
---@field versions aliota.Version[]

---@class aliota.Versions
---@field aliota string
---@field lua string
---
--- libcurl
---@field curl string
---
--- the TLS library of libcurl
---@field tls string
---
--- the libcrypto that signs
---@field openssl string
---
--- the OpenSSL of the program that loaded this, such as nginx; nil if it has none
---@field host string|nil
---
--- more than one major version of OpenSSL
---@field warning string|nil

--- a call waits for the quota
---@class aliota.WaitEvent: aliota.CallEvent
---@field type "wait"
---
--- as far as they are known
---@field seconds number|nil

---@class aliota.WaitLimits
---
--- stops above this share of `FAILED` among what succeeded or failed; what the service will try again counts as failed
--- until then
---@field failure_rate number|nil
---
--- stops below this share of `SUCCEEDED`
---@field success_rate number|nil
---
--- stops above this number of tasks
---@field FAILED integer|nil
---
--- stops above this number of tasks
---@field CANCELED integer|nil
---
--- stops when nothing has moved for longer, by the service's clock
---@field stalled number|string|nil
---
--- is no limit: rates count once so many tasks are settled (20), or as soon as no success of the open ones can mend
--- them
---@field settled integer|nil

---@class aliota.WaitOptions: aliota.WatchParams
---
--- limits: {failure_rate = 0.05, success_rate = 0.9, FAILED = 10, CANCELED = 5, stalled = "30m", settled = 20}; the
--- first that is broken ends the wait: see docs/watching.md#limits; default none
---@field fail_if aliota.WaitLimits|nil

---@class aliota.WaitParams: aliota.WaitOptions, aliota.JournalOption
---
--- what is done when a limit of fail_if is broken: `"cancel"`: the batch is stopped; `"plan"`: the verdict says what
--- that would be; a function decides: what it returns behind nil, and an aliota.Error that it raises, is the verdict's
--- err: see docs/watching.md#gates-that-act; default none
---@field on_gate "cancel"|"plan"|(fun(client: aliota.Client, verdict: aliota.Verdict, plan: aliota.Plan): any, any)|nil
---
--- `true`: tasks that are being installed are canceled, too; default false
---@field CancelInProgressTask boolean|nil

--- Values that fields of a task are to have: each one of them, or one of several.
---@class aliota.WantedFields
---@field TaskId string|(string)[]|nil
---@field JobId string|(string)[]|nil
---@field DeviceName string|(string)[]|nil
---@field ProductKey string|(string)[]|nil
---@field ProductName string|(string)[]|nil
---@field IotId string|(string)[]|nil
---@field FirmwareId string|(string)[]|nil
---@field SrcVersion string|(string)[]|nil
---@field DestVersion string|(string)[]|nil
---@field TaskStatus "CONFIRM"|"QUEUED"|"NOTIFIED"|"IN_PROGRESS"|"SUCCEEDED"|"FAILED"|"CANCELED"|string|("CONFIRM"|"QUEUED"|"NOTIFIED"|"IN_PROGRESS"|"SUCCEEDED"|"FAILED"|"CANCELED"|string)[]|nil
---@field TaskDesc string|(string)[]|nil
---@field Progress number|(number)[]|nil
---@field Timeout integer|(integer)[]|nil
---@field UtcCreate string|(string)[]|nil
---@field UtcModified string|(string)[]|nil
---@field ModuleName string|(string)[]|nil

---@class aliota.WantedWave: aliota.WaveOptions
---
--- devices of these names, of any number: they are cut into batches of 200
---@field devices string[]|nil
---
--- this share of the devices that fit, with three decimals at most; 100: all of them
---@field percent number|nil

--- something is odd, and the client goes on
---@class aliota.WarningEvent
---@field type "warning"
---@field at number
---@field message string

---@class aliota.WatchParams: aliota.LookOptions, aliota.QueryOTAJobParams
---
--- `true` shows what happens on standard error, a file (or what has `write` and `flush`) there: lines that redraw
--- themselves with a bar, the rate and the time left on a terminal, a line a change elsewhere. What is watched at the
--- same time, in coroutines of one loop, shares one display there: a line for each batch; default false
---@field show boolean|file*|{write: function, flush: function}|nil

---@class aliota.Wave
---
--- from 1
---@field number integer
---
--- how many are named
---@field devices integer|nil
---
--- of the devices that fit when it begins; 100: all of them
---@field percent number|nil
---
--- limits, as fail_if of client:wait has them
---@field gate table|nil
---
--- seconds after it in which no other begins
---@field soak number|nil
---
--- seconds for each of its batches
---@field timeout number|nil

--- what a wave can have of its own, and a rollout for all of them
---@class aliota.WaveOptions
---
--- limits, as `fail_if` of client:wait has them, that hold for each batch; default none
---@field gate aliota.WaitLimits|nil
---
--- the pause after a wave, before the next begins; default none
---@field soak number|string|nil
---
--- for each batch: where it is not over by then, `apply` ends, and waits on when it is called again; default none
---@field timeout number|string|nil

--- one batch
---@class aliota.WaveStep
---
--- in the rollout, from 1
---@field number integer
---@field wave aliota.Wave
---
--- nil: those that `percent` of the wave says
---@field devices string[]|nil
---
--- see rollout/init.lua
---@field state string

---@class aliota.Way
---
--- TaskStatus in the first look
---@field from string
---
--- in the second
---@field to string
---
--- devices
---@field count integer
---
--- the first 20
---@field devices string[]

--- which tasks are wanted
---@alias aliota.Where aliota.Predicate|(fun(task: aliota.Task): any)|aliota.WantedFields

--- Returns the count of tasks, or nil and what failed: the listing's error object, or one of kind `file` with what the
--- system says about the file, or a stream or function about itself. Tasks are read once; they are closed when
--- something fails, but left as they were when the target can't be opened. Without a target it writes to standard
--- output. Options are those of the format, see its file. Misuse raises at the caller's line before anything happens.
---@alias aliota.Writer fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: table|nil): integer|nil, aliota.Error|nil

--- the C core; what else is in it is its own business
---@class aliota.core
---@field sign aliota.core.Sign

--- signs for any product of Alibaba Cloud: see docs/signing.md
---@class aliota.core.Sign
---
--- the signature, the query in canonical form, and the string to sign; the parameters are all but Signature
---@field v1 fun(method: string, params: table<string, string>, secret: string): string, string, string
---
--- signature, query, signed headers and the canonical request
---@field v3 fun(method: string, path: string, params: table<string, string>, headers: table<string, string>, payload_hash: string, secret: string): string, string, string, string
---
--- percent-encodes as both signatures do
---@field encode fun(text: string): string
---
--- in hex
---@field sha256 fun(bytes: string): string
---
--- Base64 of the HMAC-SHA256, as webhooks are signed
---@field hmac fun(secret: string, text: string): string
---
--- a text that was never used before
---@field nonce fun(): string

--- which tasks: predicates that compose
---@class aliota.filter
local aliota_filter = {}

--- Whatever can stand for a predicate as one.
---@param value aliota.Where
---@return aliota.Predicate|nil
---@return string|nil problem
function aliota_filter.read(value) end

--- True when all of them are; with none, for every task.
--- ```lua
--- aliota.filter.all({SrcVersion = "1.0.0"}, aliota.filter.progress(90))
--- ```
---@param ... aliota.Where
---@return aliota.Predicate
function aliota_filter.all(...) end

--- True when one of them is; with none, for no task.
--- ```lua
--- aliota.filter.any({SrcVersion = "1.0.0"}, aliota.filter.progress(90))
--- ```
---@param ... aliota.Where
---@return aliota.Predicate
function aliota_filter.any(...) end

--- True when it is not.
--- ```lua
--- aliota.filter.no(aliota.filter.device "lab-*")
--- ```
---@param part aliota.Where
---@return aliota.Predicate
function aliota_filter.no(part) end

--- TaskStatus is one of these. With an empty list it is true for no task, as are `version` and `device`.
--- ```lua
--- aliota.filter.status("NOTIFIED", "IN_PROGRESS")
--- ```
---@param ... string|string[]
---@return aliota.Predicate
function aliota_filter.status(...) end

--- SrcVersion is one of these; "*" stands for any text, as in "1.2.*".
--- ```lua
--- aliota.filter.version "1.*"
--- ```
---@param ... string|string[]
---@return aliota.Predicate
function aliota_filter.version(...) end

--- DeviceName is one of these; "*" stands for any text, as in "line3-*".
--- ```lua
--- aliota.filter.device "line3-*"
--- ```
---@param ... string|string[]
---@return aliota.Predicate
function aliota_filter.device(...) end

--- The task failed or was canceled for this reason: a cause, which is "canceled", "download failed", "flashing failed",
--- "timed out", "update failed", "verification failed" or "version mismatch"; a part of TaskDesc; or both as the report
--- `reasons` prints them. Numbers, ids and case do not count, as there, so each line of that report finds its tasks. As
--- they don't count, a text of numbers alone finds texts that are such, too, and not every text with a number in it.
--- ```lua
--- aliota.filter.reason "timed out"
--- ```
---@param wanted string
---@return aliota.Predicate
function aliota_filter.reason(wanted) end

--- Progress is a number from `min` to `max`, both included.
--- ```lua
--- aliota.filter.progress(50, 99)
--- ```
---@param min number|nil percent; nil: no limit, where there is the other
---@param max number|nil percent
---@return aliota.Predicate
function aliota_filter.progress(min, max) end

--- The task last changed longer ago than `age`, counted from when this is called.
--- ```lua
--- aliota.filter.older_than "2h"
--- ```
---@param age number|string seconds, or a text such as "90s", "15m", "2h", "1d", "2w"
---@param options {now: number|nil, field: "UtcModified"|"UtcCreate"|nil}|nil
---@return aliota.Predicate
function aliota_filter.older_than(age, options) end

--- The task last changed `age` ago or later, counted from when this is called.
--- ```lua
--- aliota.filter.newer_than "15m"
--- ```
---@param age number|string seconds, or a text such as "90s", "15m", "2h", "1d", "2w"
---@param options {now: number|nil, field: "UtcModified"|"UtcCreate"|nil}|nil
---@return aliota.Predicate
function aliota_filter.newer_than(age, options) end

--- The task last changed at this time or later.
--- ```lua
--- aliota.filter.changed_since "2026-01-05T12:00:00Z"
--- ```
---@param time number|string epoch seconds, or a time as the service writes it
---@return aliota.Predicate
function aliota_filter.changed_since(time) end

--- What to ask the server for, and what is checked here; see filter/plan.lua for the rule. Pure: sends nothing.
--- ```lua
--- aliota.filter.plan({TaskStatus = {"FAILED", "CANCELED"}}):explain()
--- ```
---@param where aliota.Where
---@param options aliota.PlanOptions|nil
---@return aliota.FilterPlan plan # `listings`, `where`, and `explain(self)`
function aliota_filter.plan(where, options) end

--- a feed of batches for nginx
---@class aliota.nginx
local aliota_nginx = {}

--- Starts a feed; for init_worker_by_lua, so that each worker does. Misuse raises at the caller's line. What is wrong
--- with the account, the dict's memory or the feed's name is told by the feed's answers.
---@param given aliota.nginx.Options
---@return aliota.nginx.Feed
function aliota_nginx.start(given) end

---@class aliota.nginx.Feed
---
--- the code of why it can't work at all
---@field problem string|nil
local aliota_nginx_Feed = {}

--- Answers the request with the figures as JSON: 200 with the age in `age` and the header Age, or 503 when there are no
--- figures that are young enough, with what is wrong. For a content handler.
function aliota_nginx_Feed:json() end

--- Answers the request with metrics for Prometheus: always 200, as they tell what is wrong. For a content handler.
function aliota_nginx_Feed:prometheus() end

--- Answers the request with a page for people. For a content handler.
function aliota_nginx_Feed:page() end

--- Answers the request with the tasks of the batch that its argument JobId names, as CSV where its path ends in .csv,
--- else as a page: those that failed, or those of the TaskStatus that it names. For a content handler.
function aliota_nginx_Feed:tasks() end

--- Answers the request with a file of the feed's pages, which are the same for all visitors. For a content handler.
function aliota_nginx_Feed:file() end

---@class aliota.nginx.Options
---
--- the `lua_shared_dict` that all workers share
---@field dict string
---
--- a client, or options of `aliota.new`
---@field client aliota.Client|aliota.Options
---
--- JobIds; or a function that is given the client before each round and returns them, or nil and what failed
---@field batches string[]|fun(client: aliota.Client): string[]|nil, any
---
--- from one look at the batches to the next: seconds, or a text such as "1m"; default 10
---@field interval number|string|nil
---
--- for how long figures are shown; default six intervals
---@field max_age number|string|nil
---
--- failed tasks of a batch that are read to tell why they failed; 0: none; default 500
---@field failures integer|nil
---
--- where the hosts of one feed share what they see, so that one looks for all: the options of `aliota.quota.redis` that
--- say where Redis is; default none, each host looks for itself
---@field redis aliota.RedisPlace|nil
---
--- limits, as of client:wait: a batch that breaks one is shown as failing; default none
---@field fail_if aliota.WaitLimits|nil
---
--- what a batch, its product and its package are called is asked for, by two calls for each batch, once; default true
---@field names boolean|nil
---
--- what whoever sent the request may see: true: all; JobIds: these; false, nil or none: nothing, 403; where it fails
--- nothing, 500; default all
---@field authorise (fun(): boolean|string[]|nil)|nil
---
--- the path of the location whose handler is feed:tasks(), such as "/tasks", to which the page then has links, and with
--- .csv behind it to the same as CSV; default none
---@field tasks string|nil
---
--- the path of the location whose handler is feed:file(), such as "/looks/", from which the pages then have their style
--- and script; default none, they have these within
---@field files string|nil
---
--- tells feeds of one dict apart; default "default"
---@field name string|nil
---
--- of the page; default "Update batches"
---@field title string|nil

---@class aliota.quota.SharedOptions
---
--- a name of yours for the account whose calls it counts; default "default"
---@field account string|nil
---
--- calls a second of each operation; default as documented
---@field qps number|nil

--- quotas that processes on any machines share
---@class aliota.quota.redis
local aliota_quota_redis = {}

--- Makes a quota that all share who name the same Redis and account. Asks Redis nothing yet.
---@param given aliota.quota.redis.Options|nil
---@return aliota.SharedQuota
function aliota_quota_redis.new(given) end

---@class aliota.quota.redis.Options: aliota.quota.SharedOptions, aliota.RedisPlace
---
--- a share of the quota, up to 1, with which each process goes on while Redis is away; `"refuse"`: calls fail; default
--- "refuse"
---@field when_away number|"refuse"|nil

--- quotas that the workers of an nginx share
---@class aliota.quota.shdict
local aliota_quota_shdict = {}

--- Makes a quota that all workers share who name the same dict and account. Give it a dict of its own, of 100 KB or
--- more: in one that is filled by others, what the quota knows may be forgotten.
---@param options aliota.quota.shdict.Options
---@return aliota.SharedQuota
function aliota_quota_shdict.new(options) end

---@class aliota.quota.shdict.Options: aliota.quota.SharedOptions
---
--- the name of a `lua_shared_dict`
---@field dict string

--- answers about a batch
---@class aliota.report
local aliota_report = {}

--- How the batch is doing: tasks by state, rates of what is through. Memory: one counter a state.
--- ```lua
--- aliota.report.summary(client:tasks {JobId = job_id})
--- ```
---@param tasks aliota.Tasks
---@param options nil there are none
---@return aliota.Summary|nil
---@return aliota.Error|nil
function aliota_report.summary(tasks, options) end

--- The same from counts that somebody else has made, such as `client:summary`.
--- ```lua
--- aliota.report.of_counts(client:summary {JobId = job_id})
--- ```
---@param counts aliota.Counts
---@return aliota.Summary
function aliota_report.of_counts(counts) end

--- Why tasks failed or were canceled, by cause and text. Memory: at most 1,000 reasons, those that come later share a
--- line.
--- ```lua
--- aliota.report.reasons(client:tasks {JobId = job_id, TaskStatus = "FAILED"})
--- ```
---@param tasks aliota.Tasks
---@param options {most: integer|nil}|nil most: lines that are printed, 20
---@return aliota.Reasons|nil
---@return aliota.Error|nil
function aliota_report.reasons(tasks, options) end

--- How updates end by the version they start from, the least reliable one first. Memory: at most 1,000 versions, those
--- that come later share a line.
--- ```lua
--- aliota.report.versions(client:tasks {JobId = job_id})
--- ```
---@param tasks aliota.Tasks
---@param options {most: integer|nil}|nil most: lines that are printed, 20
---@return aliota.VersionReport|nil
---@return aliota.Error|nil
function aliota_report.versions(tasks, options) end

--- Open tasks by state and age. Memory: a counter a state and age, and the `most` oldest tasks.
--- ```lua
--- aliota.report.stuck(client:tasks {JobId = job_id}, {after = "6h"})
--- ```
---@param tasks aliota.Tasks
---@param options {now: number|nil, after: number|string|nil, most: integer|nil}|nil now: epoch seconds; after: the age from which a task is stuck, such as "6h", instead of its Timeout, or a day where it has none; most: tasks listed, 10
---@return aliota.Stuck|nil
---@return aliota.Error|nil
function aliota_report.stuck(tasks, options) end

--- When tasks were settled. Memory: at most 1,000 buckets.
--- ```lua
--- aliota.report.timeline(client:tasks {JobId = job_id})
--- ```
---@param tasks aliota.Tasks
---@param options nil there are none
---@return aliota.Timeline|nil
---@return aliota.Error|nil
function aliota_report.timeline(tasks, options) end

--- When the batch will be through, if it goes on as it did lately. Memory: a few counters.
--- ```lua
--- aliota.report.eta(client:tasks {JobId = job_id})
--- ```
---@param tasks aliota.Tasks
---@param options {now: number|nil, window: number|string|nil}|nil now: epoch seconds; window: how far back "lately" goes, such as "30m"; an hour
---@return aliota.Eta|nil
---@return aliota.Error|nil
function aliota_report.eta(tasks, options) end

--- Writes the state of every device to a file, to be read with `report.read_snapshot`. Memory and file: about 3 bytes a
--- device, and its name less the last two bytes once for all devices that share that.
--- ```lua
--- aliota.report.snapshot(client:tasks {JobId = job_id}, {path = os.tmpname()})
--- ```
---@param tasks aliota.Tasks
---@param options {path: string, now: number|nil} path: written whole or not at all; now: epoch seconds
---@return aliota.Snapshot|nil
---@return aliota.Error|nil
function aliota_report.snapshot(tasks, options) end

--- The tasks of a snapshot, for any report or filter: DeviceName, TaskStatus, JobId and ProductKey of each. Memory: the
--- file's size.
--- ```lua
--- aliota.report.read_snapshot "monday.snapshot"
--- ```
---@param path string
---@return aliota.Each<aliota.Task, nil, aliota.Task>|nil tasks # with `taken`, epoch seconds
---@return aliota.Error|nil
function aliota_report.read_snapshot(path) end

--- Compares the success of two batches, device by device where they have the same ones. Memory: some 40 bytes a device.
--- ```lua
--- aliota.report.compare(client:tasks {JobId = job_id}, client:tasks {JobId = job_id})
--- ```
---@param a aliota.Tasks read first
---@param b aliota.Tasks
---@return aliota.Comparison|nil
---@return aliota.Error|nil
function aliota_report.compare(a, b) end

--- What changed between two looks at a batch, such as a snapshot and the present. Memory: some 40 bytes a device.
--- ```lua
--- aliota.report.diff(client:tasks {JobId = job_id}, client:tasks {JobId = job_id})
--- ```
---@param before aliota.Tasks read first
---@param after aliota.Tasks
---@return aliota.Diff|nil
---@return aliota.Error|nil
function aliota_report.diff(before, after) end

--- Several reports of one pass.
--- ```lua
--- aliota.report.many(client:tasks {JobId = job_id}, {summary = true, stuck = {most = 5}})
--- ```
---@param tasks aliota.Tasks
---@param wanted table<string, true|table> reports by name, with their options or true: {summary = true, stuck = {most = 5}}
---@return aliota.Reports|nil reports # by their names
---@return aliota.Error|nil
function aliota_report.many(tasks, wanted) end

--- a stand-in for the service
---@class aliota.sandbox
local aliota_sandbox = {}

--- A sandbox without network: `handle{method, path, query, headers, body}` returns `{status, headers, body}`.
---@param options aliota.sandbox.Options|nil unknown or unfit ones raise at the caller's line
---@return aliota.sandbox.Responder
function aliota_sandbox.new(options) end

--- Serves in this process until stopped.
---@param options aliota.sandbox.Options|nil
---@param on_ready fun(running: aliota.sandbox.Running) called once it serves
---@return true|nil stopped # after an orderly end
---@return aliota.Error|nil err # the port can't be had
function aliota_sandbox.serve(options, on_ready) end

--- Starts a sandbox in a child process, which ends with `stop` or with this process.
---@param options aliota.sandbox.StartOptions|nil no function is among them
---@return aliota.sandbox.Service|nil
---@return aliota.Error|nil err # why it did not start
function aliota_sandbox.start(options) end

---@class aliota.sandbox.Options
---
--- on 127.0.0.1; 0 takes a free one; default 0
---@field port integer|nil
---
--- of the batch that is there from the start; default 2500
---@field devices integer|nil
---
--- the same seed makes the same world, its times apart; default 1
---@field seed integer|nil
---
--- of that batch; default made from the seed
---@field job_id string|nil
---
--- epoch seconds at which the world begins; default the present
---@field starts_at integer|nil
---
--- `"settled"`: the batch looks nearly through; `"fresh"`: it begins now; default "settled"
---@field rollout "settled"|"fresh"|nil
---
--- virtual seconds a second; 0 stands still, `service:advance(seconds)` makes time pass; default 0
---@field speed number|nil
---
--- of the first batch, or `false`; default 1440
---@field timeout_minutes integer|false|nil
---
--- of the product while a dynamic batch runs; default 2
---@field new_devices_per_minute integer|nil
---
--- the keys to accept; default "sandbox-access-key-id"
---@field access_key_id string|nil
---
--- the keys to accept; default "sandbox-access-key-secret"
---@field access_key_secret string|nil
---
--- makes these keys temporary ones; default none
---@field security_token string|nil
---
--- further key pairs, of the same account unless they name another: `{access_key_id, access_key_secret, security_token,
--- expires_in, account}`; temporary ones expire after so many seconds of virtual time; default none
---@field users table[]|nil
---
--- how long keys of the metadata service and the credentials URI last: seconds, or a text such as "1h"; default 3600
---@field keys_expire_in number|string|nil
---
--- `false`: the metadata service wants a token; default true
---@field imds_v1 boolean|nil
---
--- must then come with every call; default none
---@field instance_id string|nil
---
--- `true`: the documented quotas in any rolling second; a number: that many for every operation; default false
---@field qps integer|boolean|nil
---
--- how a throttled call is answered: 400, 429, 503, or 200 with a code; default 400
---@field throttle_status 200|400|429|503|nil
---
--- `true` sends x-acs-retry-after with it; default false
---@field retry_after boolean|nil
---
--- of the tasks, which the vendor leaves open, as what follows: also `"newest_change_first"` and
--- `"oldest_change_first"`; default "stable"
---@field order "stable"|"newest_change_first"|"oldest_change_first"|nil
---
--- of pages past the end: also `"error"`; default "empty"
---@field page_past_end "empty"|"error"|nil
---
--- of names that there are not: also `"error"`; default "left_out"
---@field unknown_device_names "left_out"|"error"|nil
---
--- `false`: TaskStatus is not looked at when DeviceNames are given; default true
---@field status_filters_names boolean|nil
---
--- of what Total is when DeviceNames are given: also `"batch"`; default "found"
---@field total_with_names "found"|"batch"|nil
---
--- `"many"`: tasks of DeviceNames are cut into pages, too; default "one"
---@field pages_of_names "one"|"many"|nil
---
--- Code of a good answer; default "absent"
---@field success_code "absent"|"empty"|"null"|nil
---
--- how a call is answered that the service itself refuses: 200 with a code, or as the gateway refuses; default 200
---@field refusal_status 200|400|404|500|nil
---
--- `"xml"`: the gateway refuses in XML, whatever was asked for; default "asked"
---@field refusal_format "asked"|"xml"|nil
---
--- `"counted"`: throttled calls use up the quota, too; default "free"
---@field throttled_calls "free"|"counted"|nil
---
--- the largest PageSize of lists of other things than tasks; default 100
---@field list_page_limit integer|nil
---
--- `"tuya"`: spells members as that service does, takes no other spelling, and lacks what it lacks; all else, of which
--- nothing is known, is as at Alibaba Cloud; default "alibaba"
---@field dialect "alibaba"|"tuya"|nil
---
--- how lists of batches write COMPLETED: also `"completed"`; default "complete"
---@field list_job_status "complete"|"completed"|nil
---
--- `"late"`: lists have a batch when it is a minute old; default "listed"
---@field new_batches "listed"|"late"|nil
---
--- `"some"`: a call of CancelOTATaskByJob cancels 50 tasks at most; default "all"
---@field cancel_reach "all"|"some"|nil
---
--- `"kept"`: failed tasks of a batch whose tasks are canceled are tried again all the same; default "ended"
---@field canceled_retries "ended"|"kept"|nil
---
--- `"one"`: CancelOTAStrategyByJob is refused where there is no strategy any more; default "any"
---@field strategy_cancels "any"|"one"|nil
---
--- `"outdated"`: GrayPercent is a share of the devices that a batch can update; default "all"
---@field gray_percent_of "all"|"outdated"|nil
---
--- faults by kind, each with `rate`, `count`, `after`, `action`: the kinds are in `lua/aliota/sandbox/chaos/`; default
--- none
---@field chaos table<string, table|number>|nil
---
--- serve https; `service.ca_file` is the authority to trust; default false
---@field tls boolean|nil
---
--- the time of day, in epoch seconds; default this machine's
---@field clock (fun(): number)|nil
---
--- what quotas are measured by; default one that nobody sets
---@field monotime (fun(): number)|nil
---
--- is given a line for each request; default none
---@field log (fun(line: string))|nil

--- what a sandbox alone has, and no service
---@class aliota.sandbox.Remote
local aliota_sandbox_Remote = {}

--- What is really so, whatever was answered: the world in figures, or with a JobId `rows`, that batch's tasks.
---@param parameters {JobId: string, first: integer|nil, count: integer|nil}|nil
---@return table
function aliota_sandbox_Remote:truth(parameters) end

--- What was asked and answered so far.
---@return table
function aliota_sandbox_Remote:stats() end

--- Makes virtual time pass.
---@param seconds number
---@return {now: number} # epoch seconds of virtual time
function aliota_sandbox_Remote:advance(seconds) end

--- Lets virtual time run faster, slower or not at all.
---@param settings {speed: number|nil, paused: boolean|nil}
---@return {now: number}
function aliota_sandbox_Remote:clock(settings) end

--- Arms and disarms kinds of chaos.
---@param settings table|false kind to setting; false disarms all
---@return {struck: table<string, integer>} # how often each kind struck so far
function aliota_sandbox_Remote:chaos(settings) end

--- Starts the counters anew.
function aliota_sandbox_Remote:reset() end

---@class aliota.sandbox.Request
---@field method string
---@field path string
---
--- raw, without the question mark
---@field query string|nil
---
--- by lower-case name
---@field headers table<string, string>|nil
---@field body string|nil

---@class aliota.sandbox.Responder
---@field credentials aliota.Credentials
---@field job_id string
local aliota_sandbox_Responder = {}

--- Answers one request, whatever a client sent.
---@param request aliota.sandbox.Request
---@param sleep (fun(seconds: number))|nil waits while a request that chaos delays is still on its way: it is judged, and counts against the quota, when it arrives; without, it arrives at once
---@return aliota.sandbox.Response
function aliota_sandbox_Responder:handle(request, sleep) end

---@class aliota.sandbox.Response
---@field status integer
---@field headers table<string, string>
---@field body string

---@class aliota.sandbox.Running
---@field endpoint string
---
--- with tls: the authority to trust
---@field ca_file string|nil
---@field credentials aliota.Credentials
---@field job_id string
---
--- takes a function to run in the server's cqueues loop: serving ends when it returns
---@field stop_when fun(self: aliota.sandbox.Running, wait: fun())

---@class aliota.sandbox.Service: aliota.sandbox.Remote
---@field endpoint string
---
--- with tls: the authority to trust
---@field ca_file string|nil
---@field credentials aliota.Credentials
---@field job_id string
local aliota_sandbox_Service = {}

--- Stops the sandbox and waits until its process is gone. May be called again.
function aliota_sandbox_Service:stop() end

---@class aliota.sandbox.StartOptions: aliota.sandbox.Options
---
--- the interpreter of its process; default Lua 5.4
---@field lua string|nil

--- tasks in files
---@class aliota.write
---@field csv fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.CsvOptions|nil): integer|nil, aliota.Error|nil
---@field html fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.HtmlOptions|nil): integer|nil, aliota.Error|nil
---@field json fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.JsonOptions|nil): integer|nil, aliota.Error|nil
---@field junit fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: nil): integer|nil, aliota.Error|nil
---@field markdown fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.MarkdownOptions|nil): integer|nil, aliota.Error|nil
---@field ndjson fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.NdjsonOptions|nil): integer|nil, aliota.Error|nil
---@field prometheus fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.PrometheusOptions|nil): integer|nil, aliota.Error|nil
---@field table fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.TableOptions|nil): integer|nil, aliota.Error|nil
---@field xlsx fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.XlsxOptions|nil): integer|nil, aliota.Error|nil
local aliota_write = {}

--- The writer of a format, by its name.
--- ```lua
--- aliota.write.table(client:tasks {JobId = job_id}:take(5))
--- ```
---@param name string csv, html, json, junit, markdown, ndjson, prometheus, table or xlsx
---@return aliota.Writer
function aliota_write.format(name) end

--- Writes a file in the format that its name ends in.
--- ```lua
--- aliota.write.to(os.tmpname() .. ".html", client:tasks {JobId = job_id})
--- ```
---@param path string such as "report.html"
---@param tasks aliota.Tasks
---@param options table|nil of that format
---@return integer|nil count # of tasks
---@return aliota.Error|nil err # of the listing, or of kind `file`
function aliota_write.to(path, tasks, options) end

---@class aliota.write.ColumnsOption
---
--- the fields to write, in this order: `{"DeviceName", "TaskStatus"}`; default all, of a table those that a person
--- looks at
---@field columns string[]|nil

---@class aliota.write.CsvOptions: aliota.write.ColumnsOption
---
--- `false`: no line of names, to go on with a file; default true
---@field header boolean|nil
---
--- `true`: no apostrophe before what a spreadsheet would take for a formula; default false
---@field raw boolean|nil
---
--- `true`: begins with a byte order mark, by which Excel knows UTF-8; default false
---@field bom boolean|nil
---
--- `true`: a text is a formula that gives it, ="1.10", for spreadsheets; default false
---@field formulas boolean|nil

--- a path, an object with a method `write`, or a function
---@alias aliota.write.Given string|table|userdata|fun(text: string): any, string|nil

---@class aliota.write.HtmlOptions: aliota.write.NowOption
---
--- the heading; default "Update report" of HTML, "Update tasks" of Markdown
---@field title string|nil
---
--- how many failed tasks are listed, 10,000 at most; default 100
---@field failures integer|nil

---@class aliota.write.JsonOptions: aliota.write.ColumnsOption

---@class aliota.write.MarkdownOptions: aliota.write.ColumnsOption
---
--- the heading; default "Update report" of HTML, "Update tasks" of Markdown
---@field title string|nil

---@class aliota.write.NdjsonOptions: aliota.write.ColumnsOption

---@class aliota.write.NowOption
---
--- the present, by which ages are told: epoch seconds; default the service's time where it is known, else `os.time`
---@field now number|nil

---@class aliota.write.PrometheusOptions: aliota.write.NowOption
---
--- a batch that is told of also where no task of it came, and the source does not know its name
---@field JobId string|nil

---@class aliota.write.TableOptions: aliota.write.ColumnsOption
---
--- columns of the terminal, 20 or more; default its own
---@field width integer|nil

---@class aliota.write.XlsxOptions: aliota.write.ColumnsOption, aliota.write.NowOption

return aliota
