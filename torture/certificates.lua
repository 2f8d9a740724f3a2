-- A certificate and its key that are read, in PEM and in PKCS#12. OpenSSL does not always tell that memory was lacking:
-- then the flaw is another one, but never none.
local flaw_of = require("aliota.core").http.certificate_flaw

may_lose(2) -- OpenSSL 3.0 itself, where it can't copy a name while it looks for what a key is

local folder = ...
local PASSWORD = "secret"

return function()
  local flaw, why = flaw_of(folder .. "/a.pem", folder .. "/a-locked.key", PASSWORD)
  if not flaw then flaw, why = flaw_of(folder .. "/a.p12", nil, PASSWORD) end
  check(flaw ~= "unread" or why)
  return not flaw, why or flaw
end
