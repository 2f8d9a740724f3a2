-- One round over the pages of a state: all of them, or from the end of the latest changes as far back as is wanted.
--
-- Between two pages rows may slip by, from the one that is to come to the one that was read. Where others move the
-- other way instead, some are met again. So where Total has changed since the page before and a page shows no row that
-- was met, the page before is read once more, and those before it until one shows such a row: then nothing is between.
-- The rows of the first page tell nothing here where that is read again at the end.
local direction = require "aliota.follow.reading_direction"
local page_reader = require "aliota.listing.page_reader"
local pass = require "aliota.listing.pass"
local proof = require "aliota.listing.proof"

---@class aliota.ReadingRound
---@field number integer      from 1
---@field order aliota.Order  as all rounds have shown
---@field status string       TaskStatus
---@field pass aliota.Pass
---@field latest string|nil   the latest change when it began
---@field at integer|nil      the page that was read last
---@field repeats integer     rows of it that had been met before
---@field has_moved boolean   whether Total was another one on the page before it
---@field moves integer       how often that was so
---@field slips integer       how often a page was read again
---@field preview string|nil  ids of the rows of a page that is read again at the end
local ReadingRound = {}
ReadingRound.__index = ReadingRound

local reading_round = {}

---@param shared aliota.Shared
---@param status string      TaskStatus
---@param options {number: integer, order: aliota.Order, last_page: integer|nil, is_backward: fun(): boolean}
---last_page: where it begins, if not on page 1; is_backward: asked once the first page is there
---@return aliota.ReadingRound
function reading_round.new(shared, status, options)
  local number, last_page = options.number, options.last_page
  local way = pass.new {
    first = last_page or 1, is_resumed = last_page ~= nil, window = shared.operation.window or math.huge,
    is_backward = options.is_backward,
  }
  return setmetatable({
    number = number, order = options.order, shared = shared, status = status, pass = way,
    repeats = 0, has_moved = false, moves = 0, slips = 0,
    reader = page_reader.new(shared, way, status, true), proof = proof.new {of = "UtcModified", resumed = number > 1},
  }, ReadingRound)
end

-- The latest change when it began is on its first page; of a backward one that begins there, on the last that has rows.
local function note_latest(self, rows)
  if self.has_latest or #rows == 0 then return end
  for _, row in ipairs {rows[1], rows[#rows]} do
    local modified = row.UtcModified
    if type(modified) == "string" and modified > (self.latest or "") then self.latest = modified end
  end
  self.has_latest = not self.pass.preview
end

-- The page to which rows may have slipped by; nil where none can have.
local function slipped_to(self)
  if not self.has_moved or self.repeats > 0 then return nil end
  if not direction.is_slippery(self.status, self.order:name()) then return nil end
  local number = self.at + (self.pass.backward and 1 or -1)
  return number >= 1 and number <= self.pass:last_page() and number or nil
end

-- Reads the next page in turn.
local function read_on(self)
  local total = not self.pass.preview and self.pass.total or nil
  local reading, err = self.reader:next()
  if not reading then return nil, err end
  self.pass:take(reading.page)
  note_latest(self, reading.page.tasks)
  self.proof:take(reading, self.pass, self.shared.new_set)
  if self.pass.preview then self.preview = reading.ids end
  self.has_moved = total ~= nil and total ~= reading.page.Total
  self.moves = self.moves + (self.has_moved and 1 or 0)
  return reading
end

-- Reads a page again.
local function read_again(self, number)
  self.slips = self.slips + 1
  return self.reader:read(number)
end

--- Reads a page.
---@return aliota.Reading|nil  nil at the end
---@return aliota.Error|nil
function ReadingRound:next()
  local again = slipped_to(self)
  local read = again and read_again or read_on
  local reading, err = read(self, again)
  if not reading then return nil, err end
  self.at, self.repeats = reading.page.CurrentPage, 0
  self.order:look_at(reading.page.tasks)
  return reading
end

--- Notes that a row of the latest page came once more.
---@param id string  its fingerprint
function ReadingRound:note_repeat(id)
  if not self.preview or not self.preview:find(id, 1, true) then self.repeats = self.repeats + 1 end
  self.proof:note_known(1)
end

--- Whether rows slipped by more often than they were met again, so that it had better be read from the other end.
---@return boolean
function ReadingRound:is_against() return 2 * self.slips > self.moves end

--- Whether a page shows, on the side where it goes on, what changed before a moment.
---@param rows aliota.Task[]
---@param moment string
---@return boolean
function ReadingRound:is_before(rows, moment)
  local row = rows[self.pass.backward and 1 or #rows]
  local modified = row and row.UtcModified
  return type(modified) == "string" and modified < moment
end

--- Whether its pages, which are through, have shown all that there is.
---@return boolean
function ReadingRound:is_whole() return self.proof:is_made(self.pass) end

--- Ends what is in flight.
function ReadingRound:close() self.reader:close() end

return reading_round
