-- A moment, for people and for the script, which adds what time that is in the reader's zone.
local utc = require "aliota.util.utc"

---@param epoch number
---@return string
return function(epoch)
  return ('<time datetime="%s">%s UTC</time>'):format(utc.stamp(epoch), utc.text(epoch))
end
