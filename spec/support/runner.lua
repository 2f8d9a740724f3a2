-- busted under whichever Lua runs this file: lua5.4 spec/support/runner.lua spec
require "busted.runner" {standalone = false}
