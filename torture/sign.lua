-- Signatures of both kinds, digests and their like.
local core = require "aliota.core"

local params = {JobId = "job", ["DeviceNames.1"] = "a b", ["DeviceNames.2"] = ("c/"):rep(400)}
local headers = {Host = "h", ["x-acs-date"] = "d"}

local function signed()
  local sign = core.sign
  local all = {sign.v1("POST", params, "secret")}
  all[#all + 1] = sign.v3("POST", "/", params, headers, sign.sha256 "body", "secret")
  all[#all + 1] = sign.hmac("secret", "text")
  all[#all + 1] = sign.encode "a b"
  return table.concat(all, "\n")
end

local expected = signed()

return function()
  check(signed() == expected, "another signature")
  check(#core.sign.nonce() == 32)
  return true
end
