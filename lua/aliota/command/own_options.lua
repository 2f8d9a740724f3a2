-- Options of the command. They are named after the library's, by one rule: small letters, and a dash between words.
-- `TaskStatus` is --task-status, `longest_interval` --longest-interval; what was given stands in the arguments under
-- the library's name.
local ascii = require "aliota.util.ascii"
local columns = require "aliota.write.columns"
local command_line = require "aliota.shell.command_line"
local dialect = require "aliota.api.dialect"
local given_text = require "aliota.command.given_text"
local kinds = require "aliota.shell.argument_kinds"
local listing_options = require "aliota.listing.listing_options"

local own_options = {}

--- The flag for a name of the library's.
---@param name string
---@return string
function own_options.flag(name)
  return "--" .. ascii.lower((name:gsub("([a-z])([A-Z])", "%1-%2"))):gsub("_", "-")
end

--- Adds an option that the library has, too.
---@param parser aliota.Parser
---@param name string
---@param kind aliota.ArgumentKind|nil  nil: a flag
---@param description string
---@return table option of argparse
function own_options.offer(parser, name, kind, description)
  local flag = own_options.flag(name)
  local option = kind and parser:takes(flag, kind, description):argname("<" .. name .. ">")
    or parser:flag(flag, description)
  return option:target(name)
end

-- Kinds ---------------------------------------------------------------------------------------------------------------

local function words_of(text, separator)
  local words = {}
  for word in text:gmatch("[^" .. separator .. "]+") do words[#words + 1] = word end
  return words
end

-- What an option of the library's takes, which says itself what is wrong with it.
local function list_for(option)
  return {wants = "names, separated by commas", value = function(_, name, given)
    local list = words_of(given, ", ")
    local problem = option.problem(list)
    if problem then return nil, name .. " " .. problem end
    return list
  end}
end

--- Fields of tasks.
own_options.FIELDS = list_for(columns.OPTION)

--- Fields of batches.
own_options.JOB_FIELDS = list_for(listing_options.JOBS.fields)

local function lines_of_file(path)
  local text, problem = given_text(path)
  if not text then return nil, "; " .. problem end
  return words_of(text, "\r\n")
end

--- Names, or a file that has one a line.
own_options.NAMES = kinds.of("names, separated by commas, or @FILE with one a line (@- is standard input)",
  function(given)
    if given:sub(1, 1) == "@" then return lines_of_file(given:sub(2)) end
    return words_of(given, ",")
  end)

--- A limit of a gate: 0.05 is a share, 20 a number of tasks, "30m" a length of time.
own_options.LIMIT = kinds.of("NAME=LIMIT, such as failure_rate=0.05", function(given)
  local name, limit = given:match "^([A-Za-z0-9_]+)=(.+)$"
  return name and {name = name, limit = tonumber(limit) or limit}
end)

--- The limits together.
---@param given {name: string, limit: number|string}[]
---@return table|nil
function own_options.limits_of(given)
  local limits = {}
  for _, one in ipairs(given) do limits[one.name] = one.limit end
  return next(limits) and limits or nil
end

-- Options that many verbs have ----------------------------------------------------------------------------------------

--- The batch.
---@param parser aliota.Parser
---@return table argument
function own_options.offer_job(parser)
  return parser:takes("JobId", kinds.TEXT, "The update batch.")
end

--- How often a batch is looked at, and for how long.
---@param parser aliota.Parser
function own_options.offer_looks(parser)
  own_options.offer(parser, "timeout", kinds.SECONDS, "How long, such as 45m or 2h (default: until the batch is over).")
  own_options.offer(parser, "interval", kinds.SECONDS, "Time between two looks while something moves (default: 10s).")
  own_options.offer(parser, "longest_interval", kinds.SECONDS, "The same while nothing moves (default: 2m).")
end

--- What shows a value that is no list of tasks: for a person, or for a program.
---@param parser aliota.Parser
function own_options.offer_output(parser)
  parser:takes("--output", kinds.one_of({text = "text", json = "json"}, "text or json"), "text (default) or json.")
end

local EVENTS = {text = "text", ndjson = "ndjson"}

--- Whose account is meant, and how it is asked.
---@param parser aliota.Parser
function own_options.offer_account(parser)
  parser:takes("--profile", kinds.TEXT, "The profile of the vendor's command line that has keys and region.")
  parser:takes("--endpoint", kinds.TEXT, "Another address than the region's, such as the sandbox's.")
  command_line.add_account(parser)
  parser:takes("--dialect", kinds.one_of(dialect.BY_NAME, "a dialect"),
    ("Whose service answers there: %s (default: %s)."):format(table.concat(dialect.NAMES, " or "), dialect.NAMES[1]))
  parser:takes("--deadline", kinds.SECONDS, "How long a call or a whole listing may take, such as 10m.")
  parser:takes("--on-event", kinds.one_of(EVENTS, "text or ndjson"),
    "Say on standard error what happens meanwhile, a line an event: text or ndjson.")
end

return own_options
