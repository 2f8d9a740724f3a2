-- What a browser may do with a page: show its one style, run its one script, if it has one, and ask for the page again.
-- Nothing else, should a text get out of its place all the same.
local sha256 = require("aliota.core").sign.sha256

local policy = {}

local POLICY = "default-src 'none'; style-src %s; %simg-src %s; base-uri 'none'; form-action 'none'; "
  .. "frame-ancestors 'none'"
local SCRIPTED = "script-src %s; connect-src 'self'; "

local function digest(text)
  local bytes = sha256(text):gsub("%x%x", function(digits) return string.char(tonumber(digits, 16)) end)
  return ("'sha256-%s'"):format(ngx.encode_base64(bytes))
end

-- Made when the first answer needs them, in nginx.
local function headers(images, source_of, style, script)
  local made
  return function()
    if made then return made end
    local scripted = script and SCRIPTED:format(source_of(script)) or ""
    made = {
      ["Content-Security-Policy"] = POLICY:format(source_of(style), scripted, images),
      ["Referrer-Policy"] = "no-referrer",
    }
    return made
  end
end

--- The headers of a page with what it is dressed in.
---@param style string        what stands in its <style>
---@param script string|nil   and in its <script>; nil: it has none
---@return fun(): table<string, string>
function policy.of_texts(style, script) return headers("data:", digest, style, script) end

--- The headers of a page that has that as files.
---@param has_script boolean
---@return fun(): table<string, string>
function policy.of_files(has_script)
  return headers("'self'", function() return "'self'" end, true, has_script)
end

return policy
