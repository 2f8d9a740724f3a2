-- A prompt for OTA tasks: a client is there, results are shown for reading, names complete where lua-readline is there.
local aliota = require "aliota"
local new_reader = require "aliota.repl.line_reader"
local number = require "aliota.show.number"
local session = require "aliota.repl.prompt"
local sorted_keys = require "aliota.util.sorted_keys"
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"

local given = require("aliota.util.variable").get

local DEVICES = 2500

-- Without keys, something to try things on.
local function on_sandbox()
  local service = assert(require("aliota.sandbox").start {devices = DEVICES})
  local client = aliota.new { -- which has no quota to keep
    endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false,
  }
  local what = ("a sandbox with a batch of %s"):format(number.of(DEVICES, "device"))
  return {client = client, sandbox = service, job_id = service.job_id}, what
end

local function on_account()
  local client = aliota.new {endpoint = given "ALIOTA_ENDPOINT", ca_file = given "ALIOTA_CA_FILE"}
  local keys, problem = client.account:prepare()
  if not keys then
    io.stderr:write("aliota: ", problem, "\n")
    os.exit(1)
  end
  return {client = client, job_id = given "JOB_ID"}, client.account.config.endpoint.url
end

local function greet(names, where, completes, missing)
  local greeting = ("aliota %s on %s. There are aliota, %s. %s^C ends what takes too long, ^D leaves."):format(
    aliota._VERSION, where, table.concat(sorted_keys(names), ", "), completes and "Tab completes, " or "")
  io.write(table.concat(text.wrap(greeting, terminal.width()), "\n"), "\n")
  if missing then io.write("Nothing completes: ", missing, "\n") end
  io.write "\n  aliota.help()\n"
  if names.job_id then io.write "  client:summary {JobId = job_id}\n  client:tasks {JobId = job_id}\n" end
  io.write "\n"
end

local function has_account()
  return given "ALIBABA_CLOUD_ACCESS_KEY_ID" or given "ALIBABA_CLOUD_PROFILE"
end

--- Runs the prompt to its end. On the account whose keys, or the profile that has them, are in the environment; on a
--- sandbox, where there are none.
return function()
  local names, where = (has_account() and on_account or on_sandbox)()
  for name, value in pairs(names) do _G[name] = value end
  for _, part in ipairs {"filter", "report", "write"} do assert(aliota[part]) end -- loaded when asked for
  _G.aliota = aliota
  local read, completes, missing = new_reader()
  greet(names, where, completes, missing)
  session(read)
end
