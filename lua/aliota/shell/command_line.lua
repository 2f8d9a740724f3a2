-- Parsers of the command line, by argparse: every argument is told by its name when it is wrong, and every script's
-- help ends in the same words.
local did_you_mean = require "aliota.util.did_you_mean"
local kinds = require "aliota.shell.argument_kinds"
local sorted_keys = require "aliota.util.sorted_keys"
local terminal = require "aliota.show.terminal"

local command_line = {}

local ACCOUNT = [[
Keys come from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN), or from the profile of the vendor's command line, ALIBABA_CLOUD_PROFILE. The region is that of --region, of ALIBABA_CLOUD_REGION_ID or of the profile. ALIOTA_ENDPOINT names another address, such as the sandbox's, and ALIOTA_CA_FILE the authority to trust there.]] -- luacheck: no max line length

---@class aliota.Usage
---@field exits string           what the exit status tells
---@field account boolean|"told"|nil  whether it is an account's: then there are --region, --instance-id and --qps;
---                              "told": others have them
---@field more string|nil        what the help ends in

---@class aliota.Parser  one of argparse, which parses once
---@field takes fun(self, name: string, kind: aliota.ArgumentKind, description: string, default: string|nil): table
---an argument, or an option where the name has dashes
---@field flags table<string, string>  options by their names in Lua: "starts-at" by "starts_at"
---@field offered table[]              the options, in the order in which they were added
---@field commands table<string, aliota.Parser>  by their names

local function takes(self, name, kind, description, default)
  local element
  if name:find "^%-" then
    element = self:option(name, description, default)
  else
    element = self:argument(name, description)
  end
  return element:convert(function(given) return kind:value(name, given) end)
end

--- Adds what says whose account is meant, below the options of the script itself.
---@param parser aliota.Parser
function command_line.add_account(parser)
  parser:takes("--region", kinds.TEXT, "The region of the instance, such as cn-shanghai.")
  parser:takes("--instance-id", kinds.TEXT, "The id of the instance, if it has one.")
  parser:takes("--qps", kinds.NUMBER, "Calls a second of each operation at most (default: as documented).")
end

-- "--devices -1": a negative number is the value of the option before it, where argparse sees an option.
local function with_values(words)
  local list = {}
  for _, word in ipairs(words) do
    local before = list[#list]
    if before and before:find "^%-%-[^=]+$" and word:find "^%-%.?%d" then
      list[#list] = before .. "=" .. word
    else
      list[#list + 1] = word
    end
  end
  return list
end

local function note_flag(self, name)
  local flag = name and name:match "^%-%-(.+)$" -- argparse names its own later
  if flag then self.flags[flag:gsub("-", "_")] = flag end
end

-- What argparse's methods do, and more.
local function extend(parser)
  local class = getmetatable(parser).__index
  parser.flags, parser.offered, parser.commands, parser.takes = {}, {}, {}, takes
  for _, method in ipairs {"option", "flag"} do
    parser[method] = function(self, name, ...)
      note_flag(self, name)
      local element = class[method](self, name, ...)
      if method == "option" then self.offered[#self.offered + 1] = element end -- of which a flag is one
      return element
    end
  end
end

local function epilog(usage)
  local parts = {usage.account and ACCOUNT, "Exit status: " .. usage.exits .. ".", usage.more}
  local list = {}
  for i = 1, 3 do list[#list + 1] = parts[i] or nil end
  return table.concat(list, "\n\n")
end

-- Columns; lines that are longer are no joy to read.
local WIDEST, WIDEST_USAGE = 100, 70

-- What may have been meant: --status is a part of --task-status, and closer to that than to what has as many letters.
local function meant_by(name, names)
  local parts = {}
  for _, known in ipairs(sorted_keys(names)) do
    if #name > 3 and known:find(name:gsub("^%-*", ""), 1, true) then parts[#parts + 1] = known end
  end
  return #parts == 1 and ("; did you mean %q?"):format(parts[1]) or did_you_mean(name, names)
end

--- What is wrong with the words, and what may have been meant by a name that there is not.
---@param parser aliota.Parser
---@param message string  of argparse
---@return string
function command_line.problem(parser, message)
  if message == "a command is required" then return message .. "; --help lists them" end
  local what, name = message:match "^unknown ([a-z]+) '([^']*)'"
  if not what then return message end
  local names = what == "command" and parser.commands or {}
  for _, flag in pairs(what == "option" and parser.flags or {}) do names["--" .. flag] = true end
  return ("unknown %s '%s'%s"):format(what, name, meant_by(name, names))
end

--- Makes a parser.
---@param argparse table
---@param name string
---@param description string
---@param usage aliota.Usage
---@return aliota.Parser
function command_line.parser(argparse, name, description, usage)
  local parser = argparse(name, description):epilog(epilog(usage))
  if terminal.is() then
    local columns = terminal.width()
    parser:help_max_width(math.min(columns, WIDEST)):usage_max_width(math.min(columns, WIDEST_USAGE))
  end
  extend(parser)
  function parser:parse(words)
    if usage.account == true then command_line.add_account(self) end
    return getmetatable(self).__index.parse(self, with_values(words or arg))
  end
  return parser
end

--- Makes a parser of what follows a word, such as `list` in `aliota list`.
---@param parser aliota.Parser
---@param name string
---@param description string
---@param usage aliota.Usage
---@return aliota.Parser
function command_line.command(parser, name, description, usage)
  local command = parser:command(name, description):epilog(epilog(usage))
  extend(command)
  parser.commands[name] = command
  return command
end

return command_line
