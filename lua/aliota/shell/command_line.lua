-- Parsers of the command line, by argparse: every argument is told by its name when it is wrong, and every script's
-- help ends in the same words.
local kinds = require "aliota.shell.argument_kinds"
local terminal = require "aliota.show.terminal"

local command_line = {}

local ACCOUNT = [[
Keys come from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN), or from the profile of the vendor's command line, ALIBABA_CLOUD_PROFILE. The region is that of --region, of ALIBABA_CLOUD_REGION_ID or of the profile. ALIOTA_ENDPOINT names another address, such as the sandbox's, and ALIOTA_CA_FILE the authority to trust there.]] -- luacheck: no max line length

---@class aliota.Usage
---@field exits string           what the exit status tells
---@field account boolean|nil    whether it is an account's: then there are --region, --instance-id and --qps
---@field more string|nil        what the help ends in

---@class aliota.Parser  one of argparse, which parses once
---@field takes fun(self, name: string, kind: aliota.ArgumentKind, description: string, default: string|nil): table
---an argument, or an option where the name has dashes
---@field flags table<string, string>  options by their names in Lua: "starts-at" by "starts_at"

local function takes(self, name, kind, description, default)
  local element
  if name:find "^%-" then
    element = self:option(name, description, default)
  else
    element = self:argument(name, description)
  end
  return element:convert(function(given) return kind:value(name, given) end)
end

local function add_account(parser)
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
local function extend(parser, is_of_account)
  local class = getmetatable(parser).__index
  parser.flags, parser.takes = {}, takes
  for _, method in ipairs {"option", "flag"} do
    parser[method] = function(self, name, ...)
      note_flag(self, name)
      return class[method](self, name, ...)
    end
  end
  function parser:parse(words)
    if is_of_account then add_account(self) end -- below the options of the script itself
    return class.parse(self, with_values(words or arg))
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
  extend(parser, usage.account)
  return parser
end

return command_line
