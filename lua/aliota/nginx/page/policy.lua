-- What a browser may do with the page: show its one style, run its one script, ask for the page again. Nothing else,
-- should a text get out of its place all the same.
local sha256 = require("aliota.core").sign.sha256

local POLICY = "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; connect-src 'self'; img-src data:; "
  .. "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

local function digest(text)
  local bytes = sha256(text):gsub("%x%x", function(digits) return string.char(tonumber(digits, 16)) end)
  return ngx.encode_base64(bytes)
end

--- The headers of the page.
---@param style string   what stands in its <style>
---@param script string  and in its <script>
---@return fun(): table<string, string>
return function(style, script)
  local headers
  return function()
    headers = headers or {
      ["Content-Security-Policy"] = POLICY:format(digest(style), digest(script)), ["Referrer-Policy"] = "no-referrer",
    }
    return headers
  end
end
