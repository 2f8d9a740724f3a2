-- Whether one pass has shown all that there is, although rows come and go: when none came while it was under way. That
-- is so when Total was the same on all its pages, that many rows came, none twice, and none that came after it began: a
-- row can only be overlooked while Total stays if another comes in its stead. What comes into a state has changed then;
-- what comes into a batch was created.
--
-- When a later pass began is told by the one before: after the latest change that it has shown. For the first it is
-- told by the Date header, as long as some change is recent by it: where none is, rows may be dated by another clock.

---@class aliota.Proof
---@field latest string|nil  the latest change, or creation, that was shown: UTC, in the form of UtcModified
local Proof = {}
Proof.__index = Proof

local proof = {}

---@param options {of: "UtcModified"|"UtcCreate", ids: userdata|nil, after: string|nil, resumed: boolean}  of: what
---tells when a row came; ids: an empty set where rows may come again that the listing knows; after: the latest change
---that the pass before has shown
---@return aliota.Proof
function proof.new(options)
  return setmetatable({
    of = options.of, ids = options.ids, after = options.after, holds = not options.resumed, repeats = false,
  }, Proof)
end

--- Learns when the pass began, from its first page.
---@param began string|nil   before it did
---@param recently string|nil  long before that
function Proof:begin(began, recently)
  if self.is_begun then return end
  self.is_begun, self.began, self.recently = true, began, recently
  if not began and not self.after then self.holds = false end
end

--- Tells that the page that was read first will be read again, so that its rows will be known then.
---@param ids userdata an empty set
function Proof:expect_again(ids)
  self.ids = self.ids or ids
end

function Proof:is_change(modified)
  if self.after then return modified > self.after end
  return self.began ~= nil and modified >= self.began
end

function Proof:look_at_times(rows)
  local name = self.of
  for i = 1, #rows do
    local modified = rows[i][name]
    if type(modified) ~= "string" or self:is_change(modified) then self.holds = false end
    if type(modified) == "string" and modified > (self.latest or "") then self.latest = modified end
  end
end

--- Looks at a page, before rows are taken out of it.
---@param rows table[]
---@param ids string  of the rows, see fingerprints.of
function Proof:look_at(rows, ids)
  self:look_at_times(rows)
  if self.ids and self.ids:add_all(ids) > 0 then self.repeats = true end
end

--- Takes a page of a pass into account, before rows are taken out of it.
---@param reading aliota.Reading
---@param pass aliota.Pass        which has taken it
---@param new_set fun(): userdata see core.fingerprints
function Proof:take(reading, pass, new_set)
  self:begin(reading.began, reading.recently)
  if pass.preview then self:expect_again(new_set()) else self:look_at(reading.page.tasks, reading.ids) end
end

--- Notes how many rows the listing had known before.
---@param known integer
function Proof:note_known(known)
  if not self.ids and known > 0 then self.repeats = true end
end

function Proof:is_dated()
  return self.after ~= nil or (self.latest ~= nil and self.latest >= self.recently)
end

--- Whether the pass has shown everything.
---@param pass aliota.Pass that is through
---@return boolean
function Proof:is_made(pass)
  if self.repeats or pass.rows ~= pass.total then return false end
  return pass:is_one_page() or (self.holds and self:is_dated() and not pass.moved)
end

return proof
