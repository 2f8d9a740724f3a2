-- Faults that take the place of a finished answer: its status, its headers and its body.

local chance = require "aliota.sandbox.world.chance"
local gzip = require "aliota.sandbox.chaos.gzip"

local bodies = {}

local PROXY_PAGE = [[
<html>
<head><title>%d</title></head>
<body><center><h1>%d</h1></center><hr><center>proxy</center></body>
</html>
]]

local function replace(response, status, content_type, body)
  response.status, response.body = status, body
  response.headers["content-type"] = content_type
end

local function random_bytes(strike)
  local bytes = {}
  for i = 1, strike.bytes do bytes[i] = string.char(chance.draw(strike.draw, i, 0) % 256) end
  return table.concat(bytes)
end

-- In the order in which they are done: what is compressed is what is left of the answer.
local KINDS = {
  {"bare_error", function(response, strike)
    replace(response, strike.status, "text/plain", "upstream connect error or disconnect/reset before headers\n")
  end},
  {"proxy_page", function(response, strike)
    replace(response, strike.status, "text/html", PROXY_PAGE:format(strike.status, strike.status))
  end},
  {"garbage", function(response, strike)
    replace(response, 200, response.headers["content-type"], random_bytes(strike))
  end},
  {"empty", function(response) replace(response, 200, response.headers["content-type"], "") end},
  {"truncated_right_length", function(response)
    response.body = response.body:sub(1, math.floor(#response.body / 2))
  end},
  {"gzip", function(response)
    response.body = gzip(response.body)
    response.headers["content-encoding"] = "gzip"
  end},
}

---@param response aliota.sandbox.Response  is changed
---@param strikes table<string, Strike>
function bodies.change(response, strikes)
  for _, kind in ipairs(KINDS) do
    local strike = strikes[kind[1]]
    if strike then kind[2](response, strike) end
  end
end

return bodies
