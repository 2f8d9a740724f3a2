-- Lists the update tasks of a batch, a line each.
--
--   lua5.4 examples/list_tasks.lua JOB_ID [STATUS]
--
-- Keys come from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, the region from --region or
-- ALIBABA_CLOUD_REGION_ID. ALIOTA_ENDPOINT names another address, such as the sandbox's, and ALIOTA_CA_FILE the
-- authority to trust there. Exit status: 0 for a list of all, 1 for an error, lost output too, 130 when interrupted.
local aliota = require "aliota"
local script = require("aliota.util.script").new()

local parser = script:parser("list_tasks", "Lists the update tasks of a batch.")
parser:argument("job_id", "The update batch.")
parser:argument("status", "Only tasks in this state, such as FAILED."):args "?"
parser:option("--region", "The region of the instance, such as cn-shanghai.")
parser:option("--instance-id", "The id of the instance, if it has one.")
local args = parser:parse()

local function given(variable)
  local value = os.getenv(variable)
  return value ~= "" and value or nil
end

script:run(function()
  local client = aliota.new {
    endpoint = given "ALIOTA_ENDPOINT",
    ca_file = given "ALIOTA_CA_FILE",
    region = args.region,
    instance_id = args.instance_id,
  }
  local count = 0
  for task in client:tasks {JobId = args.job_id, TaskStatus = args.status} do
    script:say(task)
    count = count + 1
  end
  io.stderr:write(count, count == 1 and " task\n" or " tasks\n")
end)
