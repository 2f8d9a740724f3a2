-- What the page of the command says, held against the command.
local manual = require "spec.support.manual"
local own_options = require "aliota.command.own_options"
local shell = require "spec.support.shell"

local PAGE = "docs/command.md"

describe(PAGE, function()
  it("has every verb, and a page of the library for it", function()
    local verbs = {}
    for name in shell.run "ls lua/aliota/command/verbs":gmatch "(%l+)_verb.lua\n" do verbs[name] = true end
    assert.same(verbs, manual.names_below(PAGE, "Verbs"))
  end)

  it("names options as the command does", function()
    local text = manual.text(PAGE)
    for _, name in ipairs {"TaskStatus", "DeviceNames", "longest_interval", "fail_if"} do
      assert.truthy(text:find(("`%s`[^`]*`%s`"):format(name, (own_options.flag(name):gsub("%-", "%%-")))), name)
    end
  end)

  it("tells each exit status that a shell sees", function()
    local script, told = require("aliota.shell.script").new(), {}
    for _, row in ipairs(manual.table_below(PAGE, "Exit status")) do told[tonumber(row[1])] = true end
    assert.same({[0] = true, [1] = true, [2] = true, [script.INTERRUPTED] = true, [script.CUT] = true}, told)
  end)
end)
