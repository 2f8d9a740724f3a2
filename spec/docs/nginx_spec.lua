-- The tables of docs/nginx.md, held against the feed.
local batch_names = require "aliota.nginx.batch_names"
local classes = require "aliota.help.classes"
local error_codes = require "aliota.api.error_codes"
local manual = require "spec.support.manual"
local shell = require "spec.support.shell"

local PAGE = "docs/nginx.md"

describe(PAGE, function()
  it("has every option of the feed", function()
    local taken, docs = {}, require("aliota.help.docs").types "lua/aliota/nginx/feed_options.lua"
    for name in pairs(classes.fields(docs["aliota.nginx.Options"])) do taken[name] = true end
    assert.same(taken, manual.names_below(PAGE, "The feed"))
  end)

  it("has every error of the feed", function()
    local sources, codes = shell.run "cat lua/aliota/nginx/*.lua | grep -v '^ *--'", {}
    for code in sources:gmatch '"(%u%l+%u%a+)"' do codes[code] = not error_codes.OURS[code] or nil end
    for _, field in ipairs(batch_names.FIELDS) do codes[field] = nil end
    codes.Raised = true
    assert.same(codes, manual.names_below(PAGE, "Errors of the feed"))
  end)
end)
