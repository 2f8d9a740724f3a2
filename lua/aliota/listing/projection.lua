-- Which fields the rows of a listing have.
--
-- All that were sent, unless somebody says that he wants less: the caller, by the option `fields` (then rows have these
-- alone), or who reads the listing to its end and looks at some fields only, such as a report (then what is not looked
-- at may be there or not). What is not wanted is passed over when an answer is decoded.
--
-- The listing looks at fields, too: by UtcModified it notices that rows move, by JobId that a row is of another batch.
-- They are decoded along with the others, and taken out of the rows before these are handed out.
local merge = require "aliota.util.merge"
local sorted_keys = require "aliota.util.sorted_keys"

---@alias aliota.FieldSet table<string, true>

---@class aliota.Narrowing  what an iterator of rows can be told by who will read it to its end
---@field lacks fun(self: table, fields: aliota.FieldSet): string|nil  the first of them that its rows won't have
---@field narrow fun(self: table, fields: aliota.FieldSet)  that no others are looked at: a wish, which is of use only
---before the first request

---@class aliota.Projection: aliota.Narrowing
---@field whole aliota.RowSchema|nil   of the listing's answers; nil: rows are always whole
---@field schema aliota.RowSchema|nil  the same, with the fields that are to be decoded
---@field wanted aliota.FieldSet|nil   by the caller
---@field looked_at aliota.FieldSet|nil  by who reads the listing
---@field own aliota.FieldSet          looked at by the listing while it has a page
---@field late aliota.FieldSet         looked at later, row by row
---@field is_late_whole boolean|nil     whether any field may be then
---@field surplus string[]             what is to be taken out of the rows of a page
---@field is_begun boolean
local Projection = {}
Projection.__index = Projection

local projection = {}

local NONE = {}

---@param schema aliota.RowSchema|nil
---@param wanted aliota.FieldSet|nil
---@return aliota.Projection
function projection.new(schema, wanted)
  local self = setmetatable({
    whole = schema, schema = schema, wanted = schema and wanted or nil, own = {}, late = NONE, surplus = NONE,
    is_begun = false,
  }, Projection)
  self:update()
  return self
end

-- Whatever was told or asked: what is to be decoded, and what is to be taken out again.
function Projection:update()
  local whole, wanted = self.whole, self.wanted
  local shown = wanted or self.looked_at
  self.schema, self.surplus = whole, NONE
  if not whole or not shown or self.is_late_whole then return end
  self.schema = merge(whole, {fields = merge(shown, self.own, self.late)})
  if not wanted then return end
  local surplus = merge(self.own, {[whole.id] = true}) -- of rows from XML the id is read out of them
  for name in pairs(merge(wanted, self.late)) do surplus[name] = nil end
  self.surplus = sorted_keys(surplus)
end

--- Notes what the listing looks at while it has a page. What is already decoded may lack it.
---@param name string
function Projection:need(name)
  if self.own[name] then return end
  self.own[name] = true
  self:update()
end

--- Notes what is looked at in each row after the listing has handed it out; `finish` is called then.
---@param fields aliota.FieldSet|nil  nil: nobody knows which
function Projection:need_late(fields)
  self.late, self.is_late_whole = fields or NONE, fields == nil
  self:update()
end

--- Tells that requests go out.
function Projection:begin() self.is_begun = true end

---@param fields aliota.FieldSet
---@return string|nil
function Projection:lacks(fields)
  if not self.wanted then return nil end
  for _, name in ipairs(sorted_keys(fields)) do
    if not self.wanted[name] then return name end
  end
end

---@param fields aliota.FieldSet
function Projection:narrow(fields)
  if self.wanted or self.is_begun then return end
  self.looked_at = merge(self.looked_at, fields)
  self:update()
end

--- Takes what only the listing looks at out of the rows of a page.
---@param rows table[]
function Projection:trim(rows)
  for _, name in ipairs(self.surplus) do
    for i = 1, #rows do
      local row = rows[i]
      if row[name] ~= nil then row[name] = nil end -- LuaJIT would make room for what is not there
    end
  end
end

--- Leaves in a row what was asked for.
---@generic T: table
---@param row T
---@return T
function Projection:finish(row)
  local wanted = self.wanted
  if not wanted then return row end
  for name in pairs(row) do
    if not wanted[name] then row[name] = nil end
  end
  return row
end

return projection
