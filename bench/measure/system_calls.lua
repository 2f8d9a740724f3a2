-- System calls of a page over loopback, as strace counts them: those of a process that fetches more of them, less those
-- of one that fetches fewer.
local base = require "bench.base"
local nginx = require "bench.nginx"
local page = require "bench.page"
local shell = require "bench.shell"

local FEWER, MORE = 100, 600
local LIMIT = 11
local COUNT = [[echo %d | %sstrace -f -c -U calls,name -o %s %s bench/child/page.lua %d]]

local function count(pages, prefix, server)
  local path = os.tmpname()
  shell.output(COUNT:format(pages, prefix, shell.quote(path), shell.quote(arg[-1]), server.port))
  local file <close> = assert(io.open(path))
  os.remove(path)
  return tonumber(file:read "a":match "(%d+) total")
end

local function for_a_page(prefix, server)
  return (count(MORE, prefix, server) - count(FEWER, prefix, server)) / (MORE - FEWER)
end

local function may_trace() return pcall(shell.output, "strace -o /dev/null true 2>&1") end

---@param report table
return function(report)
  if not may_trace() then return io.stderr:write "bench: system calls are left out: strace may not trace here\n" end
  local server <close> = nginx.start(page)
  local prefix, of_base = base.both(server.beside)
  local theirs = of_base and for_a_page(of_base, server)
  report.figure("system calls of a page over loopback", "%.1f", for_a_page(prefix, server), LIMIT, theirs)
end
