-- What the figures were measured on.
local aliota = require "aliota"
local base = require "bench.base"
local shell = require "bench.shell"

local machine = {}

local function first_line(command)
  return shell.output(command):match("[^\n]*")
end

function machine.print()
  local versions = aliota.versions()
  print(first_line("sed -n 's/^model name.*: //p' /proc/cpuinfo") .. " × " .. first_line("nproc"))
  print(first_line(". /etc/os-release; echo \"$PRETTY_NAME, $(uname -sr)\""))
  print(("%s, %s, lua-cjson %s"):format(versions.lua, first_line("luajit -v 2>&1"), require("cjson")._VERSION))
  print(("libcurl %s, %s"):format(versions.curl, versions.openssl))
  print(first_line("PATH=$PATH:/usr/sbin nginx -v 2>&1") .. ", node " .. first_line("node --version"))
  print("commit " .. first_line "git describe --always --dirty" .. (base.commit() and ", base " .. base.commit() or ""))
  print()
end

return machine
