-- Tries what is too large or too slow for `make test`: roads to the service, and readers of our files. Prints a table,
-- and fails where one of them does not do what it is to. Run by `make real`, in the root of the tree, before a release.
-- arg: what to try, if not everything.
--
-- Each is a file that returns `version` (a command that prints it) and `try` (a function that says what was seen, or
-- raises).
local shell = require "spec.support.shell"

local ALL = {
  "roads/squid", "roads/ntlm", "roads/negotiate", "roads/mitmproxy", "roads/dante",
  "readers/pandas", "readers/libreoffice", "readers/junit2json",
}

local function say(...) print(("%-20s %-9s %-7s %s"):format(...)) end

local names, has_failed = #arg > 0 and arg or ALL, false
say("what", "version", "", "seen")
for _, name in ipairs(names) do
  local one = require("real." .. name:gsub("/", "."))
  local printed = shell.run("PATH=$PATH:/usr/sbin; " .. one.version)
  local is_good, seen = pcall(one.try)
  say(name, printed:match "%d[%w.]*" or "none", is_good and "passed" or "FAILED", tostring(seen))
  has_failed = has_failed or not is_good
end
os.exit(not has_failed, true)
