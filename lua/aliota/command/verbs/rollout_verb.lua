-- aliota rollout: a package in waves, planned first; what --journal keeps is gone on with by the same verb.
local account_client = require "aliota.command.account_client"
local kinds = require "aliota.shell.argument_kinds"
local must = require "aliota.command.must"
local own_options = require "aliota.command.own_options"

---@type aliota.Verb
local verb = {
  summary = "Roll a package out in waves; without --yes it only says what it would do.",
  arguments = "",
  example = 'aliota rollout --firmware-id "$FIRMWARE_ID" --wave 5% --wave 100% --gate failure_rate=0.01 --soak 30m',
  exits = "0 it is complete, or was shown, 1 a gate is broken, 2 time-out, 3 an error, 4 a batch was canceled, 5 a "
    .. "gate is broken and its batch goes on",
  failed = 3, -- as wait has it
}

local WAVE = kinds.of("a share such as 5%, or names of devices", function(given)
  local percent = given:match "^([%d.]+)%%$"
  if percent then return {percent = tonumber(percent)} end
  local names, problem = own_options.NAMES.read(given)
  return names and {devices = names}, problem
end)

function verb.offer(parser)
  own_options.offer(parser, "FirmwareId", kinds.TEXT, "The package.")
  parser:takes("--wave", WAVE, "Which devices come next: a share such as 5%, names separated by commas, or @FILE with "
    .. "one a line."):count "*":argname "<wave>"
  own_options.offer(parser, "gate", own_options.LIMIT, "A limit for each batch, as --fail-if of aliota wait.")
    :count "*":argname "NAME=LIMIT"
  own_options.offer(parser, "soak", kinds.SECONDS, "The pause after a wave, such as 30m.")
  own_options.offer(parser, "timeout", kinds.SECONDS, "How long to wait for each batch, such as 2d.")
  own_options.offer(parser, "between", kinds.TEXT, "Hours outside of which none begins, such as 22:00-05:00+08:00.")
  own_options.offer(parser, "CancelInProgressTask", nil, "A broken gate cancels what is being installed, too.")
  own_options.offer(parser, "journal", kinds.TEXT, "Keep it in this file; go on with it where the file is there.")
    :argname "FILE"
  own_options.offer(parser, "yes", nil, "Carry it out, too, now.")
end

local function planned(client, args)
  if args.journal and require("aliota.core").file.permissions(args.journal) then
    if args.FirmwareId or args.wave[1] then
      error(args.journal .. " has a rollout already: leave out what it is for, to go on with it", 0)
    end
    return client:resume_rollout {journal = args.journal}
  end
  if not args.FirmwareId or not args.wave[1] then error("--firmware-id and --wave must be given", 0) end
  return client:plan_rollout {
    FirmwareId = args.FirmwareId, waves = args.wave, gate = own_options.limits_of(args.gate), soak = args.soak,
    timeout = args.timeout, between = args.between, CancelInProgressTask = args.CancelInProgressTask,
    journal = args.journal,
  }
end

-- It takes hours, and what made batches is known to its journal alone.
local function check_journal(args)
  if args.yes and not args.journal then
    error("--yes needs --journal: without one, a rollout that is interrupted can't be gone on with", 0)
  end
end

local function say(script, rollout)
  script:say(script:worded((tostring(rollout):gsub("\n+$", ""))))
  script:flush()
end

function verb.run(script, args)
  check_journal(args)
  local command = args.journal and ("aliota rollout --journal %s --yes"):format(args.journal) or "--journal and --yes"
  script.apply = {first = command, again = command}
  local rollout = must(planned(account_client(script, args), args))
  say(script, rollout)
  if not args.yes then return 0 end
  local status, message = script:outcome(function()
    local done, problem = rollout:apply {show = true}
    if done then return 0 end
    return rollout.exit_code or verb.failed, script:worded(tostring(problem))
  end)
  say(script, rollout)
  return status, message
end

return verb
