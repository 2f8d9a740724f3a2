-- A machine that others use, too, changes its speed from one moment to the next, by more than what is to be seen: so
-- contenders are processes that stay, and take turns after a few milliseconds of work. A contender reads how much it is
-- to do from its standard input, a line a turn, and writes what that took.
local alternate = require "bench.alternate"
local shell = require "bench.shell"

local Contender = {}
Contender.__index = Contender

-- What it is told goes nowhere once it has ended, rather than end this process: hence the `cat`.
local COMMAND = "{ %s > %s; cat > /dev/null; }"

local function start(command)
  local folder = shell.output("mktemp -d"):match("%S+")
  local answers = shell.quote(folder .. "/answers")
  shell.output("mkfifo " .. answers)
  local orders = io.popen(COMMAND:format(command, answers), "w")
  orders:setvbuf "line"
  return setmetatable({
    command = command, folder = folder, orders = orders, answers = assert(io.open(folder .. "/answers")), sum = 0,
  }, Contender)
end

function Contender:turn(work)
  self.orders:write(("%d\n"):format(work))
  return tonumber(self.answers:read()) or error("this failed: " .. self.command, 0)
end

function Contender:stop()
  self.orders:close()
  self.answers:close()
  shell.output("rm -r " .. shell.quote(self.folder))
end

Contender.__close = Contender.stop

-- One process each, from beginning to end.
local function round(options, sums)
  local running <close> = setmetatable({}, {__close = function(all)
    for _, contender in pairs(all) do contender:stop() end
  end})
  for name, command in pairs(options.contenders) do
    running[name] = start(command)
    running[name]:turn(options.warm_up)
  end
  alternate(running, options.turns, function(name, contender)
    sums[name] = (sums[name] or 0) + contender:turn(options.work)
  end)
end

--- What a piece of work takes each contender, on average of all turns of all rounds: a process may be lucky with the
--- layout of its memory, so that there are several of them.
---@param options {contenders: table<string, string>, rounds: integer, turns: integer, work: integer, warm_up: integer}
---@return table<string, number>
return function(options)
  local sums, averages = {}, {}
  for _ = 1, options.rounds do round(options, sums) end
  for name, sum in pairs(sums) do averages[name] = sum / (options.rounds * options.turns * options.work) end
  return averages
end
