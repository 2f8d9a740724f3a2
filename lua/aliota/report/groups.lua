-- Groups by a name, in bounded memory: names come from devices, and there may be as many as there are devices, each of
-- any length.
local head = require("aliota.show.text").head

local groups = {}

local MOST = 1000
local LONGEST = 1000 -- bytes of a name; those that are the same so far are one

--- The group of everything that came when there were too many groups.
groups.OTHERS = "(others)"

---@class aliota.Groups
---@field list table[] in the order of their first member
local Groups = {}
Groups.__index = Groups

---@param make fun(name: string, ...): table a group without members; given what `of` is given
---@return aliota.Groups
function groups.new(make)
  return setmetatable({make = make, list = {}, by_name = {}}, Groups)
end

--- The group of this name, which its maker is given. Of the first 1,000 names each has its own, those that come later
--- share one.
---@param name string
---@param ... any for `make`, if it is new
---@return table
function Groups:of(name, ...)
  if type(name) == "string" and #name > LONGEST then name = head(name, LONGEST) end
  local group = self.by_name[name]
  if group then return group end
  if #self.list >= MOST and name ~= groups.OTHERS then return self:of(groups.OTHERS) end
  group = self.make(name, ...)
  self.by_name[name] = group
  self.list[#self.list + 1] = group
  return group
end

return groups
