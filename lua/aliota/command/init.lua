-- The command `aliota`: a verb for each thing that a client can do, thin over the library. Loads without the C core, to
-- be able to tell that it is missing.
local command_line = require "aliota.shell.command_line"
local compat = require "aliota.util.compat"
local own_options = require "aliota.command.own_options"
local script_of = require "aliota.shell.script"
local version = require "aliota.version"

local command = {}

---@class aliota.Verb
---@field summary string          what it does, in a sentence
---@field arguments string        as they stand in its usage
---@field example string          a line that can be run
---@field exits string            what the exit status tells, besides 130
---@field failed integer|nil      the exit status for an error, 1
---@field is_local boolean|nil    whether it asks no account
---@field offer fun(parser: aliota.Parser)  adds its arguments and options
---@field more (fun(): string)|nil          what its help ends in
---@field run fun(script: aliota.Script, args: table): integer|nil, string|nil  the exit status, 0 if it says nothing,
---and a message

-- In the order in which the help has them. Each is lua/aliota/command/verbs/NAME_verb.lua.
local NAMES = {
  "list", "summary", "report", "export", "follow", "watch", "wait", "jobs", "board", "retry", "confirm", "cancel",
  "apply", "rollout", "explain", "doctor", "sandbox", "completion",
}

---@param name string
---@return aliota.Verb
local function verb_of(name)
  return require("aliota.command.verbs." .. name .. "_verb")
end

local IS_NAME = {}
for _, name in ipairs(NAMES) do IS_NAME[name] = true end

-- The verb that is meant: the first word that is one before which only options stand.
local function verb_among(words)
  for _, word in ipairs(words) do
    if word:sub(1, 1) ~= "-" then return IS_NAME[word] and word or nil end
  end
end

local DESCRIPTION = "Lists, follows, reports on and changes over-the-air update tasks of Alibaba Cloud IoT Platform."

local EXITS = "0 when all went well, 1 for an error, 2 for what is not known to be all, 130 when interrupted; of wait "
  .. "see there"

local function usage_of(verb, is_whole)
  local parts = {"Example:\n   " .. verb.example, is_whole and verb.more and verb.more() or nil}
  return {exits = verb.exits .. ", 130 when interrupted", more = table.concat(parts, "\n\n")}
end

-- What only the help and the completion of a verb need is made for no other.
local function add_verb(script, root, name, is_whole)
  local verb = verb_of(name)
  local parser = command_line.command(root, name, verb.summary, usage_of(verb, is_whole))
  parser:usage(("Usage: aliota %s %s[options]"):format(name, verb.arguments == "" and "" or verb.arguments .. " "))
  script:add_help(parser)
  if not is_whole then return end
  verb.offer(parser)
  parser:group("Options", compat.unpack(parser.offered))
  if not verb.is_local then own_options.offer_account(parser) end
end

--- The parser of the whole command.
---@param script aliota.Script
---@param only string|nil  the verb whose options are wanted; nil: those of all
---@return aliota.Parser
function command.parser(script, only)
  local root = script:parser("aliota", DESCRIPTION, {
    account = "told", exits = EXITS, more = "What a verb takes: aliota VERB --help. The manual: docs/command.md.",
  })
  root:usage "Usage: aliota VERB [options]"
  root:command_target "verb"
  root:flag("--version", "Print the version."):action(function()
    script:run(function() script:say("aliota " .. version) end)
  end)
  for _, name in ipairs(NAMES) do add_verb(script, root, name, only == nil or only == name) end
  return root
end

--- Runs the command, and ends the process.
---@param words string[]
function command.main(words)
  local name = verb_among(words)
  local script = script_of.new(name and verb_of(name).failed)
  local root = command.parser(script, name or "")
  local args = root:parse(words)
  script.flags = root.commands[args.verb].flags
  script:run(function() return verb_of(args.verb).run(script, args) end)
end

return command
