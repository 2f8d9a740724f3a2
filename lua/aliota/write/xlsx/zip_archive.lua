-- A zip archive while it is made (PKWARE's APPNOTE, version 6.3): one entry after the other, each packed and written as
-- it comes, with its sizes behind it, so that nothing is held and nothing is sought back to.
local target = require "aliota.util.target"

local MOST = 2 ^ 32 - 1 -- bytes that are counted without the format's extension for 64 bits

local VERSION = 20        -- of the format, 2.0
local SIZES_FOLLOW = 8    -- a flag
local DEFLATED = 8        -- a method
local TIME, DATE = 0, 33  -- 1980-01-01: the same tasks give the same file

---@class aliota.write.ZipArchive
---@field out aliota.write.Target
---@field offset integer   bytes that were written
---@field entries {name: string, crc: integer, packed: integer, size: integer, offset: integer}[]
local Archive = {}
Archive.__index = Archive

-- Whole numbers of 2 or 4 bytes, the least byte first: {4, n, 2, m} has n in 4 bytes.
local function fields(list)
  local bytes = {}
  for i = 1, #list, 2 do
    local value = list[i + 1]
    for _ = 1, list[i] do
      bytes[#bytes + 1] = string.char(value % 256)
      value = math.floor(value / 256)
    end
  end
  return table.concat(bytes)
end

local function put(self, text)
  self.offset = self.offset + #text
  if self.offset > MOST then return self.out:fail "an .xlsx file ends at 4 GB: write fewer tasks, or fewer columns" end
  self.out:write(text)
end

--- Begins an entry, when the one before has been ended.
---@param name string  a path of ASCII
---@return aliota.write.ZipEntry
function Archive:entry(name)
  local packer = require("aliota.core").deflate()
  local entry = {name = name, offset = self.offset, size = 0}
  put(self, fields {4, 0x04034b50, 2, VERSION, 2, SIZES_FOLLOW, 2, DEFLATED, 2, TIME, 2, DATE, 4, 0, 4, 0, 4, 0, 2,
    #name, 2, 0} .. name)
  local from = self.offset
  local text = target.open(function(piece)
    entry.size = entry.size + #piece
    put(self, packer:add(piece))
  end)
  ---@class aliota.write.ZipEntry: aliota.write.Target
  ---@field entry {size: integer}  bytes that have come, but for those that are held back
  ---@field close fun(self: aliota.write.ZipEntry)
  text.entry = entry
  function text.close()
    text:commit()
    local rest, crc = packer:finish()
    put(self, rest)
    entry.crc, entry.packed = crc, self.offset - from
    put(self, fields {4, 0x08074b50, 4, crc, 4, entry.packed, 4, entry.size})
    table.insert(self.entries, entry)
  end
  return text
end

--- A whole entry.
---@param name string
---@param text string
function Archive:add(name, text)
  local entry = self:entry(name)
  entry:write(text)
  entry:close()
end

--- The list of all entries, which ends the archive.
function Archive:close()
  local from = self.offset
  for _, entry in ipairs(self.entries) do
    put(self, fields {4, 0x02014b50, 2, VERSION, 2, VERSION, 2, SIZES_FOLLOW, 2, DEFLATED, 2, TIME, 2, DATE,
      4, entry.crc, 4, entry.packed, 4, entry.size, 2, #entry.name, 2, 0, 2, 0, 2, 0, 2, 0, 4, 0, 4, entry.offset}
      .. entry.name)
  end
  local count = #self.entries
  put(self, fields {4, 0x06054b50, 2, 0, 2, 0, 2, count, 2, count, 4, self.offset - from, 4, from, 2, 0})
end

--- Begins one. An archive of more than 4 GB fails, and so would an entry of more.
---@param out aliota.write.Target
---@return aliota.write.ZipArchive
return function(out)
  return setmetatable({out = out, offset = 0, entries = {}}, Archive)
end
