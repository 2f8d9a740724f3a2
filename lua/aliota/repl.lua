-- Makes the interpreter's own prompt (`lua5.4 -i`) one for OTA tasks: a client is there, results are shown for reading,
-- names complete where lua-readline is there.
local aliota = require "aliota"
local complete = require "aliota.repl.complete"
local number = require "aliota.report.number"
local show = require "aliota.repl.show"
local sorted_keys = require "aliota.sorted_keys"
local terminal = require "aliota.terminal"
local text = require "aliota.text"

local given = require("aliota.credentials.variable").get

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

-- Results are printed by the interpreter itself, which is no tail call of a chunk's.
local function is_result()
  return not debug.getinfo(2, "t").istailcall and debug.getinfo(3, "S").what == "C"
end

-- Several values below each other, without nil: in nil, err the error says it all. What a `for` loop takes of an
-- iterator is the iterator twice.
local function shown(first, ...)
  local values = {first}
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    local is_again = type(value) == "table" and rawequal(value, first)
    if not is_again then values[#values + 1] = value end
  end
  if #values == 0 then return "nil" end
  for i, value in ipairs(values) do values[i] = show(value, terminal.width(), terminal.has_colour()) end
  return table.concat(values, "\n")
end

local function replace_print()
  local print = _G.print
  _G.print = function(...)
    if not is_result() then return print(...) end
    _G._ = (...)
    io.write(shown(...), "\n")
  end
end

-- Before each line the interpreter asks for the prompt, and it would end with an interrupt while it reads one.
local function ignore_interrupts_at_the_prompt()
  local there, signal = pcall(require, "cqueues.signal") -- the sandbox needs it, too
  if not there then return end
  for name, prompt in pairs {_PROMPT = "> ", _PROMPT2 = ">> "} do
    _G[name] = setmetatable({}, {__tostring = function()
      signal.ignore(signal.SIGINT)
      return prompt
    end})
  end
end

local function set_completion()
  local there, readline = pcall(require, "readline")
  if not there then return false end
  readline.set_complete_function(function(line, from, to)
    readline.set_completion_append_character "" -- for this word; a blank otherwise
    return complete(line:sub(1, from - 1), line:sub(from, to - 1), _G)
  end)
  return true
end

local function greet(names, where, completes)
  local greeting = ("aliota %s on %s. There are aliota, %s. %s^C ends what takes too long, ^D leaves."):format(
    aliota._VERSION, where, table.concat(sorted_keys(names), ", "), completes and "Tab completes, " or "")
  io.write(table.concat(text.wrap(greeting, terminal.width()), "\n"), "\n\n  aliota.help()\n")
  if names.job_id then io.write "  client:summary {JobId = job_id}\n  client:tasks {JobId = job_id}\n" end
  io.write "\n"
end

local function has_account()
  return given "ALIBABA_CLOUD_ACCESS_KEY_ID" or given "ALIBABA_CLOUD_PROFILE"
end

--- Sets the prompt up. On the account whose keys, or the profile that has them, are in the environment; on a sandbox,
--- where there are none.
return function()
  local names, where = (has_account() and on_account or on_sandbox)()
  for name, value in pairs(names) do _G[name] = value end
  for _, part in ipairs {"filter", "report", "write"} do assert(aliota[part]) end -- loaded when asked for
  _G.aliota = aliota
  replace_print()
  ignore_interrupts_at_the_prompt()
  greet(names, where, set_completion())
end
