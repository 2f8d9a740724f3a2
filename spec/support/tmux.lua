-- A terminal of its own for a command: what a person would see there, at any width, resized meanwhile.
local cqueues = require "cqueues"
local shell = require "spec.support.shell"

local tmux = {}

local Terminal = {}
Terminal.__index = Terminal

local ROWS = 30
local PATIENCE, PAUSE = 120, 0.1 -- seconds; each look takes three processes

local function quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

local function run(self, ...)
  local words = {"tmux", "-u", "-S", self.socket, "-f", "/dev/null"}
  for _, word in ipairs {...} do words[#words + 1] = quoted(word) end
  local output, status = shell.run(table.concat(words, " "))
  assert(status == 0, output)
  return output
end

--- Starts a command in a terminal of so many columns. It stays when the command has ended.
---@param columns integer
---@param command string
---@param rows integer|nil
function tmux.start(columns, command, rows)
  local directory = shell.run("mktemp -d"):gsub("\n", "")
  local self = setmetatable({directory = directory, socket = directory .. "/socket"}, Terminal)
  -- Its last word is the exit status. `trap` keeps the shell alive when ^C ends the command.
  run(self, "new-session", "-d", "-x", tostring(columns), "-y", tostring(rows or ROWS),
    "trap : INT; env -u COLUMNS -u LINES -u NO_COLOR " .. command .. "; echo exit $?; cat >/dev/null")
  return self
end

--- The lines that are seen, those at the end that are empty left out.
---@return string
function Terminal:screen()
  return (run(self, "capture-pane", "-p"):gsub("%s+$", ""))
end

--- The lines that have left it at its top.
---@return string
function Terminal:history()
  return (run(self, "capture-pane", "-p", "-S", "-", "-E", "-1"))
end

local function wait_until(seen, pattern)
  local deadline = cqueues.monotime() + PATIENCE
  while cqueues.monotime() < deadline do
    local text = seen()
    if text:find(pattern) then return text end
    cqueues.poll(PAUSE)
  end
  error(("waited in vain for %s in\n%s"):format(pattern, seen()), 3)
end

--- Waits until something is seen.
---@param pattern string
---@return string screen
function Terminal:wait_for(pattern)
  local screen = wait_until(function() return self:screen() end, pattern)
  return screen
end

--- Returns when the command, too, would find the terminal so wide.
---@param columns integer
function Terminal:resize(columns)
  run(self, "resize-window", "-x", tostring(columns))
  local device = run(self, "display-message", "-p", "#{pane_tty}"):gsub("\n", "")
  wait_until(function() return (shell.run("stty size -F " .. device)) end, " " .. columns .. "\n")
end

---@param key string such as C-c
function Terminal:press(key)
  run(self, "send-keys", key)
end

--- Types a word and Enter, and waits until something is seen.
---@param word string
---@param pattern string
---@return string screen
function Terminal:enter(word, pattern)
  self:press(word)
  self:press "Enter"
  return self:wait_for(pattern)
end

--- The lines of a screen, from the one after that which ends in "above" on.
---@param screen string
---@return string[]
function tmux.lines(screen)
  local lines = {}
  for line in screen:gsub("^.*above\n", ""):gmatch "[^\n]+" do lines[#lines + 1] = line end
  return lines
end

function Terminal:stop()
  run(self, "kill-server")
  shell.run("rm -r " .. self.directory)
end

return tmux
