-- busted under whichever Lua runs this file, and none that .busted names: lua5.4 spec/support/runner.lua spec
table.insert(arg, "--ignore-lua")
require "busted.runner" {standalone = false}
