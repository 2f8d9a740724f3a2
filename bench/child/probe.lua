-- How quickly a server answers: one request every 5 ms on one connection. arg: port, path, how many.
-- Prints milliseconds: median, 99th percentile, longest.
local cqueues = require "cqueues"
local socket = require "cqueues.socket"

local PORT, PATH, COUNT, EVERY = tonumber(arg[1]), arg[2], tonumber(arg[3]), 0.005

local connection = socket.connect("127.0.0.1", PORT)
connection:setmode("b", "bf")
connection:settimeout(10)

local function ask()
  local started = cqueues.monotime()
  connection:write("GET ", PATH, " HTTP/1.1\r\nHost: localhost\r\n\r\n")
  connection:flush()
  local length
  for line in connection:lines "*L" do
    length = tonumber(line:lower():match "^content%-length: (%d+)") or length
    if line == "\r\n" then break end
  end
  assert(length, "no answer")
  assert(#connection:read(length) == length)
  return (cqueues.monotime() - started) * 1000
end

local times, due = {}, cqueues.monotime()
for i = 1, COUNT do
  cqueues.sleep(math.max(0, due - cqueues.monotime()))
  times[i] = ask()
  due = math.max(due + EVERY, cqueues.monotime())
end
table.sort(times)
print("median " .. times[(COUNT + 1) // 2])
print("late " .. times[math.ceil(COUNT * 0.99)])
print("longest " .. times[COUNT])
