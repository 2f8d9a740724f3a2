-- One pass over the pages of a listing: which page is to be read next, and what was noticed on the way.
--
-- Page 1 is read alone, as it tells how many there are; where a pass goes on from a cursor, that page is. Then the
-- others, forward, or backward from the last page to the first. Why that is so, movement.lua tells.

---@class aliota.Pass
---@field backward boolean|nil    once the first page is there
---@field first integer          the page that is read first
---@field is_resumed boolean|nil  whether it goes on from a cursor
---@field size integer|nil       rows a page, once it is known
---@field total integer|nil      as the latest page told
---@field most integer           the largest that was told
---@field pages integer          that were taken
---@field rows integer           on them, new or not
---@field covered integer        rows that would be on them if they were full
---@field preview boolean|nil    whether the latest page will be read again at the end
---@field fresh integer          those that were new to the listing
---@field newest string|nil      the latest change on the first page of the direction
---@field moved boolean          whether Total was not the same on all pages
local Pass = {}
Pass.__index = Pass

local pass = {}

---@param options {is_backward: (fun(): boolean), first: integer, window: integer, is_resumed: boolean|nil,
---size: integer|nil}  is_backward is asked once the first page is there
---@return aliota.Pass
function pass.new(options)
  return setmetatable({
    is_backward = options.is_backward, first = options.first, window = options.window,
    is_resumed = options.is_resumed, size = options.size, at = options.first,
    most = 0, pages = 0, rows = 0, covered = 0, fresh = 0, moved = false,
  }, Pass)
end

--- The number of the last page that the service shows.
---@return integer
function Pass:last_page()
  return math.min(math.ceil(self.total / self.size), math.floor(self.window / self.size))
end

--- The page to ask for next.
---@return integer|nil number  nil for none, or none until the first has come
function Pass:next_number()
  local number = self.at
  if not number then return nil end
  if not self.total then -- the first, on which all others depend
    self.at = nil
  elseif self.backward then
    self.at = number > 1 and number - 1 or nil
  else
    if number > self:last_page() then return nil end
    self.at = number + 1
  end
  return number
end

-- Where rows are listed by change, as they are where this matters, the latest is at one end of the page.
local function latest_change(rows)
  if #rows == 0 then return nil end
  local first, last = rows[1].UtcModified, rows[#rows].UtcModified
  if type(first) ~= "string" or type(last) ~= "string" then return nil end
  return first > last and first or last
end

-- Now that there is a total, the way is clear. A backward pass that begins at the beginning comes back to page 1, into
-- which rows may have moved meanwhile.
function Pass:set_out(page)
  self.size, self.total, self.backward = page.PageSize, page.Total, self.is_backward()
  if not self.backward then
    self.at = self.first + 1
  else
    self.comes_back = not self.is_resumed and self:last_page() > 1
    self.at = self.comes_back and self:last_page() or self.first - 1
    if self.at < 1 then self.at = nil end
  end
end

--- Takes a page into account; all its rows must still be there, known ones, too.
---@param page aliota.Page
function Pass:take(page)
  local is_first = not self.total
  if is_first then self:set_out(page) end
  self.moved = self.moved or page.Total ~= self.total
  self.total, self.pages, self.most = page.Total, self.pages + 1, math.max(self.most, page.Total)
  self.preview = is_first and self.comes_back
  if not self.preview then
    self.rows, self.covered = self.rows + #page.tasks, self.covered + page.PageSize
  end
  local is_front = is_first ~= self.backward
  if is_front and not self.newest then self.newest = latest_change(page.tasks) end
end

--- How much of everything it has read.
---@return number share 1 for all
function Pass:share()
  return self.most > 0 and math.min(1, self.covered / self.most) or 1
end

--- Whether one answer showed everything at the same moment.
---@return boolean
function Pass:is_one_page()
  return self.pages == 1 and not self.is_resumed and self.first == 1 and self.total <= self.size
end

return pass
