-- Services that have the same operations in other words. Users type and read the documented names whatever the
-- service: a dialect is spoken where a request is signed and where an answer is read, and nowhere between. What is
-- known of one is a file in dialects/.

local did_you_mean = require "aliota.util.did_you_mean"

---@class aliota.DialectFacts
---@field service string                   whose it is, for a person
---@field members table<string, string>    how it spells members of requests and answers, by their documented names
---@field lacks table<string, true>        operations that it has not
---@field has_regions boolean              whether the regions that this library knows are its own

---@class aliota.Dialect: aliota.DialectFacts
---@field name string
---@field names table<string, string>      the documented names of members, by its own
local Dialect = {}
Dialect.__index = Dialect

local dialect = {}

--- What there is; the first is the default.
dialect.NAMES = {"alibaba", "tuya"}

local BY_NAME = {}
for _, name in ipairs(dialect.NAMES) do BY_NAME[name] = name end

--- The names by themselves.
---@type table<string, string>
dialect.BY_NAME = BY_NAME

--- What is wrong with a name; nil where it is one.
---@param name any
---@return string|nil
function dialect.problem_with(name)
  if BY_NAME[name] then return nil end
  if type(name) ~= "string" then return "must be a string, not a " .. type(name) end
  return ("is %q%s"):format(name, did_you_mean(name, BY_NAME))
end

--- A dialect by its name.
---@param name string
---@return aliota.Dialect
function dialect.of(name)
  local made = {name = name, names = {}}
  for fact, value in pairs(require("aliota.api.dialects." .. name)) do made[fact] = value end
  for documented, own in pairs(made.members) do made.names[own] = documented end
  return setmetatable(made, Dialect)
end

local function respelled(flat, members)
  local made = {}
  for name, value in pairs(flat) do made[name:gsub("[^.]+", members)] = value end
  return made
end

--- Parameters as they are sent.
---@param flat table<string, string>  under their documented names
---@return table<string, string>
function Dialect:sent(flat) return respelled(flat, self.members) end

--- Parameters under their documented names.
---@param flat table<string, string>  as they were sent
---@return table<string, string>
function Dialect:received(flat) return respelled(flat, self.names) end

--- Which services have an operation, in words.
---@param action string
---@return string
local function owners_of(action)
  local owners = {}
  for _, name in ipairs(dialect.NAMES) do
    local other = dialect.of(name)
    if not other.lacks[action] then owners[#owners + 1] = ("%s has it (dialect %q)"):format(other.service, name) end
  end
  return table.concat(owners, ", ")
end

--- Why an operation can't be called; nil where it can.
---@param action string
---@return string|nil
function Dialect:problem_with(action)
  if not self.lacks[action] then return nil end
  return ("%s (dialect %q) has no operation %s; %s"):format(self.service, self.name, action, owners_of(action))
end

--- What is wrong where no endpoint was given, and regions would be those of another service.
---@return string
function Dialect:problem_without_endpoint()
  return ("no region of %s (dialect %q) is known: pass an endpoint, or set ALIOTA_ENDPOINT"):format(self.service,
    self.name)
end

--- The dialects that lack an operation.
---@param action string
---@return string[] names
function dialect.lacking(action)
  local names = {}
  for _, name in ipairs(dialect.NAMES) do
    if dialect.of(name).lacks[action] then names[#names + 1] = name end
  end
  return names
end

return dialect
