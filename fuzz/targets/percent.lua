-- Percent-encoding there and back.
local decode = require "aliota.util.percent_decode"
local encode = require("aliota.core").sign.encode
local expect = require "fuzz.expect"

return function(text)
  expect.same(text, decode(encode(text)), "there and back")
  decode(text)
end
