-- Cursors: as they are, and with a checksum that fits what the fuzzer made of them.
local codec = require("aliota.call.source").codec
local cursor = require "aliota.listing.cursor"
local expect = require "fuzz.expect"

local function read(text) return cursor.read(codec, text) end

return function(text) expect.refusal_or_result_of_sealed(codec, read, text) end
