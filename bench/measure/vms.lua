-- Instructions of a page over loopback on other Luas, against Lua 5.4, as callgrind counts them: those of a process
-- that fetches more pages, less those of one that fetches fewer. A busy machine changes nothing of that.
local nginx = require "bench.nginx"
local page = require "bench.page"
local shell = require "bench.shell"

local FEWER, MORE = 20, 60
local LIMIT = 1.3
local COUNT = "echo %d | valgrind --tool=callgrind --callgrind-out-file=/dev/null %s bench/child/page.lua %d 2>&1"

local function count(pages, lua, server)
  local said = shell.output(COUNT:format(pages, lua, server.port))
  return assert(tonumber(said:match "Collected : (%d+)"), said)
end

local function for_a_page(lua, server)
  return (count(MORE, lua, server) - count(FEWER, lua, server)) / (MORE - FEWER)
end

local function is_there(lua)
  return (pcall(shell.output, lua .. " -e 'require \"aliota.core\"' 2>&1"))
end

---@param report table
return function(report)
  local server <close> = nginx.start(page)
  local own = for_a_page(shell.quote(arg[-1]), server)
  report.figure("instructions of a page over loopback, Lua 5.4", "%.0f", own)
  for _, lua in ipairs {"lua5.1", "lua5.2", "lua5.3"} do
    if is_there(lua) then
      report.figure("  " .. lua .. ", as a part of that", "%.2f", for_a_page(lua, server) / own, LIMIT)
    end
  end
end
