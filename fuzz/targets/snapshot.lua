-- Snapshots of a follow: as they are, and with a checksum that fits what the fuzzer made of them.
local core = require "aliota.core"
local codec = require("aliota.call.source").codec
local expect = require "fuzz.expect"
local snapshot_text = require "aliota.follow.snapshot_text"

local function read(text) return snapshot_text.read(codec, text, {JobId = "j"}, core.marks.new) end

return function(text) expect.refusal_or_result_of_sealed(codec, read, text) end
