-- How many lines of each file ran while tools/coverage/marks.c was marking: lua5.4 tools/coverage.lua MARKS [FILES]
--
-- Prints the files with the smallest shares, and the share of all lines. What has code on it the compiler says. Only
-- Lua 5.4 marks: what nginx runs in its LuaJIT is not seen.
local shell = require "spec.support.shell"

local MARKS, FILES = arg[1], tonumber(arg[2] or 10)

local function read(path)
  local file = assert(io.open(path, "rb"))
  local content = file:read "*a"
  file:close()
  return content
end

local marks = read(MARKS)

local function place_of(path, line)
  local hash = 2166136261
  for i = 1, #path do hash = (hash ~ path:byte(i)) * 16777619 & 0xffffffff end
  hash = (hash ~ line) * 2654435761 & 0xffffffff
  return (hash ~ hash >> 15) % #marks
end

-- A function's last instruction, a return that nothing need come to, has the line of its `end`.
local function lines_with_code(path)
  local lines = {}
  for _, instruction in ipairs(shell.lines(("luac5.4 -l -p '%s'"):format(path))) do
    local line, code = instruction:match "^\t%d+\t%[(%d+)%]\t(%u[%u%d]*)"
    if line and code ~= "RETURN0" and code ~= "RETURN" and code ~= "VARARGPREP" then lines[tonumber(line)] = true end
  end
  return lines
end

local function measured(path)
  local file = {path = path, lines = 0, ran = 0, missed = {}}
  for line in pairs(lines_with_code(path)) do
    file.lines = file.lines + 1
    if marks:byte(place_of(path, line) + 1) == 1 then file.ran = file.ran + 1 else table.insert(file.missed, line) end
  end
  table.sort(file.missed)
  return file
end

local files, lines, ran = {}, 0, 0
for i, path in ipairs(shell.lines "find lua/aliota -name '*.lua' | sort") do
  files[i] = measured(path)
  lines, ran = lines + files[i].lines, ran + files[i].ran
end
table.sort(files, function(a, b) return a.ran / math.max(a.lines, 1) < b.ran / math.max(b.lines, 1) end)
for i = 1, math.min(FILES, #files) do
  local file = files[i]
  print(("%5.1f %%  %-46s %4d of %4d  not %s"):format(100 * file.ran / math.max(file.lines, 1), file.path, file.ran,
    file.lines, table.concat(file.missed, " ", 1, math.min(#file.missed, 12))))
end
print(("%5.1f %%  %d of %d lines in %d files"):format(100 * ran / lines, ran, lines, #files))
