-- aliota explain: how a call is signed, and where the service has signed something else.
local account_client = require "aliota.command.account_client"
local checked_file = require("aliota.api.errors").checked_file
local call_words = require "aliota.command.call_words"
local given_text = require "aliota.command.given_text"
local kinds = require "aliota.shell.argument_kinds"
local must = require "aliota.command.must"
local operations = require "aliota.api.operations"
local own_options = require "aliota.command.own_options"

---@type aliota.Verb
local verb = {
  summary = "Explain how a call is signed; sends nothing.",
  arguments = "OPERATION [NAME=VALUE…]",
  example = 'aliota explain QueryOTAJob JobId="$JOB_ID" --as curl',
  exits = "0 for an explanation, 1 for an error",
}

local OPERATION = kinds.one_of(operations, "an operation")
local PROGRAMS = {curl = "curl", lua = "lua", python = "python", node = "node"}
local SIGNATURES = {v1 = "v1", v3 = "v3"}

function verb.offer(parser)
  parser:takes("OPERATION", OPERATION, "Such as ListOTATaskByJob.")
  parser:takes("parameters", call_words.PARAMETER, "Of the call; one of a list more than once."):args "*"
  own_options.offer(parser, "signature", kinds.one_of(SIGNATURES, "v3 or v1"), "v3 (default) or v1.")
  parser:takes("--as", kinds.one_of(PROGRAMS, "curl, lua, python or node"),
    "Print the call as a program instead: curl, lua, python or node.")
  parser:takes("--compare", kinds.TEXT,
    "Instead, where the refusal in this file, or in standard input (-), has signed something else."):argname "FILE"
end

-- As it is printed, it speaks of what Lua has.
local function in_words_of_shell(explanation)
  return (tostring(explanation):gsub("%.curl, %.lua, %.python, %.node", "--as curl, lua, python or node")
    :gsub("explanation:compare%(err%)", "--compare FILE"))
end

function verb.run(script, args)
  local operation = args.OPERATION
  local client = account_client(script, args)
  local explanation = must(client:explain(operation.name, call_words.params(operation, args.parameters)))
  if args.compare then
    script:say(must(explanation:compare(checked_file(given_text(args.compare)))))
  elseif args.as then
    script:say(explanation[args.as])
  else
    script:say(in_words_of_shell(explanation))
  end
end

return verb
