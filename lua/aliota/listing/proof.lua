-- Whether one pass has shown all that is in a state, although rows come and go: when nothing moved while it was under
-- way. That is so when Total was the same on all its pages, that many rows came, none twice, and none that changed
-- after it began: a row can only be overlooked while Total stays if another comes in its stead, and that one changed.
--
-- When a later pass began is told by the one before: after the latest change that it has shown. For the first it is
-- told by the Date header, as long as some change is recent by it: where none is, rows may be dated by another clock.

---@class aliota.Proof
---@field latest string|nil  the latest change that was shown: UTC, in the form of UtcModified
local Proof = {}
Proof.__index = Proof

local proof = {}

---@param options {ids: userdata|nil, after: string|nil, resumed: boolean}  for a pass after the first: an empty set, as
---it meets rows again that the listing knows, and the latest change before it
---@return aliota.Proof
function proof.new(options)
  return setmetatable({ids = options.ids, after = options.after, holds = not options.resumed}, Proof)
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
  for i = 1, #rows do
    local modified = rows[i].UtcModified
    if type(modified) ~= "string" or self:is_change(modified) then self.holds = false end
    if type(modified) == "string" and modified > (self.latest or "") then self.latest = modified end
  end
end

--- Looks at a page, before rows are taken out of it.
---@param rows table[]
---@param ids string  of the rows, see fingerprints.of
function Proof:look_at(rows, ids)
  self:look_at_times(rows)
  if self.ids and self.holds and self.ids:add_all(ids) > 0 then self.holds = false end
end

--- Notes how many rows the listing had known before.
---@param known integer
function Proof:note_known(known)
  if not self.ids and known > 0 then self.holds = false end
end

function Proof:is_dated()
  return self.after ~= nil or (self.latest ~= nil and self.latest >= self.recently)
end

--- Whether the pass has shown everything.
---@param pass aliota.Pass that is through
---@return boolean
function Proof:is_made(pass)
  return pass:is_one_page() or (self.holds and self:is_dated() and not pass.moved and pass.read == pass.total)
end

return proof
