-- The nonces seen in the last minutes (error codes, SignatureNonceUsed). Memory is bounded by time: a nonce is
-- forgotten when a request as old as it would be refused for its timestamp anyway.

local nonces = {}

local Nonces = {}
Nonces.__index = Nonces

---@param window integer seconds
function nonces.new(window)
  return setmetatable({window = window, is_taken = {}, queue = {}, first = 1, last = 0}, Nonces)
end

function Nonces:forget(now)
  local oldest = self.queue[self.first]
  while oldest and oldest.at + self.window < now do
    self.is_taken[oldest.nonce] = nil
    self.queue[self.first] = nil
    self.first = self.first + 1
    oldest = self.queue[self.first]
  end
end

--- Takes a nonce for the length of the window.
---@param nonce string
---@param now number epoch seconds
---@return boolean fresh false when it was taken before
function Nonces:take(nonce, now)
  self:forget(now)
  if self.is_taken[nonce] then return false end
  self.is_taken[nonce] = true
  self.last = self.last + 1
  self.queue[self.last] = {nonce = nonce, at = now}
  return true
end

return nonces
