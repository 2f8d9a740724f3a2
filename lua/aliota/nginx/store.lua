-- What the workers of one feed share. The one that polls writes, all read. What is stored never drives out what others
-- keep in the same dict: when that is full, the store says so.
local decode_json = require("aliota.core").json.decode
local VERSION = require "aliota.version"
local json = require "aliota.util.json_codec"

local store = {}

-- Seconds. What no feed asks for any more goes by itself.
local KEPT = 86400

---@class aliota.nginx.Record of a batch
---@field snapshot aliota.nginx.Snapshot|nil  the last that could be taken
---@field error aliota.nginx.Failure|nil      why none could be taken since
---@field names aliota.nginx.Names|nil        what people call it
---@field looked number|nil                   when that was tried, on the clock of loop.now

---@class aliota.nginx.Failure what a visitor is told of an error
---@field kind string      of an error object; "feed": of the feed itself
---@field code string|nil  its code; of the feed: BadBatches, BadClient, DictFull, NameTaken, NoTimer, NotAskedYet,
---QuotaTooSmall, Raised or RedisAway
---@field at number epoch seconds

---@class aliota.nginx.Store
local Store = {}
Store.__index = Store

---@param dict table  ngx.shared.…
---@param name string  of the feed
---@return aliota.nginx.Store
function store.new(dict, name)
  return setmetatable({dict = dict, prefix = "aliota:" .. #name .. ":" .. name .. ":"}, Store)
end

--- A key of this feed's own.
---@param name string
---@return string
function Store:key(name) return self.prefix .. name end

-- Numbers change in place, which works even where there is no room any more. ------------------------------------------

--- Makes room for what must be told at any time.
---@return boolean|nil ok
---@return string|nil problem "no memory"
function Store:reserve()
  for _, name in ipairs {"round", "full", "away", "offset", "interval"} do
    local ok, problem = self.dict:safe_add(self:key(name), 0)
    if not ok and problem ~= "exists" then return nil, problem end
  end
  return true
end

--- When the last round began.
---@return number seconds of loop.now, which begins when the machine does; -math.huge: never
function Store:round()
  local at = self.dict:get(self:key "round") or 0
  return at > 0 and at or -math.huge
end

--- Notes that a round begins.
---@param now number seconds of loop.now
function Store:begin_round(now) self.dict:safe_set(self:key "round", now) end

--- Notes whether something could not be stored for want of room.
---@param is_full boolean
function Store:note_full(is_full) self.dict:safe_set(self:key "full", is_full and 1 or 0) end

---@return boolean
function Store:is_full() return self.dict:get(self:key "full") == 1 end

--- Notes whether what hosts share can't be had.
---@param is_away boolean
function Store:note_away(is_away) self.dict:safe_set(self:key "away", is_away and 1 or 0) end

---@return boolean
function Store:is_away() return self.dict:get(self:key "away") == 1 end

--- Notes by how much this machine's clock is off from the service's.
---@param seconds number to add to it
function Store:note_offset(seconds) self.dict:safe_set(self:key "offset", seconds) end

---@return number seconds
function Store:offset() return self.dict:get(self:key "offset") or 0 end

--- Notes how often the quota allows a look at every batch.
---@param seconds number
function Store:note_interval(seconds) self.dict:safe_set(self:key "interval", seconds) end

---@return number seconds; 0 where it is not known
function Store:interval() return self.dict:get(self:key "interval") or 0 end

-- Texts ---------------------------------------------------------------------------------------------------------------

-- Of what another version has stored before a reload, nobody knows here what is in it: it was never stored.
local function set(self, name, value)
  return self.dict:safe_set(self:key(name), json.encode {version = VERSION, value = value}, KEPT)
end

-- A value that finds no room has cost the one before its place, which therefore is put back.
local function put(self, name, value, before)
  local ok, problem = set(self, name, value)
  if not ok and before then set(self, name, before) end
  return ok, problem
end

local function get(self, name)
  local text = self.dict:get(self:key(name))
  local stored = text and decode_json(text)
  return stored and stored.version == VERSION and stored.value or nil
end

--- Stores what is known of a batch.
---@param id string
---@param record aliota.nginx.Record
---@param before aliota.nginx.Record|nil what was known, to be kept where there is no room for more
---@return boolean|nil ok
---@return string|nil problem
function Store:put_batch(id, record, before) return put(self, "batch:" .. id, record, before) end

---@param id string
---@return aliota.nginx.Record|nil
function Store:batch(id) return get(self, "batch:" .. id) end

--- Stores which batches there are.
---@param list {ids: string[], error: aliota.nginx.Failure|nil}
---@return boolean|nil ok
---@return string|nil problem
function Store:put_list(list) return put(self, "list", list) end

---@return {ids: string[], error: aliota.nginx.Failure|nil}|nil
function Store:list() return get(self, "list") end

return store
