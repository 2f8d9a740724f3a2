-- What others need to be measured.
local shell = require "bench.shell"

local others = {}

local NODE = "test -d bench/node_modules || "
  .. "npm ci --prefix bench --ignore-scripts --no-audit --no-fund --loglevel=error >&2"
local CURL = "cc -O2 -o build/bench_curl bench/curl.c $(pkg-config --cflags --libs libcurl) >&2"

local function prepare(command, what)
  if not pcall(shell.output, command) then error(what, 0) end
end

--- Installs the official Node SDK, if need be.
function others.node() prepare(NODE, "the official Node SDK could not be installed into bench/node_modules") end

--- Builds what fetches a page with libcurl alone.
---@return string its program
function others.curl()
  prepare(CURL, "bench/curl.c does not build")
  return "build/bench_curl"
end

return others
