-- Reads a line, runs it, shows what it gives, until there are no more. As at the interpreter's own prompt, but that ^C
-- ends the showing, too, and that errors are told without what is within this library.
local compat = require "aliota.util.compat"
local interruptible = require("aliota.core").interruptible
local own_code = require "aliota.util.own_code"
local show = require "aliota.repl.show"
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"

local CHUNK = "=stdin" -- as the interpreter names what is typed
local FIRST, FURTHER = "> ", ">> "

-- While a line is read, ^C is left to it; cqueues is what the sandbox needs, too.
local function ignore_interrupts()
  local there, signal = pcall(require, "cqueues.signal")
  if there then signal.ignore(signal.SIGINT) end
end

-- Reading -------------------------------------------------------------------------------------------------------------

local function is_unfinished(problem) return problem:find "<eof>'?$" ~= nil end

-- What is typed, as an expression or as statements; nil without a problem where more has to follow.
local function compiled(typed)
  local chunk, why_no_expression = compat.load("return " .. typed:gsub("^=", ""), CHUNK)
  if chunk then return chunk end
  local problem
  chunk, problem = compat.load(typed, CHUNK)
  if not chunk and (is_unfinished(problem) or is_unfinished(why_no_expression)) then return nil end
  return chunk, problem
end

-- Lines until they are a whole, or what is wrong with them; nil at the end.
local function read_chunk(read)
  local typed = read(FIRST)
  while typed do
    local chunk, problem = compiled(typed)
    if chunk or problem then return chunk, problem end
    local line = read(FURTHER)
    typed = line and typed .. "\n" .. line
  end
  return nil
end

-- Running -------------------------------------------------------------------------------------------------------------

-- Several values below each other, without nil: in nil, err the error says it all. What a `for` loop takes of an
-- iterator is the iterator twice.
local function shown(first, ...)
  local values = {first}
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    local is_again = type(value) == "table" and rawequal(value, first)
    if not is_again then values[#values + 1] = value end
  end
  if #values == 0 then return "nil" end
  for i, value in ipairs(values) do values[i] = show(value, terminal.width(), terminal.has_colour()) end
  return table.concat(values, "\n")
end

local function show_results(...)
  if select("#", ...) == 0 then return end
  _G._ = (...)
  io.write(shown(...), "\n")
end

local evaluate

-- Of the functions that were running those of whoever is at the prompt: the library's own say nothing to him.
local function places()
  local found, level = {}, 3
  local info = debug.getinfo(level, "Slnf")
  while info and info.func ~= evaluate do
    local is_typed = info.source == CHUNK and info.what == "main"
    if info.what ~= "C" and not is_typed and not own_code.has(info.source) then
      local what = info.name or info.what == "main" and "the main chunk" or "a function"
      found[#found + 1] = ("\n  in %s, %s:%d"):format(what, info.short_src, info.currentline)
    end
    level = level + 1
    info = debug.getinfo(level, "Slnf")
  end
  return table.concat(found)
end

local function told(err)
  return type(err) == "string" and err .. places() or err
end

local function show_outcome(ok, ...)
  if not ok then error((...), 0) end
  show_results(...)
end

function evaluate(chunk)
  return show_outcome(xpcall(chunk, told))
end

own_code.mark_entry(evaluate)

local function report(err)
  io.stdout:flush()
  if type(err) ~= "string" then
    io.stderr:write(show(err, terminal.width(), terminal.has_colour()), "\n")
    return
  end
  for line in err:gmatch "[^\n]+" do
    io.stderr:write(table.concat(text.wrap(line, terminal.width()), "\n"), "\n")
  end
end

--- Runs what is typed until its end.
---@param read fun(prompt: string): string|nil
return function(read)
  ignore_interrupts()
  while true do
    local chunk, problem = read_chunk(read)
    if not chunk and not problem then break end
    if chunk then
      local ok, err = interruptible(evaluate, chunk)
      problem = not ok and err or nil
    end
    if problem then report(problem) end
  end
  io.write "\n"
end
