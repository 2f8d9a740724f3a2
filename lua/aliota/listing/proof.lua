-- Whether one pass has shown all that is in a state, although rows come and go: when nothing moved while it was under
-- way. That is so when Total was the same on all its pages, that many rows came, none twice, and none that changed
-- after it began: a row can only be overlooked while Total stays if another comes in its stead, and that one changed.

---@class aliota.Proof
local Proof = {}
Proof.__index = Proof

local proof = {}

---@param ids userdata|nil  an empty set for a pass after the first, which meets rows again that the listing knows
---@param holds boolean     false for a pass that is gone on with
---@return aliota.Proof
function proof.new(ids, holds)
  return setmetatable({ids = ids, holds = holds}, Proof)
end

--- Learns when the pass began from a page that will be read again. Its rows will be known then.
---@param since string|nil
---@param ids userdata an empty set
function Proof:preview(since, ids)
  self.since, self.ids = since, self.ids or ids
end

local function copy_of(rows)
  local copy = {}
  for i = 1, #rows do copy[i] = rows[i] end
  return copy
end

--- Looks at a page, before rows are taken out of it.
---@param rows table[]
---@param since string|nil  before the service looked: UTC, in the form of UtcModified
function Proof:look_at(rows, since)
  self.since = self.since or since
  if not self.since then self.holds = false end
  for i = 1, self.holds and #rows or 0 do
    local modified = rows[i].UtcModified
    if type(modified) ~= "string" or modified >= self.since then self.holds = false end
  end
  if self.ids and self.holds and self.ids:keep_new(copy_of(rows), "TaskId") > 0 then self.holds = false end
end

--- Notes how many rows the listing had known before.
---@param known integer
function Proof:note_known(known)
  if not self.ids and known > 0 then self.holds = false end
end

--- Whether the pass has shown everything.
---@param pass aliota.Pass that is through
---@return boolean
function Proof:is_made(pass)
  return pass:is_one_page() or (self.holds and not pass.moved and pass.read == pass.total)
end

return proof
